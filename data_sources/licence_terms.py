"""The terms research as data: values a program can compare, each with words of our own, its clause
and its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from data_sources.licence_duties import where
from provenance.licences.use import FIELDS

Term = dict[str, Any]
Value = tuple[Any, str]
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
    "aup": ("use-policy", "a policy of acceptable use is part of the terms"),
    "notice_file": ("notice-file", "copies come with a notice"),
    "research_only": ("research-only", "for research only"),
    "end_product_carve_out": (
        "integrated-products",
        "users of an integrated end product are exempt from the terms",
    ),
    "litigation_termination": ("litigation", "ends for who sues over the work"),
    "revocable": ("revocable", "can be withdrawn or ends as the licensor decides under its terms"),
    "irrevocable": ("irrevocable", "cannot be withdrawn, save on breach"),
    "remote_restriction": ("remote-restriction", "the licensor may restrict use from afar"),
    "licensor_can_change_terms": ("terms-may-change", "the licensor may change the terms"),
    "content_filter_required": ("content-filter", "content filters are required"),
    "ai_disclosure_required": (
        "ai-disclosure",
        "AI-made content is to be disclosed where law asks for it",
    ),
    "network_trigger": ("network-source", "duties arise for users over a network"),
    "indemnity": ("indemnity", "who uses it indemnifies the licensor"),
    "guardrail_bypass_termination": (
        "guardrails",
        "ends for who removes safety guardrails without a substitute",
    ),
    "competitor_restriction": ("competitors", "competitors need a licence of their own"),
    "outputs_restricted": ("outputs-restricted", "outputs stand under the same limits"),
}


def terms(claims: Mapping[str, Any], primary: bool) -> list[Term]:
    """The claims about one licence that say something, sorted by word; what is not stated is not
    there."""
    found = []
    for name, claim in claims.items():
        if not isinstance(claim, dict) or claim.get("value") is None:
            continue
        source = str(claim.get("source") or "")
        told = _term(name, claim["value"])
        if told:
            word, (value, text) = told
            row: Term = {"id": word, "value": value, "text": text, "clause": where(source)}
            if not primary or "secondary" in source or "index id" in source:
                row["secondary"] = True
            found.append({key: item for key, item in row.items() if item != ""})
    return sorted(found, key=lambda row: row["id"])


def standard_terms(duties: list[dict[str, str]]) -> list[Term]:
    """Commercial use and share-alike of a standard licence, which follow from its duties."""
    by_word = {duty["id"]: duty for duty in duties}
    rows: list[Term] = []
    for word, duty, yes, no in (
        (
            "commercial-use",
            "non-commercial",
            "commercial use is allowed",
            "commercial use is not allowed",
        ),
        (
            "share-alike",
            "share-alike",
            "derivatives may have other terms",
            "derivatives stay under the same licence",
        ),
        (
            "derivatives",
            "no-derivatives",
            "modified versions may be shared",
            "modified versions may not be shared",
        ),
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
            "text": no if bound else yes,
            "clause": by_word[duty]["clause"] if bound else "",
        }
        rows.append({key: item for key, item in row.items() if item != ""})
    return rows


def _term(name: str, value: Any) -> tuple[str, Value] | None:
    if name in _FLAGS:
        word, text = _FLAGS[name]
        return word, (value is not False, text if value is not False else f"not: {text}")
    if name not in _READERS:
        return None
    word, read = _READERS[name]
    return word, read(value)


def _commercial(value: Any) -> Value:
    told = str(value)
    if re.match(r"no\b(?!t)", told):
        return "no", "commercial use is not allowed"
    if told.startswith("not prohibited"):
        return "not-stated", "commercial use is not spoken of"
    if told.startswith("conditional") or re.search(r"but only|separate agreement", told):
        return "conditional", "commercial use is allowed under conditions"
    return "yes", "commercial use is allowed"


def _limit(value: Mapping[str, Any]) -> Value:
    metric = "users" if value["metric"] == "mau" else "revenue-usd"
    what = "{:,} monthly users" if metric == "users" else "USD {:,} of yearly revenue"
    found: dict[str, Any] = {"metric": metric, "most": int(value["max"])}
    text = f"at most {what.format(int(value['max']))} without a further licence"
    if value.get("commercial"):
        found["commercial"] = True
        text += ", in commercial use"
    if "release" in str(value.get("measured")):
        found["measured"] = "at-release"
        text += ", counted in the month before the model's release"
    return found, text


def _territory(value: Any) -> Value:
    if isinstance(value, dict):
        regions = sorted(value["excluded"])
        return {"excluded": regions}, f"no licence in {', '.join(regions)}, for outputs neither"
    return {
        "excluded": ["EU"],
        "models": "multimodal",
    }, "no licence to multimodal models for those based in the EU"


def _display(value: Any) -> Value:
    told = str(value)
    if "ENCOURAGED" in told:
        words = told.partition(":")[0]
        return {"required": False, "words": words}, f"display of “{words}” is encouraged"
    condition = re.search(r'display "([^"]+)" in the UI if commercial product (.+)', told)
    if condition:
        words, above = condition[1], condition[2].replace("> ", "above ")
        return {
            "required": True,
            "words": words,
            "when": above,
        }, f"display “{words}” in a product {above}"
    if "cite" in told:
        return {"required": True, "words": "citation"}, "cite the model in publications"
    words = re.split(r" or Improved| \(|, in documentation", told.strip('"'))[0].split('"')[0]
    return {"required": True, "words": words}, f"display “{words}”"


def _display_of_models(value: Any) -> Value:
    return value, f"display “{value}” with models made or improved with it or its outputs"


def _prefix(value: Any) -> Value:
    words = re.sub(r" \(.*", "", str(value))
    return words, f"names of derivatives begin with “{words}”"


def _prefix_for_outputs(value: Any) -> Value:
    return value, f"names of models trained on outputs begin with “{value}”"


def _law(value: Any) -> Value:
    place = re.split(r"[;,]", str(value), maxsplit=1)[0]
    return place, f"law of {place}"


def _patents(value: Any) -> Value:
    return bool(value), "patents are licensed" if value else "no patent is licensed"


def _handed_on(value: Any) -> Value:
    items = value if isinstance(value, list) else [value]
    told = [
        text for pattern, text in _HANDED_ON if any(re.search(pattern, str(item)) for item in items)
    ]
    return told, f"recipients get: {', '.join(told)}" if told else "nothing has to be handed on"


def _fields(value: Any) -> Value:
    fields = _named_fields(value)
    return fields, f"not for: {', '.join(fields)}"


def _fields_bound(value: Any) -> Value:
    fields = _named_fields(value)
    return fields, f"under conditions only: {', '.join(fields)}"


def _named_fields(value: Any) -> list[str]:
    told = (
        " ".join(map(str, value))
        .lower()
        .replace("critical infrastructure", "critical-infrastructure")
    )
    return [field for field in FIELDS if re.search(rf"\b{field}\b", told)]


def _training(value: Any) -> Value:
    told = str(value)
    if told.startswith("forbidden"):
        scope = "competing" if "compet" in told else "foundation" if "found" in told else "other"
        return f"forbidden-{scope}", f"outputs may not train {scope} models"
    if "prefix" in told or "attribution" in told:
        return (
            "allowed-named",
            "outputs may train other models, which then carry the name or attribution",
        )
    if re.search(r"Derivative|derivative IS|inherit", told) and "not Derivative" not in told:
        return (
            "allowed-as-derivative",
            "outputs may train other models; a student model stands under the same terms",
        )
    return "allowed", "outputs may train other models"


def _owner(value: Any) -> Value:
    told = str(value)
    if "owns" in told:
        return "licensor", "outputs belong to the licensor"
    return "user", "the licensor claims no rights in outputs"


def _share_alike(value: Any) -> Value:
    if value is False:
        return False, "derivatives may have other terms"
    if str(value).startswith("use restrictions"):
        return "use-restrictions", "derivatives carry the use restrictions, other terms are free"
    return True, "derivatives stay under the same licence"


def _reaches(value: Any) -> Value:
    if value is False:
        return "no", "puts no duties on a model trained on the data"
    return "contested", "whether it reaches a model trained on the data is contested"


_READERS: dict[str, tuple[str, Callable[[Any], Value]]] = {
    "commercial": ("commercial-use", _commercial),
    "threshold": ("limit", _limit),
    "territory": ("territory", _territory),
    "attribution": ("display", _display),
    "name_prefix": ("name-prefix", _prefix),
    "name_prefix_if_trained_on_outputs": ("name-prefix-outputs", _prefix_for_outputs),
    "pass_through": ("hand-on", _handed_on),
    "field_restrictions": ("fields", _fields),
    "field_conditions": ("fields-conditional", _fields_bound),
    "attribution_of_models": ("display-models", _display_of_models),
    "outputs_train_other_models": ("outputs-training", _training),
    "outputs_commercial_use": (
        "outputs-commercial",
        lambda _: ("allowed", "outputs may be used commercially"),
    ),
    "output_ownership": ("outputs-owner", _owner),
    "output_covered": (
        "outputs-covered",
        lambda _: (False, "outputs do not stand under the licence"),
    ),
    "patent_grant": ("patents", _patents),
    "share_alike": ("share-alike", _share_alike),
    "governing_law": ("law", _law),
    "derivatives": ("derivatives", lambda _: (False, "modified versions may not be shared")),
    "reaches_model": ("reaches-model", _reaches),
}
