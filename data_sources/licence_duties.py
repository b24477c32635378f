"""The duties that follow from the claims of the terms research, each with its clause."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from data_sources.licence_standard import POLICY_FAMILY, STANDARD

Duty = dict[str, str]
_SECTION = re.compile(r"\bs ?((?:\d|[IVX]+\b)[\w.()\-]*)|\bpara (\d+)|\b(Exhibit A|Attachment A)\b")
_POLICY = re.compile(r"[\w./]*(USE_POLICY\.md)")
_SIMPLE = {
    "notice_file": "notice-file",
    "research_only": "research-only",
    "derivatives": "no-derivatives",
    "content_filter_required": "content-filter",
    "ai_disclosure_required": "ai-disclosure",
    "outputs_restricted": "outputs-restricted",
    "competitor_restriction": "competitor-limit",
    "network_trigger": "network-source",
    "indemnity": "indemnity",
    "guardrail_bypass_termination": "keep-guardrails",
}


def clause(source: str) -> str:
    """The sections that a source names, as `1.b.i, 2`; `USE_POLICY.md` where a policy file is named
    instead."""
    # A source starts with where the text is (`owner/repo@commit:path`), whose digits are no
    # section.
    source = (
        re.sub(r"^\S+[@/:]\S*(?: [A-Z]+\b)*", "", source)
        if "/" in source.split(" ", maxsplit=1)[0]
        else source
    )
    matches = [
        next(group for group in match.groups() if group) for match in _SECTION.finditer(source)
    ]
    parts = (
        part.rstrip(".") if part.count("(") == part.count(")") else part.rstrip(".)")
        for part in matches
    )
    return ", ".join(dict.fromkeys(parts))


def where(source: str) -> str:
    """The sections that a source names, or the policy file where it names one instead."""
    policy = _POLICY.search(source)
    return clause(source) or (policy.group(1) if policy else "")


def standard_duties(key: str) -> list[Duty]:
    """The duties of a standard licence."""
    return duties_of(STANDARD[key])


def duties_of(rows: list[tuple[str, str, str]]) -> list[Duty]:
    """The duties that rows of word, clause and scope stand for, sorted by word."""
    return sorted(
        (_duty(name, place, scope) for name, place, scope in rows),
        key=lambda duty: (duty["id"], duty["scope"]),
    )


# What every licence of a category asks, by the meaning of the category. Copyleft is left out: some
# licences that LicenseDB sorts there bind single files only.
_IMPLIED = {
    "non-commercial": "non-commercial",
    "responsible-use": "use-restrictions",
}
_AS_STRICT = {"non-commercial": ("research-only",)}


def with_implied(key: str, category: str, known: list[Duty]) -> list[Duty]:
    """The known duties of a licence whose terms were not wholly read, and the one that its category
    stands for where it is not among them."""
    word = _IMPLIED.get(category)
    words = {duty["id"] for duty in known}
    if word is None or words & {word, *_AS_STRICT.get(word, ())}:
        return known
    scope = key if word == "use-restrictions" else ""
    return sorted([*known, _duty(word, "", scope)], key=lambda duty: (duty["id"], duty["scope"]))


def made_duty(name: str, place: str, scope: str = "") -> Duty:
    """A duty by its word, with its clause and what it names."""
    return _duty(name, place, scope)


def _duty(name: str, place: str, scope: str = "", above: str = "") -> Duty:
    duty = {"id": name, "clause": place, "scope": scope}
    return {**duty, "above": above} if above else duty


def duties(key: str, category: str, claims: Mapping[str, Any]) -> list[Duty]:
    """The duties that the claims about one licence amount to, sorted, one per word and scope."""
    duties_by_key: dict[tuple[str, str], Duty] = {}
    if key.endswith("-modified-mit"):
        duties_by_key["keep-notices", ""] = _duty("keep-notices", "")
    for name, claim in claims.items():
        if isinstance(claim, dict) and claim.get("value") not in (None, False, []):
            for duty in _from_claim(key, category, name, claim):
                duties_by_key.setdefault((duty["id"], duty["scope"]), duty)
    return [duties_by_key[pair] for pair in sorted(duties_by_key)]


def _from_claim(key: str, category: str, name: str, claim: Mapping[str, Any]) -> Iterator[Duty]:
    value, place = claim["value"], where(str(claim.get("source") or ""))
    statement = str(value)
    if name in _SIMPLE:
        yield _duty(_SIMPLE[name], place, key if name == "notice_file" else "")
    elif name == "commercial":
        yield from _commercial(statement, place)
    elif name == "threshold":
        yield _limit(value, place)
    elif name == "territory":
        yield _territory(value, place)
    elif name == "attribution":
        yield from _display(statement, place)
    elif name.startswith(("name_prefix", "attribution_of")):
        yield _of_models(name, statement, place)
    elif name in ("aup", "field_restrictions"):
        yield _duty("use-restrictions", place, POLICY_FAMILY.get(key, key))
    elif name == "pass_through":
        standard = category in ("permissive", "copyleft", "no-derivatives")
        yield _duty("keep-notices", place) if standard else _duty("pass-terms", place, key)
    elif name == "outputs_train_other_models" and statement.startswith("forbidden"):
        yield _duty("outputs-training", place)
    elif name == "share_alike" and not statement.startswith("use restrictions"):
        yield _duty("share-alike", place, key)
    elif name == "output_ownership" and "owns" in statement:
        yield _duty("outputs-owned", place)


def _of_models(name: str, statement: str, place: str) -> Duty:
    if name == "attribution_of_models":
        return _duty("display-models", place, statement)
    words = re.sub(r" \(.*", "", statement)
    if name == "name_prefix":
        return _duty("name-prefix", place, words)
    return _duty("name-prefix-outputs", place, words)


def _commercial(statement: str, place: str) -> Iterator[Duty]:
    if re.match(r"no\b(?!t)", statement):
        yield _duty("non-commercial", place)
    elif "Competitor" in statement:
        yield _duty("competitor-limit", place)
    elif "third parties" in statement:
        yield _duty("commercial-distribution", place)
    elif "registration" in statement:
        yield _duty("registration", place)
    elif "Computational Use" in statement:
        yield _duty("computational-use", place)


def _limit(value: Mapping[str, Any], place: str) -> Duty:
    word = "user-limit" if value["metric"] == "mau" else "revenue-limit"
    return _duty(word, place, str(int(value["max"])))


def _territory(value: Any, place: str) -> Duty:
    if isinstance(value, dict):
        regions = sorted(value["excluded"])
        return _duty("territory", place, " ".join(regions))
    return _duty("territory-multimodal", place, "EU")


def _display(statement: str, place: str) -> Iterator[Duty]:
    if "ENCOURAGED" in statement:
        return
    quoted = re.search(r'display "([^"]+)" in the UI (if .+)', statement)
    if quoted:
        words, condition = quoted.groups()
        condition = (
            condition.removeprefix("if ").replace("commercial product > ", "").replace("> ", "")
        )
        yield _duty("display", place, words, condition)
    elif "cite" in statement:
        yield _duty("citation", place)
    else:
        words = re.split(r" or Improved| \(|, in documentation", statement.strip('"'))[0].split(
            '"'
        )[0]
        yield _duty("display", place, words)
