"""Write an examination as an e-mail to the document's author: what is wrong and missing, without
internal details."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from pathlib import PurePath

from provenance.conformance import labels
from provenance.conformance.evaluation import Status
from provenance.conformance.examination import Examination, ExaminationVerdict
from provenance.messages import message
from provenance.text.printable import printable

WIDTH = 72  # so that a reply can quote it within 80 columns (RFC 3676, section 4.2)
MOST_PROBLEMS = 10
_LACKING = (Status.MISSING, Status.PARTIAL, Status.PLACEHOLDER)


def render(examination: Examination, **_: object) -> bytes:
    """Write the e-mail: a subject line, what was checked, what is wrong, what to add.

    Returns:
        UTF-8 text, wrapped at 72 columns, ending in a line break.
    """
    name = PurePath(examination.document.name).name
    lines = [message("check.mail-subject", name=name), ""]
    lines += _wrapped(
        message("check.mail-intro", name=name, form=labels.form(examination.document))
    )
    lines += _problems(examination)
    for verdict in examination.verdicts:
        lines += _lacking(verdict)
    lines += ["", message("check.mail-closing")]
    return ("\n".join(printable(line) for line in lines) + "\n").encode()


def _problems(examination: Examination) -> Iterator[str]:
    problems = examination.problems
    if not problems:
        return
    yield ""
    yield message("check.mail-wrong", count=len(problems))
    for problem in problems[:MOST_PROBLEMS]:
        yield from _item(f"{problem.message} ({problem.pointer})")
    if len(problems) > MOST_PROBLEMS:
        yield from _item(message("check.mail-more", count=len(problems) - MOST_PROBLEMS))


def _lacking(verdict: ExaminationVerdict) -> Iterator[str]:
    """The elements of a framework that are missing or only partly stated."""
    lacking = [answer for answer in verdict.answers if answer.status in _LACKING]
    if not lacking:
        return
    yield ""
    yield from _wrapped(
        message(
            "check.mail-missing",
            framework=verdict.framework.title,
            count=len(lacking),
            total=len(verdict.answers),
        )
    )
    for answer in lacking:
        extent = ""
        if answer.total > 1 and answer.having:
            some = message("check.some", having=answer.having, asked=answer.total)
            extent = f": {some}"
        yield from _item(f"{answer.element.name} ({answer.element.id}){extent}")


def _item(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="- ", subsequent_indent="  ")


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH)
