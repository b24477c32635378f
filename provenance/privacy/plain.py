"""Read side files such as PRIVACY.md line by line: headings, table rows, list items, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from provenance.model.artifact import SourceText
from provenance.privacy.croissant import is_croissant_file
from provenance.privacy.reading import MOST_PASSAGES, Passage, clean, heading_role, is_header

_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*$")
_RULE = re.compile(r"[\s|:\-=_*]*")
_UNDERLINE = re.compile(r"[\s|:]*-[\s|:\-]*")
_BULLET = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+")
# A link ends before the next opening bracket, so that a text full of brackets costs only one pass.
_MARKS = re.compile(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}|!?\[([^\[\]]*+)\]\([^()\[]*+\)")
_PRIVACY_FILE = re.compile(
    r"(?:.*[-_.])?(?:privacy|개인정보)(?:[-_.].*)?\.(?:md|txt|rst)", re.IGNORECASE
)
_USE_FILE = re.compile(
    r"(?:.*[-_.])?(?:acceptable[-_.]?)?use?(?:age)?[-_.]?policy(?:[-_.].*)?(?:\.(?:md|txt))?",
    re.IGNORECASE,
)
_DEEPEST = 2
_LICENCE_FILE = re.compile(r"(?:licen[cs]e|copying|notice|terms)[^/]*", re.IGNORECASE)


def is_privacy_file(path: str) -> bool:
    """Whether a file's name indicates people's data, in the root or one folder below it.

    `PRIVACY.md`, `privacy_subcard.md`, and Croissant metadata, because of its `rai:` properties.
    Use policies and licences are read with the licences; they answer only for the limits of use.
    """
    pure = PurePosixPath(path)
    named = bool(_PRIVACY_FILE.fullmatch(pure.name)) or is_croissant_file(path)
    return named and len(pure.parts) <= _DEEPEST


def file_role(path: str) -> str | None:
    """The role of a side file: `privacy`, `use`, `licence`; None if it is not read for privacy."""
    name = PurePosixPath(path).name
    for role, names in (("privacy", _PRIVACY_FILE), ("use", _USE_FILE), ("licence", _LICENCE_FILE)):
        if names.fullmatch(name):
            return role
    return None


def read_plain(document: SourceText, role: str) -> list[Passage]:
    """The statements of a side file, all under `role` unless a heading in it says otherwise."""
    passages: list[Passage] = []
    written = [*document.lines(), ""]
    for start, end, lines, heading in _blocks(written[:-1]):
        document.check_time()
        if len(passages) >= MOST_PASSAGES:
            break
        text = _MARKS.sub(lambda mark: mark.group(1) or "", " ".join(lines))
        under = (heading_role(heading) or role) if role == "privacy" else role
        if text.lstrip().startswith("|"):
            cells = tuple(cell.strip() for cell in text.strip().strip("|").split("|"))
            if not (_UNDERLINE.fullmatch(written[end]) and is_header(cells)):
                passages.append(
                    Passage(
                        text=clean(": ".join(filter(None, cells))),
                        document=document,
                        start=start,
                        end=end,
                        role=under,
                        heading=heading,
                        cells=cells,
                    )
                )
        else:
            passages.append(
                Passage(
                    text=clean(_without_bullet(text)),
                    document=document,
                    start=start,
                    end=end,
                    role=under,
                    heading=heading,
                )
            )
    return passages


def _without_bullet(text: str) -> str:
    bullet = _BULLET.match(text)
    return text[bullet.end() :] if bullet else text


def _blocks(lines: list[str]) -> Iterator[tuple[int, int, list[str], str]]:
    """Runs of consecutive lines that belong together: first line, last line, text, heading."""
    heading, run, fenced = "", list[str](), False
    for number, line in enumerate([*lines, ""], start=1):
        titled = _HEADING.fullmatch(line)
        fence = line.lstrip().startswith(("```", "~~~"))
        alone = line.lstrip().startswith("|") or bool(_BULLET.match(line))
        if run and (titled or fence or alone or fenced or not line.strip()):
            yield number - len(run), number - 1, run, heading
            run = []
        if fence:
            fenced = not fenced
        elif titled:
            heading = titled.group(1)
        elif not fenced and line.strip() and not _RULE.fullmatch(line):
            run.append(line)
            if line.lstrip().startswith("|"):
                yield number, number, run, heading
                run = []
