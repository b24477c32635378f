"""A listing finds its files by name, in whatever order they were given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from provenance.hubs import HUGGING_FACE
from provenance.model.artifact import ArtifactRef, FileEntry, Kind, Snapshot

REF = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/x")


@given(st.sets(st.text(max_size=4), max_size=20), st.text(max_size=4))
def test_every_listed_file_is_found_and_no_other(paths: set[str], other: str) -> None:
    snapshot = Snapshot(ref=REF, files=tuple(FileEntry(path=path) for path in paths))
    assert [entry.path for entry in snapshot.files] == sorted(paths)
    for path in paths:
        entry = snapshot.file(path)
        assert entry is not None
        assert entry.path == path
    assert (snapshot.file(other) is not None) == (other in paths)
