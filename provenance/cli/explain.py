"""`provenance explain`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click


@click.command("explain")
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="Every rule, one after another.")
@click.option("-f", "--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
def command(code: str | None, every: bool, form: str) -> None:
    """Show a rule's page: what it checks, why it matters, how to fix it.

    \b
    provenance explain LIN020
    """
    from provenance.cli import console
    from provenance.rules import DOCUMENTED, rule

    if every == bool(code):
        raise click.UsageError("Name one rule, or say --all.")
    infos = [found.info() for found in (DOCUMENTED if every else (rule(str(code)),))]
    if form == "json":
        click.echo(json.dumps([asdict(info) for info in infos], ensure_ascii=False, indent=2))
        return
    for info in infos:
        console.show_page(
            f"{info.code} {info.name}",
            f"{info.severity} · {info.family}",
            f"{info.summary}.",
            info.help,
        )
