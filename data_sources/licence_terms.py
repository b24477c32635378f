"""The terms research as data: values a program can compare, each with its clause and its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from data_sources.licence_duties import where
from provenance.licences.use import FIELDS

Term = dict[str, Any]
_HANDED_ON = (
    (r"copy|licence (?:text|URI)|URI", "a copy of the licence"),
    (r"[Nn]otice [Ff]ile|NOTICE|^notice$", "the notice file"),
    (r"modif|change|identify derivatives", "a mark on what was changed"),
    (r"enforceable|Attachment A|restrictions", "the use restrictions as binding terms"),
    (r"attribution|copyright|(?<!file )(?<!change )notices\b", "existing notices"),
    (r"same licen|stays under", "the same licence for derivatives"),
    (r"hosted API", "the same to users of a hosted service"),
)
_FLAGS = {
    "aup": "use-policy",
    "notice_file": "notice-file",
    "research_only": "research-only",
    "end_product_carve_out": "integrated-products",
    "litigation_termination": "litigation",
    "revocable": "revocable",
    "irrevocable": "irrevocable",
    "remote_restriction": "remote-restriction",
    "licensor_can_change_terms": "terms-may-change",
    "content_filter_required": "content-filter",
    "ai_disclosure_required": "ai-disclosure",
    "network_trigger": "network-source",
    "indemnity": "indemnity",
    "guardrail_bypass_termination": "guardrails",
    "competitor_restriction": "competitors",
    "outputs_restricted": "outputs-restricted",
}


def terms(claims: Mapping[str, Any], primary: bool) -> list[Term]:
    """The claims about one licence that say something, sorted by word; what is not stated is not
    there."""
    entries = []
    for name, claim in claims.items():
        if not isinstance(claim, dict) or claim.get("value") is None:
            continue
        source = str(claim.get("source") or "")
        term = _term(name, claim["value"])
        if term:
            word, value = term
            row: Term = {"id": word, "value": value, "clause": where(source)}
            if not primary or "secondary" in source or "index id" in source:
                row["secondary"] = True
            entries.append({key: item for key, item in row.items() if item != ""})
    return sorted(entries, key=lambda row: row["id"])


def standard_terms(duties: list[dict[str, str]]) -> list[Term]:
    """Commercial use and share-alike of a standard licence, which follow from its duties."""
    by_word = {duty["id"]: duty for duty in duties}
    rows: list[Term] = []
    for word, duty in (
        ("commercial-use", "non-commercial"),
        ("share-alike", "share-alike"),
        ("derivatives", "no-derivatives"),
    ):
        bound = duty in by_word
        value: object = (
            ("no" if bound else "yes")
            if word == "commercial-use"
            else bound == (word == "share-alike")
        )
        row = {
            "id": word,
            "value": value,
            "clause": by_word[duty]["clause"] if bound else "",
        }
        rows.append({key: item for key, item in row.items() if item != ""})
    return rows


def _term(name: str, value: Any) -> tuple[str, Any] | None:
    if name in _FLAGS:
        return _FLAGS[name], value is not False
    if name not in _READERS:
        return None
    word, read = _READERS[name]
    return word, read(value)


def _commercial(value: Any) -> str:
    words = str(value)
    if re.match(r"no\b(?!t)", words):
        return "no"
    if words.startswith("not prohibited"):
        return "not-stated"
    if words.startswith("conditional") or re.search(r"but only|separate agreement", words):
        return "conditional"
    return "yes"


def _limit(value: Mapping[str, Any]) -> dict[str, Any]:
    metric = "users" if value["metric"] == "mau" else "revenue-usd"
    limit: dict[str, Any] = {"metric": metric, "most": int(value["max"])}
    if value.get("commercial"):
        limit["commercial"] = True
    if "release" in str(value.get("measured")):
        limit["measured"] = "at-release"
    return limit


def _territory(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        return {"excluded": sorted(value["excluded"])}
    return {"excluded": ["EU"], "models": "multimodal"}


def _display(value: Any) -> dict[str, Any]:
    text = str(value)
    if "ENCOURAGED" in text:
        return {"required": False, "words": text.partition(":")[0]}
    condition = re.search(r'display "([^"]+)" in the UI if commercial product (.+)', text)
    if condition:
        above = condition[2].replace("> ", "above ")
        return {"required": True, "words": condition[1], "when": above}
    if "cite" in text:
        return {"required": True, "words": "citation"}
    words = re.split(r" or Improved| \(|, in documentation", text.strip('"'))[0].split('"')[0]
    return {"required": True, "words": words}


def _as_written(value: Any) -> Any:
    return value


def _prefix(value: Any) -> str:
    return re.sub(r" \(.*", "", str(value))


def _law(value: Any) -> str:
    return re.split(r"[;,]", str(value), maxsplit=1)[0]


def _handed_on(value: Any) -> list[str]:
    items = value if isinstance(value, list) else [value]
    return [
        text for pattern, text in _HANDED_ON if any(re.search(pattern, str(item)) for item in items)
    ]


def _named_fields(value: Any) -> list[str]:
    stated = (
        " ".join(map(str, value))
        .lower()
        .replace("critical infrastructure", "critical-infrastructure")
    )
    return [field for field in FIELDS if re.search(rf"\b{field}\b", stated)]


def _training(value: Any) -> str:
    text = str(value)
    if text.startswith("forbidden"):
        scope = "competing" if "compet" in text else "foundation" if "found" in text else "other"
        return f"forbidden-{scope}"
    if "prefix" in text or "attribution" in text:
        return "allowed-named"
    if re.search(r"Derivative|derivative IS|inherit", text) and "not Derivative" not in text:
        return "allowed-as-derivative"
    return "allowed"


def _owner(value: Any) -> str:
    return "licensor" if "owns" in str(value) else "user"


def _share_alike(value: Any) -> bool | str:
    if value is False:
        return False
    return "use-restrictions" if str(value).startswith("use restrictions") else True


def _reaches(value: Any) -> str:
    return "no" if value is False else "contested"


_READERS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "commercial": ("commercial-use", _commercial),
    "threshold": ("limit", _limit),
    "territory": ("territory", _territory),
    "attribution": ("display", _display),
    "name_prefix": ("name-prefix", _prefix),
    "name_prefix_if_trained_on_outputs": ("name-prefix-outputs", _as_written),
    "pass_through": ("hand-on", _handed_on),
    "field_restrictions": ("fields", _named_fields),
    "field_conditions": ("fields-conditional", _named_fields),
    "attribution_of_models": ("display-models", _as_written),
    "outputs_train_other_models": ("outputs-training", _training),
    "outputs_commercial_use": ("outputs-commercial", lambda _: "allowed"),
    "output_ownership": ("outputs-owner", _owner),
    "output_covered": ("outputs-covered", lambda _: False),
    "patent_grant": ("patents", bool),
    "share_alike": ("share-alike", _share_alike),
    "governing_law": ("law", _law),
    "derivatives": ("derivatives", lambda _: False),
    "reaches_model": ("reaches-model", _reaches),
}
