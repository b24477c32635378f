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
    "--asked-by",
    "authority",
    help="Show only what this authority asks for, such as pipc, ico or eu.",
)
@options.profiles("Only what a profile selects, with its severities, such as kr-pipc; repeatable.")
@click.option("--profiles", "overview", is_flag=True, help="List the profiles.")
@click.option("--sources", is_flag=True, help="List the cited documents and how each was read.")
@click.option(
    "--older-than",
    metavar="DAYS",
    type=click.IntRange(min=0),
    is_flag=False,
    flag_value=DAYS,
    help=f"Show only sources checked longer ago than this; without a number, {DAYS} days.",
)
@click.option(
    "--today",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date from which age is counted (default: today in UTC).",
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
        raise click.UsageError("--older-than and --today need --sources.")
    if overview:
        _show_profiles(form)
        return
    chosen = _chosen(check, authority, profiles)
    if form == "json":
        rows = [asdict(entry) for entry in chosen]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    elif check is None:
        _show_list(chosen)
    else:
        show_question(chosen[0])


def _show_profiles(form: str) -> None:
    """Print the profiles, each with the number of its questions."""
    from provenance.cli import console
    from provenance.privacy import profiles

    known = profiles()
    if form == "terminal":
        rows = [(profile.name, str(len(profile.checks)), profile.title) for profile in known]
        console.show_table(("profile", "questions", "asked for by"), rows)
        return
    entries = []
    for profile in known:
        entries.append(
            {
                "name": profile.name,
                "questions": len(profile.checks),
                "title": profile.title,
                "title_ko": profile.title_ko,
            }
        )
    click.echo(json.dumps(entries, ensure_ascii=False, indent=2))


def _chosen(
    check: str | None, authority: str | None, profiles: tuple[str, ...]
) -> list[PrivacyCheck]:
    """The questions that the user asks for.

    Raises:
        UsageError: There is none.
    """
    from provenance.cli.identifiers import find_question
    from provenance.model.finding import published_code
    from provenance.privacy import catalogue, select
    from provenance.text.identifiers import identifier_of

    questions = list(select(profiles) if profiles else catalogue())
    if check is not None:
        wanted = find_question(published_code(identifier_of(check)))
        questions = [question for question in questions if question == wanted]
    if authority is not None:
        questions = [question for question in questions if _asks(authority, question)]
    if not questions:
        raise UsageError(
            "the catalogue has no such question", "`provenance privacy` lists them all."
        )
    return questions


def _asks(authority: str, question: PrivacyCheck) -> bool:
    return any(requirement.authority == authority.lower() for requirement in question.requirements)


def _show_list(questions: list[PrivacyCheck]) -> None:
    from provenance.cli import console

    rows = [(entry.id, entry.severity.value, entry.question) for entry in questions]
    console.show_table(("check", "severity", "question"), rows)


def show_question(entry: PrivacyCheck) -> None:
    """Print the page of a question: who asks it, and a model text for the maker."""
    from provenance.cli import console

    requirements = "".join(
        f"- {requirement} ({requirement.origin.force}; {requirement.mark}) {requirement.url}\n"
        for requirement in entry.requirements
    )
    base = f"{'Counts' if entry.inherited else 'Does not count'}. {entry.inherited_why}"
    peers = "".join(f"- {peers} (counted on {peers.as_of})\n" for peers in entry.peers)
    others = f"## Others\n{peers}\n" if peers else ""
    answer = f"## Words for a maker\n{entry.remedy}\n\n{entry.remedy_ko}\n\n"
    inherited = f"## An answer of the base model\n{base}\n"
    asked_for = f"{entry.question_ko}\n\n## Asked for by\n{requirements}\n"
    page = f"{asked_for}{others}{answer}{inherited}"
    console.show_page(
        f"{entry.id} {entry.title}", f"{entry.severity} · {entry.block}", entry.question, page
    )
