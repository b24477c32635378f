"""`provenance privacy`."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from provenance.cli import options
from provenance.cli.sources import DAYS, show_sources
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
@click.option(
    "--sources", is_flag=True, help="List the documents that are cited, and how each was read."
)
@click.option(
    "--older-than",
    metavar="DAYS",
    type=click.IntRange(min=0),
    is_flag=False,
    flag_value=DAYS,
    help=f"Of the sources, only those checked longer ago; without a number, {DAYS} days.",
)
@click.option(
    "--today",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day from which age is counted; default: today in UTC.",
)
@click.option("-f", "--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
def command(
    check: str | None,
    authority: str | None,
    profiles: tuple[str, ...],
    overview: bool,
    sources: bool,
    older_than: int | None,
    today: datetime | None,
    form: str,
) -> None:
    """Show the questions about personal data: the catalogue, or one question and who asks it.

    \b
    provenance privacy PRIV-030
    provenance privacy --asked-by pipc
    provenance privacy --profile kr-pipc
    provenance privacy --sources --older-than 365
    provenance privacy --sources KR-GENAI
    """
    if sources:
        day = today.date() if today else datetime.now(UTC).date()
        show_sources(check, older_than, day, form)
        return
    if older_than is not None or today is not None:
        raise click.UsageError("--older-than and --today are about --sources.")
    from provenance.cli import console
    from provenance.cli.identifiers import find_question
    from provenance.model.finding import published_code
    from provenance.privacy import catalogue, select
    from provenance.privacy import profiles as known
    from provenance.text.identifiers import identifier_of

    if overview:
        rows = [
            (profile.name, len(profile.checks), profile.title, profile.title_ko)
            for profile in known()
        ]
        if form == "json":
            keys = ("name", "questions", "title", "title_ko")
            click.echo(
                json.dumps(
                    [dict(zip(keys, row, strict=True)) for row in rows],
                    ensure_ascii=False,
                    indent=2,
                )
            )
        else:
            console.show_table(
                ("profile", "questions", "asked for by"),
                [(n, str(c), t) for n, c, t, _ in rows],
            )
        return
    wanted = find_question(published_code(identifier_of(check))) if check else None
    questions = [
        e for e in (select(profiles) if profiles else catalogue()) if check is None or e == wanted
    ]
    questions = [
        e
        for e in questions
        if authority is None or any(r.authority == authority.lower() for r in e.requests)
    ]
    if not questions:
        raise UsageError(
            "no such question is in the catalogue", "`provenance privacy` lists them all."
        )
    if form == "json":
        click.echo(json.dumps([asdict(entry) for entry in questions], ensure_ascii=False, indent=2))
    elif check is None:
        console.show_table(
            ("check", "severity", "question"),
            [(e.id, e.severity.value, e.question) for e in questions],
        )
    else:
        show_question(questions[0])


def show_question(entry: PrivacyCheck) -> None:
    """Print the page of a question: who asks for the answer, and words for a maker."""
    from provenance.cli import console

    requests = "".join(
        f"- {request} ({request.origin.force}; {request.mark}) {request.url}\n"
        for request in entry.requests
    )
    base = f"{'Counts' if entry.inherited else 'Does not count'}. {entry.inherited_why}"
    peers = "".join(f"- {peers} (counted on {peers.as_of})\n" for peers in entry.peers)
    others = f"## Others\n{peers}\n" if peers else ""
    answer = f"## Words for a maker\n{entry.remedy}\n\n{entry.remedy_ko}\n\n"
    inherited = f"## An answer of the base model\n{base}\n"
    asked_for = f"{entry.question_ko}\n\n## Asked for by\n{requests}\n"
    page = f"{asked_for}{others}{answer}{inherited}"
    console.show_page(
        f"{entry.id} {entry.title}", f"{entry.severity} · {entry.block}", entry.question, page
    )
