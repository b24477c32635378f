"""Archives that nobody here wrote end in one clear error, and nothing reaches the disk."""

from __future__ import annotations

import io
import os
import struct
import warnings
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import TamperedError, UsageError
from provenance.hubs import archive
from provenance.hubs.archive import archive_bytes, read_archive, write_archive

FILES = {"b/README.md": b"# Card\n", "a.json": b"{}", "한글.txt": "글".encode(), "empty": b""}


def zipped(
    *entries: tuple[str, bytes], how: int = zipfile.ZIP_STORED, mode: int = 0o100644
) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", how) as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, body in entries:
            entry = zipfile.ZipInfo(name)
            entry.create_system, entry.external_attr, entry.compress_type = 3, mode << 16, how
            file.writestr(entry, body)
    return target.getvalue()


def test_there_and_back() -> None:
    data = write_archive(FILES)
    assert read_archive(data) == FILES
    assert list(read_archive(data)) == sorted(FILES)
    assert write_archive(dict(reversed(FILES.items()))) == data


@settings(max_examples=50, deadline=None)
@given(
    st.dictionaries(st.text("abc/.", min_size=1, max_size=9), st.binary(max_size=99), min_size=1)
)
def test_what_can_be_written_can_be_read(files: dict[str, bytes]) -> None:
    try:
        data = write_archive(files)
    except UsageError as error:
        assert "not a valid file name" in error.message
    else:
        assert read_archive(data) == files


@pytest.mark.parametrize(
    "name",
    [
        "../up",
        "/etc/passwd",
        "a/../b",
        "a//b",
        "c:\\x",
        "line\nbreak",
        "\u202etxt",
        "x" * 2000,
        "folder/",
    ],
)
def test_names_that_lead_elsewhere(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="not a plain name"):
        read_archive(zipped((name, b"")))
    with pytest.raises(UsageError, match="not a valid file name"):
        write_archive({name: b""})
    assert not os.listdir(tmp_path)  # noqa: PTH208


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "not a ZIP"),
        (b"words", "not a ZIP"),
        (b"PK" + b"\0" * 40, "last record"),
        (zipped(("a", b"1"), ("a", b"2")), "a name twice"),
        (zipped(), "0 files"),
        (zipped(("a", b"0" * 9_000_000), how=zipfile.ZIP_DEFLATED), "compressed"),
        (zipped(("a", b"0" * 9_000_000), how=zipfile.ZIP_LZMA), "compressed"),
        (zipped(("a", b"/etc/passwd"), mode=0o120777), "not a regular file"),
        (zipped(("a", b"")) + b"more", "last record"),
        (b"#!/bin/sh\n" + zipped(("a", b"")), "not a ZIP"),
        (zipped(("b", b"1"), ("a", b"2")), "not as it was written"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_archives_that_nothing_here_writes(data: bytes, expected: str) -> None:
    with pytest.raises(UsageError, match=expected):
        read_archive(data)


def test_an_encrypted_entry() -> None:
    data = bytearray(zipped(("a", b"1")))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    with pytest.raises(UsageError, match="encrypted"):
        read_archive(bytes(data))


def test_sizes_that_are_not_true() -> None:
    data = bytearray(zipped(("a", b"1")))
    directory = data.index(b"PK\x01\x02")
    data[directory + 20 : directory + 28] = struct.pack("<LL", 0xFFFFFFF0, 0xFFFFFFF0)
    with pytest.raises(UsageError, match="larger than itself"):
        read_archive(bytes(data))


def test_entries_that_lie_over_each_other() -> None:
    data = bytearray(zipped(("a", b"1" * 50), ("b", b"2" * 50)))
    directory = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", directory + 1)
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    with pytest.raises(TamperedError):
        read_archive(bytes(data))


def test_more_entries_than_anybody_would_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(zipped(("a", b"1")))
    data[-14:-10] = struct.pack("<HH", 65_535, 65_535)
    with pytest.raises(UsageError, match="65,535 files"):
        read_archive(bytes(data))
    data[-14:-6] = struct.pack("<HHL", 1, 1, 50_000_000)
    with pytest.raises(UsageError, match="too many for an evidence bundle"):
        read_archive(bytes(data))
    monkeypatch.setattr(archive, "MOST_FILES", 2)
    with pytest.raises(UsageError, match="too many"):
        write_archive(FILES)


def test_an_archive_cut_short_anywhere() -> None:
    data = write_archive(FILES)
    for end in range(len(data)):
        with pytest.raises(UsageError):
            read_archive(data[:end])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 400))
def test_bytes_put_in_anywhere(more: bytes, at: int) -> None:
    data = write_archive(FILES)
    spoilt = data[:at] + more + data[at + len(more) :]
    try:
        assert read_archive(spoilt) == FILES
        assert spoilt == data
    except UsageError as error:
        assert error.message


def test_files_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        archive_bytes(tmp_path)
    monkeypatch.setattr(archive, "ARCHIVE_LIMIT", 10)
    (tmp_path / "large").write_bytes(b"0" * 11)
    with pytest.raises(UsageError, match="larger than 10 bytes"):
        archive_bytes(tmp_path / "large")
