"""What a clause of a licence names: a threshold, a region, a law, the words to show."""

from __future__ import annotations

import re

from provenance.licences.clause_patterns import ClausePattern
from provenance.licences.passages import ClausePassage
from provenance.text.lazy import LazyPattern

_AMOUNT = LazyPattern(
    r"(?P<number>\d{1,3}(?:,\d{3})+|\d{1,12}(?:\.\d{1,2})?|[一二两三四五六七八九十](?=[百千]?[万亿億])"
    r"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|fifty)\b"
    r"(?= (?:hundred )?(?:thousand|million|billion)))"
    r"\s?(?P<unit>hundred thousand|hundred million|million|billion|thousand"
    r"|천만|백만|십만|만|억|조|百万|千万|万|亿|億|M\b|B\b|K\b)?",
    re.IGNORECASE,
)
_UNITS = {
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "m": 1_000_000,
    "hundred thousand": 100_000,
    "hundred million": 100_000_000,
    "billion": 1_000_000_000,
    "b": 1_000_000_000,
    "만": 10_000,
    "십만": 100_000,
    "백만": 1_000_000,
    "천만": 10_000_000,
    "억": 100_000_000,
    "조": 1_000_000_000_000,
    "万": 10_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "億": 100_000_000,
}
_NUMERALS = {"两": 2, **{numeral: at for at, numeral in enumerate("一二三四五六七八九十", start=1)}}
_NUMERALS |= {
    **{"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "twenty": 20, "thirty": 30, "fifty": 50},
}
# A number below this is a section or a count of days, not a threshold.
_SMALLEST_THRESHOLD = 1_000
# A number in this range is the year of a date.
_YEARS = range(1990, 2101)
_CURRENCY_BEFORE = LazyPattern(r"(?:[$€£¥￥₩]|USD|EUR|KRW|RMB|US dollars) ?$", re.IGNORECASE)
_CURRENCY_BEHIND = LazyPattern(
    r"\W{0,3}(?:US ?dollars?|U\.S\. dollars?|dollars?|USD|EUR|euros?|RMB|yuan|won\b"
    r"|원|달러|유로|위안|元|美元|人民币|円|ドル)",
    re.IGNORECASE,
)
_NEAR_UNIT = 24
_QUOTED = LazyPattern(r"[“\"‘「『]([^“”\"‘’「」『』]{2,90})[”\"’」』]")
_REGIONS = (
    ("EU", r"european union|\bEU\b|유럽\s?연합|欧盟"),
    ("GB", r"united kingdom|\bUK\b|영국|英国"),
    ("KR", r"south korea|republic of korea|대한민국|韩国|韓国"),
    ("CN", r"\b(?:mainland )?china\b|중국|中国|中华人民共和国"),
    ("US", r"united states|\bUSA?\b|미국|美国|米国"),
)
_COMPILED_REGIONS = tuple((code, LazyPattern(words, re.IGNORECASE)) for code, words in _REGIONS)
_LAW = LazyPattern(
    r"\b(?:laws?|legislation) of (?:the )?(?P<of>(?:[Ss]tate of |Republic of |Commonwealth of "
    r"|People[’'s]+ Republic"
    r" of )?[A-Z][\w.’']+(?: (?:of|and|the|[A-Z][\w.’']+)){0,9})"
    r"|\b(?P<named>English|California|French|Korean|Japanese|Chinese|Singapore|Hong Kong"
    r"|German|New York"
    r"|Delaware|UK|PRC)(?: state)? laws?\b"
    r"|(?P<korean>대한민국|한국|캘리포니아|미국)"
    r"|(?P<eastern>中华人民共和国|香港|新加坡|中国|日本)(?=[^。；]{0,60}(?:法律|法(?:を|に|が|と)?))"
)
# The law of a place that the text does not name.
_LAW_OF_A_SEAT = LazyPattern(
    r"\blaws? of the (?:\w+ or )?(?:jurisdiction|country|state|province|place|courts?)"
    r" (?:in which|where|of)\b(?!.{0,40}\bobtained\b)"
)
_CHINA = "People's Republic of China"
_EASTERN_LAW = {
    "中华人民共和国": _CHINA,
    "中国": _CHINA,
    "香港": "Hong Kong",
    "新加坡": "Singapore",
    "日本": "Japan",
}
# Topics whose clauses quote the words to show.
NAMES_TO_SHOW = frozenset({"display", "name-prefix"})
# Trailing words that would lead to a further place but have no capitalised name after them.
_LEFT_OVER = LazyPattern(r"(?: (?:of|and|the))+$")


def value_of(
    pattern: ClausePattern, passage: ClausePassage, words: str, span: tuple[int, int]
) -> str | None:
    """The value that a clause names; None if it must name one and does not.

    Args:
        pattern: The pattern that matches.
        passage: The passage that contains the clause.
        words: The words that the pattern was matched against.
        span: Start and end of the match in `words`.
    """
    start, end = span
    topic = pattern.topic
    if topic in ("user-limit", "revenue-limit"):
        return _threshold(passage.text, is_money=topic == "revenue-limit")
    if topic == "territory":
        return " ".join(code for code, region in _COMPILED_REGIONS if region.search(passage.text))
    if topic in NAMES_TO_SHOW:
        quoted = _QUOTED.search(words[start:end]) or _QUOTED.search(words, start)
        return quoted[1].strip(" .,") if quoted else ""
    if topic == "law":
        return _law(passage.text)
    if topic == "outputs-training" and pattern.says == "no":
        return _scope(words)
    return ""


def _threshold(words: str, *, is_money: bool) -> str | None:
    """The number above which a clause binds: of money or of users, where it names both."""
    of_this_kind: list[int] = []
    of_any_kind: list[int] = []
    for amount in _AMOUNT.finditer(words):
        number = _amount(amount)
        if number < _SMALLEST_THRESHOLD or number in _YEARS:
            continue
        of_any_kind.append(number)
        if _names_money(words, amount) is is_money:
            of_this_kind.append(number)
    numbers = of_this_kind or of_any_kind
    return str(numbers[0]) if numbers else None


def _amount(amount: re.Match[str]) -> int:
    """The number of an amount such as `1,000`, `ten` or `20 million`."""
    digits = amount["number"].replace(",", "").lower()
    unit = (amount["unit"] or "").lower()
    return round(float(_NUMERALS.get(digits, digits)) * _UNITS.get(unit, 1))


def _names_money(words: str, amount: re.Match[str]) -> bool:
    """Whether a currency stands right before or behind an amount."""
    before = words[: amount.start()]
    behind = words[amount.end() : amount.end() + _NEAR_UNIT]
    is_before = _CURRENCY_BEFORE.search(before) is not None
    return is_before or _CURRENCY_BEHIND.match(behind) is not None


def _law(words: str) -> str | None:
    match = _LAW.search(words)
    if match is None:
        return "" if _LAW_OF_A_SEAT.search(words) else None
    if match["eastern"]:
        return _EASTERN_LAW[match["eastern"]]
    place = match["of"] or match["named"] or match["korean"]
    place = _CHINA if place.upper() == "PRC" else place
    return _LEFT_OVER.sub("", f"{place[0].upper()}{place[1:]}").strip(" .,")


def _scope(words: str) -> str:
    """Which models must not be trained on outputs: `competing`, `foundation` or `other`."""
    lower = words.lower()
    if any(word in lower for word in ("compet", "경쟁", "竞争", "競合")):
        return "competing"
    return "foundation" if "foundation" in lower or "基础模型" in lower else "other"
