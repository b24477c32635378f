"""`provenance explain`."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from provenance.model.finding import published_code

if TYPE_CHECKING:
    from provenance.privacy.disclosure import PrivacyCheck
    from provenance.report import RuleInfo


@click.command("explain")
@click.argument("code", required=False)
@click.option("--all", "every", is_flag=True, help="Show every rule, one after another.")
@click.option("-f", "--format", "form", type=click.Choice(["terminal", "json"]), default="terminal")
def command(code: str | None, every: bool, form: str) -> None:
    """Show the page of a rule (LIN020) or of a question about personal data (PRIV-070).

    A rule says what it checks, why it matters and how to fix it. A question says who asks for the
    answer. Any spelling will do: lin20, LIN-020, priv 70.

    \b
    provenance explain LIN020
    provenance explain PRIV-070
    """
    from provenance.cli.identifiers import find
    from provenance.privacy.disclosure import PrivacyCheck
    from provenance.rules import DOCUMENTED

    if every == bool(code):
        raise click.UsageError("Name one rule or question, or use --all.")
    pages = list(DOCUMENTED) if every else [find(str(code))]
    if form == "json":
        rows = [asdict(page if isinstance(page, PrivacyCheck) else page.info()) for page in pages]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for page in pages:
        if isinstance(page, PrivacyCheck):
            _show_question(page)
        else:
            _show_rule(page.info())


def _show_rule(info: RuleInfo) -> None:
    from provenance.cli import console
    from provenance.cli.identifiers import find_question

    console.show_page(
        f"{info.code} {info.name}",
        f"{info.severity} · {info.family}",
        f"{info.summary}.",
        info.help,
    )
    question = find_question(published_code(info.code))
    if question:
        click.echo(f"The question about personal data is {question.id}.")


def _show_question(question: PrivacyCheck) -> None:
    from provenance.cli.privacy import show_question
    from provenance.rules import find_rule

    show_question(question)
    rule = find_rule(question.id)
    if rule:
        click.echo(f"The rule that reports on it is {rule.code}.")
