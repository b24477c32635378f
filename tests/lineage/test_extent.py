"""Texts that are too long, or take too long, cost their own reading and nothing else; what was not
read is reported."""

from __future__ import annotations

import pytest

from provenance.hubs import HUGGING_FACE
from provenance.lineage import extent
from provenance.lineage.record import ArtifactRecord, assemble
from provenance.model.artifact import ArtifactRef, FileEntry, Gap, Kind, Snapshot
from provenance.model.budget import Budget

REF = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/ticket-sorter", revision="5" * 40)
CARD = "---\nlicense: mit\n---\n# Ticket sorter\n\nSorts tickets by urgency.\n"
POLICY = "# Privacy\n\nThe tickets hold names and telephone numbers of customers.\n"


class Ticking:
    """A clock that goes on by a second each time somebody looks at it."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 1
        return self.now


def read(files: dict[str, str], budget: Budget | None = None) -> ArtifactRecord:
    snapshot = Snapshot(ref=REF, files=tuple(FileEntry(path=path) for path in sorted(files)))
    bodies = {path: text.encode() for path, text in files.items()}
    return assemble(snapshot, bodies, budget) if budget else assemble(snapshot, bodies)


def too_large(record: ArtifactRecord) -> list[Gap]:
    return [gap for gap in record.gaps if gap.reason == "too-large"]


def test_a_file_that_takes_too_long_is_a_gap_and_the_others_are_read() -> None:
    slow = POLICY + "\n\nMore of the same.\n" * 200
    record = read({"README.md": CARD, "PRIVACY.md": slow}, Budget(Ticking(), each=100))
    (gap,) = [gap for gap in record.gaps if gap.reason == "overdue"]
    assert gap.what == "PRIVACY.md"
    assert gap.detail == (
        "reading PRIVACY.md stopped after 100 s of processor time. Read it by hand; it was not"
        " judged."
    )
    assert record.card is not None
    assert record.licence.declared == "MIT"


def test_nothing_is_read_once_the_time_of_the_run_is_over() -> None:
    record = read({"README.md": CARD, "PRIVACY.md": POLICY}, Budget(Ticking(), whole=0))
    assert {gap.what for gap in record.gaps if gap.reason == "overdue"} == {
        "README.md",
        "PRIVACY.md",
    }
    assert record.card is None
    assert record.disclosures == ()


def test_files_of_ordinary_length_leave_no_gap() -> None:
    record = read({"README.md": CARD, "PRIVACY.md": POLICY, "LICENSE": "MIT License\n" * 300})
    assert too_large(record) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("word " * 100_000, "Only the first 400,000 characters of LICENSE were read."),
        ("a\n" * 60_000, "Only the first 40,000 lines of LICENSE were read."),
    ],
)
def test_what_is_not_read_of_a_long_text_is_told(text: str, expected: str) -> None:
    gaps = too_large(read({"README.md": CARD, "LICENSE": text}))
    assert any(gap.detail.startswith(expected) and gap.what == "LICENSE" for gap in gaps)


def test_a_passage_without_an_end_is_told() -> None:
    (gap,) = too_large(read({"README.md": CARD, "PRIVACY.md": "no sentence ends here " * 2_000}))
    assert gap.what == "passage of PRIVACY.md"


def test_long_passages_of_a_card_are_told_with_their_lines() -> None:
    passage = "Every word of this stands without a full stop " * 200
    (gap,) = too_large(read({"README.md": f"{CARD}\n{passage}\n"}))
    assert gap.what == "line 8 of README.md"
    many = "\n\n".join(passage for _ in range(8))
    gaps = too_large(read({"README.md": f"{CARD}\n{many}\n"}))
    assert len(gaps) == extent.MOST_GAPS + 1
    assert gaps[-1].detail.startswith("3 more passages of README.md")


def test_data_is_read_whole() -> None:
    names = ", ".join(f'"{number}": "label"' for number in range(40_000))
    record = read({"README.md": CARD, "config.json": f'{{"id2label": {{{names}}}}}'})
    assert too_large(record) == []
    labels = record.configs["config.json"]["id2label"]
    assert isinstance(labels, dict)
    assert len(labels) == 40_000


def test_a_card_of_too_many_lines_says_where_it_was_cut() -> None:
    record = read({"README.md": CARD + "# A\n" * 50_000})
    (gap,) = [gap for gap in record.gaps if "is not read" in gap.detail]
    assert "more than 40,000 lines and table cells" in gap.detail
