"""Texts that once took minutes: a pattern that grows faster than its text hangs here.

Nothing is timed; `benchmarks/linear.py` does that, with more texts and every reader.
"""

from __future__ import annotations

import pytest

from provenance.hubs import HUGGING_FACE
from provenance.lineage.record import assemble
from provenance.model.artifact import ArtifactRef, FileEntry, Kind, Snapshot

REF = ArtifactRef(hub=HUGGING_FACE, kind=Kind.DATASET, name="acme/tickets", revision="7" * 40)
FRONT = "---\nlicense: mit\n---\n# Tickets\n\n## Personal and Sensitive Information\n\n"
SIZE = 120_000
UNITS = (
    *("[", "![", "[see ", "](", "<![CDATA[", "<!--", "<a "),
    *(".", "!", ". ", "``\n", "| a ", "\n", " \n", "- "),
    *("A7", "문서x", "기사x", "화자", "7", "1_", "a.b", "http://", "https://a.b/c "),
    *("Britannia1_", "teacher_promp", "personal data ", "not ", "US "),
)


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_of_one_unit_is_read(unit: str) -> None:
    text = unit * (SIZE // len(unit.encode()))
    files = {"README.md": FRONT + text, "LICENSE": text, "PRIVACY.md": text}
    snapshot = Snapshot(
        ref=REF, files=tuple(FileEntry(path=path) for path in files), metadata={"tags": [text]}
    )
    record = assemble(snapshot, {path: body.encode() for path, body in files.items()})
    assert record.licence.declared == "MIT"
    assert not [gap for gap in record.gaps if gap.reason == "overdue"]
