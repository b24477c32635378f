"""`provenance rules`."""

from __future__ import annotations

import json

import click


@click.command("rules")
@click.option("-f", "--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
def command(form: str) -> None:
    """List every rule: code, name, family, severity and what it reports."""
    from provenance.cli import console
    from provenance.rules import every_rule

    rules = every_rule()
    if form == "json":
        rows = [
            {
                "code": info.code,
                "name": info.name,
                "family": info.family,
                "severity": info.severity.value,
                "summary": info.summary,
            }
            for info in rules
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    cells = [
        (info.code, info.name, info.family, info.severity.value, info.summary) for info in rules
    ]
    console.show_table(("code", "name", "family", "severity", "when it fires"), cells)
