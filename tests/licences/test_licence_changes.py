"""A known licence with changes keeps its name, and the changes have their lines."""

from __future__ import annotations

import pytest

from provenance.hubs import HUGGING_FACE
from provenance.licences import conclude, identify_text
from provenance.licences.claim import Conclusion
from provenance.model.artifact import ArtifactRef, Kind, Snapshot, SourceText

REF = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/lantern", revision="1" * 40)
OWN = "The Licensee shall send a kettle to the Licensor each winter and keep it warm until spring."


def of_text(text: str, tag: str = "apache-2.0") -> Conclusion:
    documents = {"LICENSE": SourceText.decode(REF, "LICENSE", text.encode())}
    metadata = {"tags": [f"license:{tag}"]}
    return conclude(Snapshot(ref=REF, source="api", metadata=metadata), None, documents, {})


def paragraphs(text: str) -> list[str]:
    return text.split("\n\n")


def test_a_paragraph_more(apache_text: str) -> None:
    parts = paragraphs(apache_text)
    middle = len(parts) // 2
    conclusion = of_text("\n\n".join([*parts[:middle], OWN, *parts[middle:]]))
    assert (conclusion.verdict, conclusion.concluded, conclusion.declared) == (
        "text-modified",
        None,
        "Apache-2.0",
    )
    assert conclusion.name == "Apache license 2.0, with changes"
    assert {"keep-notices"} <= {duty.id for duty in conclusion.duties}
    (change,) = conclusion.changes
    assert (change.kind, change.licence) == ("added", "apache-2.0")
    assert "kettle" in change.quote
    line = next(n for n, text in enumerate(_lines(parts, middle), 1) if "kettle" in text)
    assert (change.evidence.start_line or 0) <= line <= (change.evidence.end_line or 0)


def _lines(parts: list[str], at: int) -> list[str]:
    return "\n\n".join([*parts[:at], OWN, *parts[at:]]).split("\n")


def test_a_paragraph_less(apache_text: str) -> None:
    parts = paragraphs(apache_text)
    middle = len(parts) // 2
    conclusion = of_text("\n\n".join([*parts[:middle], *parts[middle + 1 :]]))
    assert (conclusion.verdict, [licence.id for licence in conclusion.licences]) == (
        "text-modified",
        ["apache-2.0"],
    )
    assert {change.kind for change in conclusion.changes} == {"removed"}


def test_a_paragraph_replaced(apache_text: str) -> None:
    parts = paragraphs(apache_text)
    middle = len(parts) // 2
    conclusion = of_text("\n\n".join([*parts[:middle], OWN, *parts[middle + 1 :]]))
    assert {change.kind for change in conclusion.changes} == {"changed"}


def test_the_end_cut_off(apache_text: str) -> None:
    parts = paragraphs(apache_text)
    conclusion = of_text("\n\n".join(parts[: len(parts) * 3 // 4]))
    assert [licence.id for licence in conclusion.licences] == ["apache-2.0"]
    assert conclusion.changes


def test_words_that_restrict_are_read_in_the_changes_alone(apache_text: str) -> None:
    parts = paragraphs(apache_text)
    middle = len(parts) // 2
    own = "The Work may be used for academic research purposes only, by whoever asked for it."
    conclusion = of_text("\n\n".join([*parts[:middle], own, *parts[middle:]]))
    assert [str(restriction.limit) for restriction in conclusion.restrictions] == ["research-only"]
    assert "academic research" in conclusion.restrictions[0].quote


@pytest.mark.parametrize(("words", "verdict"), [("on dry", "agreed"), ("on dry days", None)])
def test_a_word_or_two_are_no_other_contract(
    apache_text: str, words: str, verdict: str | None
) -> None:
    conclusion = of_text(apache_text.replace("worldwide,", f"worldwide, {words},", 1))
    assert conclusion.verdict == (verdict or "text-modified")


def test_an_unchanged_text_has_no_changes(apache_text: str) -> None:
    conclusion = of_text(apache_text)
    assert (conclusion.verdict, conclusion.changes, identify_text(apache_text).differences) == (
        "agreed",
        (),
        (),
    )
