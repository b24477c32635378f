"""An examination as one page for a browser or a mailbox: no script, nothing from outside, light and
dark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from provenance._version import __version__
from provenance.conformance import words
from provenance.conformance.against import Comparison
from provenance.conformance.evaluation import ElementAnswer, Found, Status
from provenance.conformance.examination import Examination, ExaminationVerdict
from provenance.cyclonedx.integrity import IntegrityProblem
from provenance.text.printable import printable
from provenance.wording.facts import human_size

# The policy lets the browser load nothing, whatever a text of the document might look like.
_HEAD = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; --line: #d0d4da; --dim: #5b6470; --bad: #b3261e; --part: #8a5a00; --good: #1e6b34; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --line: #3a4048; --dim: #a3abb6; --bad: #ff8a80; --part: #f0bd5a; --good: #7fd197; }}
}}
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
h1 {{ font-size: 1.5rem; margin-bottom: 0; overflow-wrap: anywhere; }}
h2 {{ font-size: 1.15rem; margin: 2rem 0 .25rem; }}
p {{ margin: .25rem 0; }} .dim, caption {{ color: var(--dim); }}
table {{ border-collapse: collapse; width: 100%; margin: .5rem 0; }} caption {{ text-align: left; font-weight: 600; }}
th, td {{ border-top: 1px solid var(--line); padding: .3rem .6rem .3rem 0; text-align: left; vertical-align: top; }}
th {{ font-weight: 600; }} td:first-child {{ white-space: nowrap; width: 7rem; }}
code, q {{ font-size: .85em; overflow-wrap: anywhere; }} code {{ color: var(--dim); }}
.wrong {{ color: var(--bad); font-weight: 600; }} .partial, .placeholder {{ color: var(--part); font-weight: 600; }}
.present {{ color: var(--good); }} .missing {{ font-weight: 600; }}
</style>
</head>
<body>
"""  # noqa: E501


def render(examination: Examination, **_: object) -> bytes:
    """Write an examination as HTML; every text of the document is escaped, and what could steer a
    page is shown.

    Returns:
        UTF-8, one file that needs no other.
    """
    return "".join(f"{line}\n" for line in _page(examination)).encode()


def _page(examination: Examination) -> Iterator[str]:
    document = examination.document
    title = f"Bill of materials check: {document.name}"
    yield _HEAD.format(title=_text(title)).rstrip()
    yield f"<h1>{_text(document.name)}</h1>"
    about = [
        words.subject(examination),
        *words.contents(examination),
        words.form(document),
        human_size(document.size),
    ]
    yield f"<p>{_text(' · '.join(part for part in about if part))}</p>"
    yield f"<p class='dim'>SHA-256 <code>{document.sha256}</code></p>"
    for note in examination.notes:
        yield f"<p>{_text(note)}</p>"
    yield from _problems(examination)
    for verdict in examination.verdicts:
        yield from _verdict(verdict)
    if examination.comparison:
        yield from _comparison(examination.comparison)
    yield (
        f"<p class='dim'>provenance {__version__} · what the document says was read; whether it is"
        " true was not.</p>"
    )
    yield "</body>\n</html>"


def _problems(examination: Examination) -> Iterator[str]:
    yield "<h2>Form</h2>"
    if not examination.problems:
        yield "<p>Nothing wrong was found.</p>"
    line = examination.document.line
    for caption, found in (
        ("Wrong", examination.problems),
        ("Placeholders", examination.placeholders),
    ):
        if found:
            css = "wrong" if caption == "Wrong" else "placeholder"
            yield from _table(
                caption, ((css, _code(one), _told(one, line(one.pointer))) for one in found)
            )


def _code(problem: IntegrityProblem) -> str:
    return _text(problem.code)


def _told(problem: IntegrityProblem, line: int | None) -> str:
    return f"{_text(problem.message)}<br>{_place(problem.pointer, line)}"


def _verdict(verdict: ExaminationVerdict) -> Iterator[str]:
    told = verdict.framework
    yield f"<h2>{_text(told.title)}</h2>"
    yield f"<p>{_text(words.counts(verdict))}</p>"
    source = f"{told.publisher}, {told.date} ({told.source.force}): {told.url}"
    yield f"<p class='dim'>{_text(source)}. {_text(told.note)}</p>"
    read = told.source.reading.capitalize()
    yield f"<p class='dim'>{_text(read)}. {_text(told.source.note)}</p>"
    for key, title in told.clusters.items():
        answers = [answer for answer in verdict.answers if answer.element.cluster == key]
        rows = ((a.status.value, _text(words.LABELS[a.status]), _answer(a)) for a in answers)
        yield from _table(title, rows)


def _answer(answer: ElementAnswer) -> str:
    element = answer.element
    some = f" ({answer.having} of {answer.asked})" if answer.asked > 1 else ""
    lines = [f"<b>{_text(f'{element.id} {element.name}')}</b>{some}"]
    lines += [_text(answer.reason)] if answer.reason else []
    lines += [_value(found) for found in answer.found]
    if answer.status is not Status.PRESENT and answer.having and answer.lacking:
        lines.append(
            "not at"
            f" {', '.join(f'{_text(one.name)} {_place(one.pointer, None)}' for one in answer.lacking)}"  # noqa: E501
        )
    return "<br>".join(lines)


def _value(found: Found) -> str:
    note = f"{_text(found.note)}: " if found.note else ""
    return f"{note}<q>{_text(found.quote)}</q> {_place(found.pointer, found.line)}"


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield f"<h2>Against {_text(comparison.ref)}</h2>"
    yield f"<p>{_text(words.compared(comparison))} · <code>{_text(comparison.purl)}</code></p>"
    rows = []
    for difference in comparison.differences:
        here, there = words.differs(difference)
        place = _place(difference.pointer, difference.line)
        told = f"{_text(here)} {place}<br>{_text(there)} <code>{_text(difference.place)}</code>"
        rows.append(("wrong", _text(difference.what), told))
    yield from _table("Differences", rows) if rows else ()
    yield from (
        _table("Not read", (("", "", _text(gap)) for gap in comparison.not_read))
        if comparison.not_read
        else ()
    )


def _table(caption: str, rows: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """A table of a word with its class, and markup."""
    yield f"<table><caption>{_text(caption)}</caption>"
    yield from (
        f"<tr><td class='{css}'>{word}</td><td>{markup}</td></tr>" for css, word, markup in rows
    )
    yield "</table>"


def _place(pointer: str, line: int | None) -> str:
    return f"<code>{_text(f'line {line} {pointer}' if line else pointer or '/')}</code>"


def _text(text: str) -> str:
    return escape(printable(text), quote=True)
