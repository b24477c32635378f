"""`provenance privacy`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from provenance.cli import options
from provenance.errors import UsageError

if TYPE_CHECKING:
    from provenance.privacy.disclosure import PrivacyCheck


@click.command("privacy")
@click.argument("check", required=False)
@click.option(
    "--asked-by", "authority", help="Only what this authority asks for, such as pipc, ico, eu."
)
@options.profiles("Only what a profile selects, with its severities, such as kr-pipc; repeatable.")
@click.option("--profiles", "overview", is_flag=True, help="List the profiles.")
@click.option("-f", "--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
def command(
    check: str | None, authority: str | None, profiles: tuple[str, ...], overview: bool, form: str
) -> None:
    """Show what is asked about personal data: one question with who asks for it, or the catalogue.

    \b
    provenance privacy PRIV-030
    provenance privacy --asked-by pipc
    provenance privacy --profile kr-pipc
    """
    from provenance.cli import console
    from provenance.privacy import catalogue, select
    from provenance.privacy import profiles as known

    if overview:
        found = [
            (profile.name, len(profile.checks), profile.title, profile.title_ko)
            for profile in known()
        ]
        if form == "json":
            keys = ("name", "questions", "title", "title_ko")
            click.echo(
                json.dumps(
                    [dict(zip(keys, row, strict=True)) for row in found],
                    ensure_ascii=False,
                    indent=2,
                )
            )
        else:
            console.show_table(
                ("profile", "questions", "asked for by"), [(n, str(c), t) for n, c, t, _ in found]
            )
        return
    asked = [
        e
        for e in (select(profiles) if profiles else catalogue())
        if check is None or e.id == check.upper()
    ]
    asked = [
        e
        for e in asked
        if authority is None or any(r.authority == authority.lower() for r in e.requests)
    ]
    if not asked:
        raise UsageError(
            "no such question is in the catalogue", "`provenance privacy` lists them all."
        )
    if form == "json":
        click.echo(json.dumps([asdict(entry) for entry in asked], ensure_ascii=False, indent=2))
    elif check is None:
        console.show_table(
            ("check", "severity", "question"), [(e.id, e.severity.value, e.question) for e in asked]
        )
    else:
        _page(asked[0])


def _page(entry: PrivacyCheck) -> None:
    from provenance.cli import console

    requests = "".join(
        f"- {request} ({request.verified}) {request.url}\n" for request in entry.requests
    )
    base = f"{'Counts' if entry.inherited else 'Does not count'}. {entry.inherited_why}"
    peers = "".join(f"- {peers} (counted on {peers.as_of})\n" for peers in entry.peers)
    others = f"## Others\n{peers}\n" if peers else ""
    words = (
        f"{others}## Words for a maker\n{entry.remedy}\n\n## An answer of the base model\n{base}\n"
    )
    page = f"{entry.question_ko}\n\n## Asked for by\n{requests}\n{words}"
    console.show_page(
        f"{entry.id} {entry.title}", f"{entry.severity} · {entry.block}", entry.question, page
    )
