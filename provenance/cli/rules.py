"""`provenance rules`."""

from __future__ import annotations

import click


@click.command("rules")
def command() -> None:
    """List every rule: code, name, family, severity, what is wrong when it fires."""
    from provenance.cli import console
    from provenance.rules import every_rule

    rows = [
        (info.code, info.name, info.family, info.severity.value, info.summary)
        for info in every_rule()
    ]
    console.show_table(("code", "name", "family", "severity", "when it fires"), rows)
