"""Alternative spellings of a licence identifier, each of them unambiguous."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Licences commonly named by a short name and a version, so that `gplv3` can be split.
_SHORT = r"(?:apache|[al]?gpl|gfdl|mpl|epl|eupl|afl|osl|cc0|cc-by(?:-nc)?(?:-sa|-nd)?)"
# `apache20`, `gpl21`: a version without its dot.
_WITHOUT_DOT = re.compile(rf"({_SHORT})-([1-4])([015])(?=$|\+|-or-later|-only)")
_LLAMA = re.compile(r"(?:meta-)?llama-?([234])(?:[.-]([123]))?(?:-community)?(?:-agreement)?")
# The official names of Creative Commons licences; without a version they name no text.
_CC_NAME = re.compile(
    r"(?:(?:creative-commons|cc)-)?attribution(?P<nc>-non-?commercial)?"
    r"(?P<last>-share-?alike|-no-?deriv(?:ative|ative-works|atives|s)?)?(?:-\(cc-by[a-z-]*\))?"
    r"-(?P<version>[1-4]\.[05])(?:-international|-unported|-generic)?(?:-public)?"
)
# `CC BY-NC 4.0 (저작자표시-비영리)`: the Korean name of the same conditions.
_KOREAN_GLOSS = re.compile(
    r"-?\(저작자-?표시(?:-(?:비영리|변경-?금지|동일-?조건-?변경-?허락)){0,2}(?:-\d\.\d)?(?:-국제)?\)$"
)
_GLUED = re.compile(rf"({_SHORT})(\d)")
_CC = re.compile(r"^(?:creative-commons|cc)-?by")
_CC_ENDING = re.compile(r"-(?:international|intl|unported|generic|deed)$")
_WORD = re.compile(r"(?:^the-|-licen[cs]e(?:d)?(?=-|$)|-software(?=-|$))")
_VERSION = re.compile(r"-(?:version-?|ver-?|v-?\.?)(?=\d)")
_WHOLE_NUMBER = re.compile(rf"({_SHORT})-(\d)(?=$|\+|-or-later|-only)")
_CLAUSES = re.compile(r"^(?:bsd-?([23])(?:-clauses?)?|([23])-clauses?-bsd)$")
# `KOGL Type 2`, `공공누리 제2유형(출처표시+상업적이용금지)`.
_KOGL = re.compile(
    r"(?:kogl|공공누리|korea-open-government-licen[cs]e)-?(?:\(kogl\)-?)?(?:제|type|-)*([1-4])"
    r"(?:-?유형)?(?:-?\([^()]{1,60}\))?"
)
# The official names of the GNU licences, also without the word GNU.
_GNU_NAME = re.compile(
    r"(?:gnu-)?(?:(?P<kind>affero|lesser|library)-)?general-public-(?P<version>[123](?:\.[01])?)"
    r"(?P<later>\+|-(?:or|and)-(?:any-)?later(?:-version)?)?"
)
_GNU_KINDS = {"affero": "agpl", "lesser": "lgpl", "library": "lgpl"}
_OTHERS = {
    "asl-2": "apache-2.0",
    "asl-2.0": "apache-2.0",
    "asl2.0": "apache-2.0",
    "expat": "mit",
    "bsd-3-clause-new-or-revised": "bsd-3-clause",
    "bsd-2-clause-simplified": "bsd-2-clause",
    "bsd-4-clause-original-or-old": "bsd-4-clause",
    "openrail++-m": "openrail++",
    "open-rail++-m": "openrail++",
    "creativeml-openrail++-m": "openrail++",
    "creativeml-open-rail++-m": "openrail++",
    "new-bsd": "bsd-3-clause",
    "bsd-new": "bsd-3-clause",
    "modified-bsd": "bsd-3-clause",
    "revised-bsd": "bsd-3-clause",
    "simplified-bsd": "bsd-2-clause",
    "bsd-simplified": "bsd-2-clause",
}


def spellings(name: str) -> Iterator[str]:
    """The identifiers that a name may be an alternative spelling of.

    Args:
        name: A name in lower case with hyphens for blanks: `the-mit-license`, `apache-v2`.

    Yields:
        Candidates for the catalogue, closest first. A word is left out, or a version completed,
        only if the result does not name another licence.
    """
    name = _KOREAN_GLOSS.sub("", name)
    yield name
    korean = _KOGL.fullmatch(name)
    if korean:
        yield f"kogl-type-{korean[1]}"
    plain = _WORD.sub("", name.replace(",", "").strip("-"))
    yield plain
    plain = _VERSION.sub("-", plain)
    plain = _CC_ENDING.sub("", _CC.sub("cc-by", plain))
    yield plain
    named = _CC_NAME.fullmatch(plain.strip("-"))
    if named:
        yield _cc(named)
    gnu = _GNU_NAME.fullmatch(plain.strip("-"))
    if gnu:
        yield from _gnu(gnu)
    llama = _LLAMA.fullmatch(plain.strip("-"))
    if llama:
        yield f"llama{llama[1]}.{llama[2]}" if llama[2] else f"llama{llama[1]}"
    plain = _GLUED.sub(r"\1-\2", plain).replace("-v-", "-")
    plain = re.sub(rf"({_SHORT})v(?=\d)", r"\1-", plain)
    yield plain
    yield _WITHOUT_DOT.sub(r"\1-\2.\3", plain)
    yield _WHOLE_NUMBER.sub(r"\1-\2.0", plain)
    clauses = _CLAUSES.match(plain)
    if clauses:
        yield f"bsd-{clauses[1] or clauses[2]}-clause"
    if plain in _OTHERS:
        yield _OTHERS[plain]


def _gnu(named: re.Match[str]) -> Iterator[str]:
    """The identifiers of a GNU licence by its official name."""
    short = _GNU_KINDS.get(named["kind"] or "", "gpl")
    version = named["version"] if "." in named["version"] else f"{named['version']}.0"
    if named["later"]:
        yield f"{short}-{version}-or-later"
        return
    yield f"{short}-{version}"
    yield f"{short}-{version}-only"


def _cc(named: re.Match[str]) -> str:
    """The identifier of a Creative Commons licence by its official name."""
    non_commercial = "-nc" if named["nc"] else ""
    last = (named["last"] or "")[:2]
    condition = {"-s": "-sa", "-n": "-nd"}.get(last, "")
    return f"cc-by{non_commercial}{condition}-{named['version']}"
