"""Licence names in running text, English and Korean: only unambiguous ones."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from provenance.licences.catalogue import catalogue, lookup
from provenance.text.lazy import LazyPattern

# Hangul counts as a word character for `\b`, and Korean particles follow a name without a blank
# ("MIT 라이선스로"), so names end where Latin letters and digits end.
_START = r"(?<![A-Za-z0-9])"
_END = r"(?![A-Za-z0-9]|\.\d)"
_LICENCE = r"(?:licen[cs]e|라이[선센]스)"
_OPEN = ("family", "unresolved")
_LONGEST = 2_400
# How far a bare `MIT` may be from another licence of the same enumeration, and what may be between
# the two.
_NEAR = 45
_BETWEEN = LazyPattern(
    r"[\s,/()&|]*(?:(?:and|or|also|either|both|at your option|at your choice|under|the|licen[cs]es?"
    r"|및|또는|혹은|과|와|이?나)[\s,/()&|]*)*"
)

_CC = LazyPattern(
    _START
    + r"(?:cc|creative commons|크리에이티브 커먼[즈스]|知识共享|創用 ?cc|クリエイティブ・コモンズ)"
    r"[- ,:(（]{0,3}(?:licen[cs]e[- ,]{1,2})?"
    r"(?P<parts>(?:by|attribution|저작자 ?표시|署名|表示|姓名標示)"
    r"(?:[- _–—]{1,3}(?:nc|nd|sa|non[- ]?commercial|no[- ]?deriv(?:ative|ative works|)s?"
    r"|share[- ]?alike|비영리|변경 ?금지|동일 ?조건 ?변경 ?허락|非商[业業](?:性(?:使用)?)?|非営利"
    r"|禁止演绎|禁止改作|改変禁止|相同方式(?:共享|分享)|継承)(?![a-z])){0,2})"
    r"(?:[- ,]{0,3}(?:international|public|licen[cs]e|라이[선센]스|version|버전)){0,3}"
    r"(?:[- ,]{0,3}v?(?P<version>[1-4]\.[05]|4)(?![\d.]*\d))?"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
_CC_PARTS = (
    ("nc", LazyPattern(r"\bnc\b|commercial|비영리|非商|非営利", re.IGNORECASE)),
    ("nd", LazyPattern(r"\bnd\b|deriv|변경 ?금지|禁止演绎|禁止改作|改変禁止", re.IGNORECASE)),
    ("sa", LazyPattern(r"\bsa\b|alike|동일|相同方式|継承", re.IGNORECASE)),
)
# `CC BY 2.5 South Africa`: a licence ported to one country has its own text.
_PORTED = LazyPattern(
    r"\s+(?!Licen|International|Unported|Generic|Deed|Public|Universal|Intl|By\b)[A-Z][A-Za-z]"
)
_GPL = LazyPattern(
    _START + r"(?:(?:gnu[- ])?(?P<short>[al]?gpl)"
    r"|gnu[- ](?:(?P<kind>affero|lesser)[- ])?general public licen[cs]e)"
    r"[- ,(]{0,3}(?:v|version|버전)?[-. ]?(?P<version>[123](?:\.[01])?)(?![\d.]*\d)"
    r"(?P<later>\+"
    r"|[- ,]{1,3}(?:and|or)[- ](?:any[- ])?(?:later|newer|higher|above)"
    r"|[- ,]{1,3}or,? \(?at your (?:option|choice)\)?,? any later"
    r"| ?(?:또는|혹은|및) ?(?:그 ?)?(?:이후|이상|상위|최신)| ?이[상후])?"
    r"(?![A-Za-z])",
    re.IGNORECASE,
)
_LLAMA = LazyPattern(
    _START
    + r"(?:meta[- ])?(?:llama|라마)[- ]?(?P<version>2|3|3\.1|3\.2|3\.3|4)[- ]"
    + rf"(?:(?:community|커뮤니티)[- ])?{_LICENCE}",
    re.IGNORECASE,
)
_SAME_AS = LazyPattern(
    r"\bsame licen[cs]e as ([\w.+-]+(?: [\w.+-]+){0,3}?)(?= applies| does|[,;:(]|\.?$)",
    re.IGNORECASE,
)
_BARE_MIT = LazyPattern(rf"{_START}MIT{_END}")
_UNDER_MIT = LazyPattern(
    r"\bunder (?:the )?MIT(?=[.,;)]|\s*$)"
    r"|\b[Ll]icen[cs]e (?:is|applied is) (?:the )?MIT(?=[.,;)]|\s*$)"
    rf"|라이[선센]스[는은가이]?:?\s(?:모두\s)?MIT(?=\s?(?:입니다|이며|이고|이다|임\b|[.,)]|\s*$))"
    rf"|{_START}MIT(?=(?:를|을)? (?:따[르릅라른]|적용)|로 (?:배포|공개|제공)|\s?하에)"
)


# `bsd-3-clause-clear` is not the licence whose name it starts with; `MIT-licensed` is.
_SUFFIX = LazyPattern(r"(?:-[A-Za-z][A-Za-z0-9.]{0,30}){1,4}")
_LICENSED = LazyPattern(r"-licen[cs]ed", re.IGNORECASE)


def _name(pattern: str) -> LazyPattern:
    return LazyPattern(_START + pattern + _END, re.IGNORECASE)


def _kogl(number: int) -> LazyPattern:
    """The Korea Open Government License of one type, as Korean and English texts spell it."""
    return LazyPattern(
        r"(?:(?<![A-Za-z])KOGL|Korea Open Government Licen[cs]e|공공누리)[ ,('’”\"-]{0,3}"
        r"(?:\(?KOGL\)?[ ,-]{0,2})?(?:(?:공공저작물 ?)?자유 ?이용 ?허락[ ,-]{0,2}(?:표시)?)?"
        rf"(?:[제第] ?|type[- ]?)?{number}(?!\d)(?: ?유형)?",
        re.IGNORECASE,
    )


_NAMES: tuple[tuple[LazyPattern, str], ...] = (
    (
        _name(
            r"(?<!solar-)(?<!solar )(?:apache|아파치)(?: software)?"
            rf"(?:[- ]?{_LICENCE})?[- ,]{{0,3}}(?:version|버전|v)?[-. ]?2(?:\.0)?"
        ),
        "apache-2.0",
    ),
    (_name(rf"(?<!modified )(?<!modified-)MIT[- ]?(?:{_LICENCE}|허가서)"), "mit"),
    (_name(r"(?:cc0(?:[- ]1\.0)?|creative commons zero)"), "cc0-1.0"),
    (_name(r"(?:bsd[- ]3[- ]clause(?! clear)|3[- ]clause bsd)"), "bsd-3-clause"),
    (_name(r"(?:bsd[- ]2[- ]clause|2[- ]clause bsd)"), "bsd-2-clause"),
    (_name(rf"(?:mpl|mozilla public {_LICENCE})[- ,]{{0,2}}v?(?:version )?2\.0"), "mpl-2.0"),
    (_name(r"(?:odbl|open database licen[cs]e)"), "odbl"),
    (_name(r"(?:odc[- ]by|open data commons attribution)"), "odc-by"),
    (_kogl(1), "kogl-type-1"),
    (_kogl(2), "kogl-type-2"),
    (_kogl(3), "kogl-type-3"),
    (_kogl(4), "kogl-type-4"),
    (
        _name(rf"gemma (?:terms of use|이용 ?약관|{_LICENCE})|licen[cs]e of the gemma models?"),
        "gemma",
    ),
    (_name(r"openmdw(?:[- ]licen[cs]e(?: agreement)?)?(?:, version)?[- ]1\.0"), "openmdw-1.0"),
    (_name(r"openmdw(?:[- ]licen[cs]e(?: agreement)?)?(?:, version)?[- ]1\.1"), "openmdw-1.1"),
    (_name(r"creativeml open ?rail[- ]?m"), "creativeml-openrail-m"),
    (_name(r"bigcode open ?rail[- ]?m"), "bigcode-openrail-m"),
    (_name(r"bigscience rail licen[cs]e v?1\.0"), "bigscience-bloom-rail-1.0"),
    (_name(r"exaone ai model licen[cs]e agreement 1\.1 ?- ?nc"), "exaone-1.1-nc"),
    (_name(r"exaone ai model licen[cs]e agreement 1\.2 ?- ?nc"), "exaone-1.2-nc"),
    (_name(r"stability ai community licen[cs]e"), "stability-ai-community-2024"),
    (_name(r"mistral (?:ai )?research licen[cs]e"), "mistral-mrl-0.1"),
)


@dataclass(frozen=True, slots=True)
class Name:
    """A licence named in a text.

    Attributes:
        licence: Key into the licence catalogue.
        start: Offset of its first character.
        end: Offset after its last character.
    """

    licence: str
    start: int
    end: int


@lru_cache(maxsize=8192)  # each reader asks about every sentence of a card, one after another
def licence_names(text: str) -> tuple[Name, ...]:
    """The licences that a text names unambiguously, in text order.

    Args:
        text: A sentence or a short paragraph; at most 2,400 characters are read.

    Returns:
        Each name once per place. Of two overlapping names the longer one counts, so that `LGPL 3.0`
        is not also `GPL 3.0`.
    """
    text = text[:_LONGEST]
    names = [name for read in _READERS for name in read(text)]
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start - name.end, name.start, name.licence)):
        if all(name.end <= other.start or other.end <= name.start for other in kept):
            kept.append(name)
    kept += _bare_mit(text, kept)
    return tuple(sorted(kept, key=lambda name: name.start))


def named_licences(text: str) -> tuple[str, ...]:
    """Catalogue keys of the licences that `text` names unambiguously, sorted.

    Args:
        text: A sentence or a short paragraph.
    """
    return tuple(sorted({name.licence for name in licence_names(text)}))


def _fixed(text: str) -> Iterator[Name]:
    for pattern, key in _NAMES:
        for match in pattern.finditer(text):
            more = _SUFFIX.match(text, match.end())
            if more is None or _LICENSED.fullmatch(more[0]):
                yield Name(key, match.start(), match.end())
                continue
            entry = lookup(text[match.start() : more.end()])
            if entry:
                yield Name(entry.id, match.start(), more.end())


def _creative_commons(text: str) -> Iterator[Name]:
    for match in _CC.finditer(text):
        version = match["version"]
        if version and _PORTED.match(text, match.end()):
            continue
        codes = "".join(f"-{code}" for code, pattern in _CC_PARTS if pattern.search(match["parts"]))
        number = {"4": "4.0", None: ""}.get(version, version)
        entry = lookup(f"cc-by{codes}-{number}".rstrip("-"))
        if entry:
            yield Name(entry.id, match.start(), match.end())


def _gnu(text: str) -> Iterator[Name]:
    for match in _GPL.finditer(text):
        kind = (match["kind"] or "").lower()
        short = match["short"] or {"affero": "agpl", "lesser": "lgpl"}.get(kind, "gpl")
        number = match["version"] if "." in match["version"] else f"{match['version']}.0"
        later = "-or-later" if match["later"] else ""
        entry = lookup(f"{short.lower()}-{number}{later}")
        if entry:
            yield Name(entry.id, match.start(), match.end())


def _llama(text: str) -> Iterator[Name]:
    for match in _LLAMA.finditer(text):
        yield Name(f"llama{match['version']}", match.start(), match.end())


def _same_as(text: str) -> Iterator[Name]:
    """A licence named by comparison: `same license as ...`."""
    for match in _SAME_AS.finditer(text):
        entry = lookup(match[1])
        if entry and entry.category not in _OPEN:
            yield Name(entry.id, match.start(1), match.end(1))


def _full_names(text: str) -> Iterator[Name]:
    pattern, keys = _vendors()
    for match in pattern.finditer(text):
        yield Name(keys[match[0].lower()], match.start(), match.end())


@cache
def _vendors() -> tuple[LazyPattern, dict[str, str]]:
    """Full names of vendors' licences, which are specific enough to be unambiguous."""
    keys = {
        entry.name.lower(): entry.id
        for entry in catalogue().values()
        if entry.spdx is None
        and entry.category not in (*_OPEN, "use-policy")
        and re.search(r"licen[cs]e|terms", entry.name, re.IGNORECASE)
    }
    longest_first = sorted(keys, key=len, reverse=True)
    names = "|".join(map(re.escape, longest_first))
    return LazyPattern(f"{_START}(?:{names}){_END}", re.IGNORECASE), keys


def _bare_mit(text: str, others: list[Name]) -> Iterator[Name]:
    """`MIT` alone is a university, unless something is under it or another licence is near."""
    granted = {match.end() for match in _UNDER_MIT.finditer(text)}
    for match in _BARE_MIT.finditer(text):
        start, end = match.span()
        is_inside = any(other.start < end and start < other.end for other in others)
        if is_inside:
            continue
        if end in granted or any(_joined(text, start, end, other) for other in others):
            yield Name("mit", start, end)


def _joined(text: str, start: int, end: int, other: Name) -> bool:
    """Whether only a conjunction is between a place and another name."""
    between = text[end : other.start] if end <= other.start else text[other.end : start]
    return len(between) <= _NEAR and bool(_BETWEEN.fullmatch(between.lower()))


_READERS: tuple[Callable[[str], Iterator[Name]], ...] = (
    _fixed,
    _creative_commons,
    _gnu,
    _llama,
    _same_as,
    _full_names,
)
