"""Texts beside the card: those that are read, and a gap for those beyond the number."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

import provenance
from provenance.lineage.side_texts import OTHER_TEXTS
from provenance.model.artifact import Gap

NOTE = "# Notes\n\nWords about parks.\n"


def gaps_of(hub: HubFolder, files: dict[str, str]) -> list[Gap]:
    hub.model("acme/m", "license: mit", files=files)
    report = provenance.audit("acme/m", hub=str(hub.root))
    return [gap for gap in report.gaps if gap.what == OTHER_TEXTS]


@pytest.mark.parametrize(
    ("names", "unread"),
    [
        ([f"docs/page-{number}.md" for number in range(4)], ["docs/page-3.md"]),
        ([f"page-{number}.md" for number in range(5)], ["page-3.md", "page-4.md"]),
        ([f"PRIVACY-{number}.md" for number in range(3)], ["PRIVACY-2.md"]),
        ([f"{name}_model_card.md" for name in "abcd"], ["d_model_card.md"]),
        (
            ["LICENSE", *(f"licenses/{number}.txt" for number in range(6))],
            ["licenses/5.txt"],
        ),
        (
            [
                *("LICENSE", "NOTICE", "TERMS.md", "USE_POLICY.md"),
                *("LICENSE-CODE", "LICENSE-MODEL", "USAGE.md", "ACCESS.md"),
            ],
            ["USAGE.md"],
        ),
    ],
    ids=["folder", "root", "privacy", "cards", "licences", "usage"],
)
def test_more_texts_than_are_read_are_named(
    hub: HubFolder, names: list[str], unread: list[str]
) -> None:
    [gap] = gaps_of(hub, dict.fromkeys(names, NOTE))
    assert gap.reason == "bound"
    assert all(name in gap.detail for name in unread)
    report = provenance.audit("acme/m", hub=str(hub.root), use={"commercial": True})
    assert report.uses[0].verdict == "review"


def test_as_many_texts_as_are_read_are_no_gap(hub: HubFolder) -> None:
    names = ["LICENSE", "NOTICE", "USAGE.md", "a.md", "docs/b.md", "c.md", "PRIVACY.md"]
    assert not gaps_of(hub, dict.fromkeys(names, NOTE))


def test_a_hundred_texts_are_one_gap(hub: HubFolder) -> None:
    [gap] = gaps_of(hub, {f"docs/{number:03}.md": NOTE for number in range(100)})
    assert "97 more texts" in gap.detail
    assert gap.detail.count(".md") == 10


def test_a_page_that_could_not_be_read_leaves_the_use_open(hub: HubFolder) -> None:
    hub.model("acme/m", "license: mit", files={"docs/consortium.md": NOTE})
    path = hub.root / "models" / "acme" / "m" / "docs" / "consortium.md"
    path.write_bytes(b"\x00" * 5_000_000)
    report = provenance.audit("acme/m", hub=str(hub.root), use={"commercial": True})
    assert [gap.what for gap in report.gaps] == ["docs/consortium.md"]
    assert report.uses[0].verdict == "review"


RESTRICTS = "The weights may not be used for commercial purposes."
COMMERCIAL = {"activity": ["product"], "commercial": True}


@pytest.mark.parametrize(
    "path",
    [
        *("NOTICE", "USE_POLICY.md", "LICENSE-ADDENDUM.txt", "USAGE.md", "docs/consortium.md"),
        *("MODEL_CARD.md", "README.ko.md", "README.fr.md", "legal/weights.txt", "CHANGELOG.md"),
    ],
)
def test_words_of_a_base_restrict_wherever_they_stand(hub: HubFolder, path: str) -> None:
    hub.model("acme/base", "license: mit", files={path: f"# Words\n\n{RESTRICTS}\n"})
    hub.model("acme/m", "license: mit\nbase_model: acme/base")
    report = provenance.audit("acme/m", hub=str(hub.root), use=COMMERCIAL)
    assert report.uses[0].verdict in ("review", "deny")
    [reason] = [reason for reason in report.uses[0].reasons if RESTRICTS in reason.text]
    assert (reason.path[-1].partition("@")[0], reason.evidence[0].file) == (
        *("pkg:huggingface/acme/base", path),
    )
    assert [finding.path[-1] for finding in report.findings if finding.rule == "LIN020"] == [
        reason.path[-1]
    ]


def test_texts_of_a_base_without_a_restriction_change_nothing(hub: HubFolder) -> None:
    texts = ("NOTICE", "docs/guide.md", "MODEL_CARD.md", "README.fr.md")
    hub.model("acme/base", "license: mit", files=dict.fromkeys(texts, NOTE))
    hub.model("acme/m", "license: mit\nbase_model: acme/base")
    report = provenance.audit("acme/m", hub=str(hub.root), use=COMMERCIAL)
    assert report.uses[0].verdict == "allow-with-duties"
    assert not report.gaps


def test_texts_of_a_base_beyond_the_number_leave_the_use_open(hub: HubFolder) -> None:
    hub.model("acme/base", "license: mit", files={f"docs/{n}.md": NOTE for n in range(5)})
    hub.model("acme/m", "license: mit\nbase_model: acme/base")
    report = provenance.audit("acme/m", hub=str(hub.root), use=COMMERCIAL)
    [gap] = report.gaps
    assert gap.artifact.startswith("pkg:huggingface/acme/base")
    assert "docs/3.md" in gap.detail
    assert report.uses[0].verdict == "review"
