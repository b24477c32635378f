"""Write and read ZIP archives in exactly one form; any other form is rejected.

Nothing is compressed, so every machine writes the same bytes whatever its zlib version, and nothing
can expand when read. ZIP: APPNOTE.TXT 6.3, sections 4.3.7 to 4.3.16. Nothing is ever extracted to
disk.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from provenance.errors import TamperedError, UsageError
from provenance.files.local import read_local
from provenance.hubs.listing import is_plain_path

MOST_FILES = 20_000
SIZE_LIMIT = 512 * 1024 * 1024
LONGEST_NAME = 1500  # of a file's longest path with the place of its artefact before it
_LONGEST_ENTRY = 46 + 4 * LONGEST_NAME
ARCHIVE_LIMIT = SIZE_LIMIT + 2 * MOST_FILES * _LONGEST_ENTRY
_END = struct.Struct("<4s4H2LH")
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
)
_REGULAR_FILE = 0o100644
_NOT_READ_HINT = "It was not read."
_ENCRYPTED = 0x1


def write_archive(files: Mapping[str, bytes]) -> bytes:
    """Write files into a ZIP: sorted by name, stored, dated 1980, readable by owner, group and
    others.

    Args:
        files: Content by `/`-separated name.

    Raises:
        UsageError: The files exceed a limit of archives, or a name is not a plain path.
    """
    odd = [name for name in files if not is_plain_path(name, LONGEST_NAME)]
    if odd:
        raise UsageError(
            f"no archive was written: {odd[0]!r} is not a valid file name", "Rename it."
        )
    size = sum(map(len, files.values()))
    if len(files) > MOST_FILES or size > SIZE_LIMIT:
        reason = f"{len(files):,} files of {size:,} bytes are too many"
        raise UsageError(f"no archive was written: {reason}", "Bundle fewer models at a time.")
    return _written(files)


def archive_bytes(path: Path) -> bytes:
    """The content of an archive file; raises UsageError if it is unreadable or too large."""
    return read_local(
        path, ARCHIVE_LIMIT, "`provenance bundle REF -o FILE` writes an evidence bundle."
    )


def read_archive(data: bytes) -> dict[str, bytes]:
    """The files of an archive written by `write_archive`, by name.

    Raises:
        UsageError: It is not a ZIP, or not in the form that `write_archive` uses; nothing was read.
        TamperedError: It is a ZIP with modified bytes; the message names the file.
    """
    _check_end(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries, len(data))
            files = {entry.filename: _content(archive, entry) for entry in entries}
    except _BROKEN as error:
        raise TamperedError(f"the archive is broken: {error}", "Fetch it again.") from None
    written = _written(files)
    if written != data:
        raise TamperedError(_difference(written, data, entries), "Fetch it again.")
    return files


def _difference(written: bytes, data: bytes, entries: list[zipfile.ZipInfo]) -> str:
    """Where an archive differs from the form that its files would be written in."""
    pairs = enumerate(zip(written, data, strict=False))
    place = next((at for at, (right, actual) in pairs if right != actual), None)
    where = "its length" if place is None else f"byte {place:,}"
    before = [entry for entry in entries if entry.header_offset <= (place or 0)]
    near = max(before, key=lambda entry: entry.header_offset, default=None)
    behind = f", at or after {near.filename}" if near else ""
    return f"the archive is not as it was written: {where} differs{behind}"


def _written(files: Mapping[str, bytes]) -> bytes:
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3
            entry.external_attr = _REGULAR_FILE << 16
            archive.writestr(entry, files[name])
    return target.getvalue()


def _check_end(data: bytes) -> None:
    """Check the number of entries in the end record before a reader iterates over them."""
    if not data.startswith(b"PK") or len(data) < _END.size:
        raise UsageError(
            "the file is not an evidence bundle: it is not a ZIP archive",
            "Name a file that `provenance bundle` wrote.",
        )
    signature, _, _, _, count, directory, _, comment = _END.unpack(data[-_END.size :])
    if signature != b"PK\x05\x06" or comment:
        raise TamperedError(
            "the archive is broken: its last record is not at its end", "Fetch it again."
        )
    if (
        len(data) > ARCHIVE_LIMIT
        or not 0 < count <= MOST_FILES
        or directory > count * _LONGEST_ENTRY
    ):
        raise UsageError(
            f"{count:,} files in {len(data):,} bytes are too many for an evidence bundle",
            "It was not read.",
        )


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    for entry in entries:
        _check_entry(entry)
    names = [entry.filename for entry in entries]
    if not names or len(set(names)) < len(names):
        raise UsageError("the archive contains a name twice, or nothing", _NOT_READ_HINT)
    unpacked = sum(max(entry.file_size, entry.compress_size) for entry in entries)
    if unpacked > size:
        raise UsageError("the archive claims files larger than itself", _NOT_READ_HINT)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    """Raise UsageError unless the entry is a plain, uncompressed, regular file."""
    name = entry.filename
    if not is_plain_path(name, LONGEST_NAME):
        raise UsageError(
            f"the archive contains {name!r}, which is not a plain name", _NOT_READ_HINT
        )
    if entry.flag_bits & _ENCRYPTED:
        raise UsageError(f"{name} is encrypted; evidence bundles are not", _NOT_READ_HINT)
    if entry.compress_type != zipfile.ZIP_STORED:
        raise UsageError(f"{name} is compressed; evidence bundles are not", _NOT_READ_HINT)
    if entry.external_attr >> 16 != _REGULAR_FILE:
        raise UsageError(f"{name} is not a regular file", _NOT_READ_HINT)


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        return archive.read(entry)
    except _BROKEN as error:
        raise TamperedError(
            f"{entry.filename} is not as it was written: {error}", "Fetch the archive again."
        ) from None
