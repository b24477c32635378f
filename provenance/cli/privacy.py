"""`provenance privacy`."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

from provenance.errors import UsageError


@click.command("privacy")
@click.argument("check", required=False)
@click.option("--asked-by", "authority", help="Only what this authority asks for, such as pipc, ico, eu.")
@click.option("-f", "--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
def command(check: str | None, authority: str | None, form: str) -> None:
    """Show what is asked about personal data: one question with who asks for it, or the catalogue.

    \b
    provenance privacy PRIV-030
    provenance privacy --asked-by pipc
    """
    from provenance.privacy import catalogue

    asked = [entry for entry in catalogue() if check is None or entry.id == check.upper()]
    asked = [e for e in asked if authority is None or any(r.authority == authority.lower() for r in e.requests)]
    if not asked:
        raise UsageError("no such question is in the catalogue", "`provenance privacy` lists them all.")
    if form == "json":
        click.echo(json.dumps([asdict(entry) for entry in asked], ensure_ascii=False, indent=2))
        return
    from provenance.cli import console

    if check is None:
        console.show_table(("check", "severity", "question"), [(e.id, e.severity.value, e.question) for e in asked])
        return
    for entry in asked:
        requests = "".join(f"- {request} ({request.verified}) {request.url}\n" for request in entry.requests)
        page = f"{entry.question_ko}\n\n## Asked for by\n{requests}\n## Words for a maker\n{entry.remedy}\n"
        console.show_page(f"{entry.id} {entry.title}", f"{entry.severity} · {entry.block}", entry.question, page)
