"""ZIP archives are read from their end, entry by entry, whatever their flags say."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
import risky_files
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.weights import MalformedHeaderError, Ranges, TruncatedHeaderError
from provenance.weights.zip_directory import read_directory, read_entry

STATE = risky_files.torch_state({"weight": (4, 4)})


def archive(names: list[str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as written:
        for name in names:
            written.writestr(name, b"data of " + name.encode())
    return buffer.getvalue()


def ranges_of(data: bytes) -> Ranges:
    return Ranges.of("a.zip", data)


@given(st.lists(st.text("abc/._", min_size=1, max_size=12), min_size=1, max_size=8, unique=True))
@settings(max_examples=50, deadline=None)
def test_what_zipfile_writes_is_read(names: list[str]) -> None:
    ranges = ranges_of(archive(names))
    directory = read_directory(ranges)
    assert [entry.name for entry in directory.entries] == names
    for entry in directory.entries:
        assert read_entry(ranges, entry, 1000) == (b"data of " + entry.name.encode(), ())


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "C:\\a", "..\\a"])
def test_names_that_leave_the_folder(name: str) -> None:
    directory = read_directory(ranges_of(archive([name])))
    assert any("points outside" in oddity for oddity in directory.oddities)


def test_another_name_in_front_of_the_data() -> None:
    data = bytearray(archive(["data.pkl"]))
    data[30:38] = b"note.txt"
    ranges = ranges_of(bytes(data))
    _, oddities = read_entry(ranges, read_directory(ranges).entries[0], 100)
    assert oddities == ("data.pkl has another name, note.txt, in front of its data",)


def test_bytes_in_front_of_an_archive() -> None:
    ranges = ranges_of(b"#!/bin/sh\n" + archive(["a"]))
    [entry] = read_directory(ranges).entries
    assert read_entry(ranges, entry, 100)[0] == b"data of a"


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"PK\x03\x04" + bytes(100)])
def test_no_directory(data: bytes) -> None:
    with pytest.raises(MalformedHeaderError):
        read_directory(ranges_of(data))


def test_a_directory_that_is_too_large_is_not_read() -> None:
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 1, 1, 0x7FFFFFFF, 0, 0)
    with pytest.raises((MalformedHeaderError, TruncatedHeaderError)):
        read_directory(ranges_of(end))


@given(st.integers(0, 10_000), st.integers(0, 255))
@settings(max_examples=300, deadline=None)
def test_a_changed_byte_ends_no_run(at: int, value: int) -> None:
    data = bytearray(risky_files.torch_zip(STATE))
    data[at % len(data)] = value
    ranges = ranges_of(bytes(data))
    try:
        for entry in read_directory(ranges).entries:
            read_entry(ranges, entry, 1000)
    except (MalformedHeaderError, TruncatedHeaderError):
        pass


def test_a_bomb_is_not_unpacked() -> None:
    bomb = risky_files.torch_zip(bytes(50_000_000), deflated=True)
    ranges = ranges_of(bomb)
    entry = read_directory(ranges).entries[0]
    assert len(read_entry(ranges, entry, 1000)[0]) == 1000
