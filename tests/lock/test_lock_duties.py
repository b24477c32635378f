"""Duties in a comparison: what stays is not reported as dropped, whatever clause requires it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from provenance.lock import compare
from provenance.lock.locked import Lock, Locked
from provenance.model.artifact import ArtifactId

PURL = ArtifactId("pkg:huggingface/acme/x")
OLD = Locked(
    purl=PURL,
    concluded="MIT",
    duties=MappingProxyType({"notices": "keep the notices (MIT)", "credit": "name the maker"}),
)


def changes_to(new: Locked) -> list[str]:
    """Every sentence of the comparison."""
    changes = compare(Lock(("acme/x",), {PURL: OLD}), Lock(("acme/x",), {PURL: new}))
    return [sentence for change in changes for sentence in (change.text, *change.details)]


def test_a_duty_of_both_licences_is_not_dropped() -> None:
    duties = MappingProxyType({"notices": "keep the notices (Apache-2.0, 4)"})
    text = " | ".join(changes_to(replace(OLD, concluded="Apache-2.0", duties=duties)))
    assert "name the maker" in text
    assert "keep the notices" not in text


def test_a_duty_in_other_words_is_told_as_such() -> None:
    duties = MappingProxyType({**OLD.duties, "notices": "keep the notices and the text (MIT)"})
    text = " | ".join(changes_to(replace(OLD, duties=duties)))
    assert "words differently: keep the notices and the text (MIT)" in text
