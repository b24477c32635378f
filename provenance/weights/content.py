"""Detect the format of a file from its first bytes.

A name is only a claim. Loaders that go by content, and people who open a file by hand, meet the
actual bytes. Sources: the magic numbers named in each format's own documentation or reader.
"""

from __future__ import annotations

import codecs
import pickletools
import re
import struct

# Enough for every magic number here and for the first entries of an archive.
SNIFF_BYTES = 4096

_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"GGUF", "gguf"),
    (b"lmgg", "ggml"),
    (b"fmgg", "ggml"),
    (b"tjgg", "ggml"),
    (b"algg", "ggml"),
    (b"\x89HDF\r\n\x1a\n", "hdf5"),
    (b"\x93NUMPY", "npy"),
    (b"\xba\x16\x4f\x2f", "fasttext"),
    (b"SQLite format 3\0", "sqlite"),
    (b"PAR1", "parquet"),
    (b"ARROW1", "arrow"),
    (b"ftrt", "tensorrt"),
    (b"ptrt", "tensorrt"),
    (b"\x7fELF", "executable"),
    (b"MZ\x90", "executable"),
    (b"\xfe\xed\xfa\xce", "executable"),
    (b"\xfe\xed\xfa\xcf", "executable"),
    (b"\xce\xfa\xed\xfe", "executable"),
    (b"\xcf\xfa\xed\xfe", "executable"),
    (b"#!", "script"),
    (b"\x1f\x8b", "compressed"),
    (b"BZh", "compressed"),
    (b"\xfd7zXZ\0", "compressed"),
    (b"\x28\xb5\x2f\xfd", "compressed"),
    (b"\x04\x22\x4d\x18", "compressed"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"Rar!\x1a\x07", "archive"),
    (b"%PDF-", "pdf"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"version https://git-lfs.github.com/spec/", "pointer"),
)
# A FlatBuffer's identifier follows its first offset.
_FLATBUFFERS = {b"TFL3": "tflite", b"ET12": "executorch"}
_TORCH_ENTRIES = frozenset({"data.pkl", "constants.pkl"})
_KERAS_ENTRIES = frozenset({"metadata.json", "config.json"})
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ZIP_ENTRY = struct.Struct("<4s5H3I2H")
_TAR_MAGIC_AT = 257
# The opcode that names the protocol of a pickle.
_PROTO = 0x80
_OPCODES = frozenset(ord(opcode.code) for opcode in pickletools.opcodes)
_SAFETENSORS_LONGEST = 100_000_000
_CTRANSLATE2_LATEST = 20
_WHITE = frozenset("\t\n\r\f\ufeff")
# The root element of a graph, after the XML declaration and comments.
_OPENVINO = re.compile(
    rb"(?:\xef\xbb\xbf)?(?:\s{0,80}<[?!][^>]{0,400}>){0,4}\s{0,80}<net\s{1,20}name="
)
# Start of a protocol 0 pickle: a mark, an empty container, or a class or function by name.
_OLD_PICKLE = re.compile(
    rb"\(?(?:[dl]p?\d{0,9}\n|[ci][\w.]{1,200}\n[\w.]{1,200}\n|S'[^'\n]{0,200}'\n)"
)
# Formats with a signature at the start: without it, the name is wrong.
_SIGNED = frozenset(
    {
        *("safetensors", "gguf", "hdf5", "npy", "npz", "keras", "ggml", "tflite", "executorch"),
        *("tensorrt", "skops", "nemo", "torch-mar"),
    }
)
# Other formats that a loader accepts under a name, besides the one that the name indicates.
_FITS = {
    "pickle": {"torch-zip", "zip", "compressed", "tar", "npy", "npz"},
    "keras": {"hdf5", "zip"},
    "npz": {"zip"},
    "nemo": {"tar", "compressed"},
    "torch-mar": {"zip", "torch-zip", "tar", "compressed"},
    "skops": {"zip", "keras"},
    "archive": {"zip", "tar", "compressed", "keras", "npz", "torch-zip", "torch-mar", "archive"},
    "tflite": {"zip"},
    "ggml": {"gguf"},
    "executable": {"script", "zip", "gguf", "text"},
    "openvino": {"text"},
    "tensorflow": {"text"},
    "coreml": {"text", "zip"},
    "tensorrt": {"zip"},
    "paddle": {"text"},
    "executorch": {"zip"},
    "gguf-part": {"gguf", "text", ""},
}
_ONE_THING = frozenset({"pointer", "empty", ""})
# Formats whose usual loaders run code from the file.
_RUNS = frozenset({"pickle", "torch-zip", "torch-mar", "executable", "script"})
_WEIGHTS = frozenset(
    {
        *("safetensors", "gguf", "ggml", "pickle", "torch-zip", "hdf5", "npy", "npz", "keras"),
        *("tflite", "openvino", "tensorrt", "executorch", "ctranslate2", "fasttext", "torch-mar"),
    }
)


def content_format(head: bytes, size: int | None = None) -> str:
    """Detect the format of a file from its first bytes.

    Args:
        head: The first bytes of the file; `SNIFF_BYTES` are enough.
        size: Size of the whole file in bytes, or None if unknown.

    Returns:
        A word as used by `file_format`, or one of `torch-zip` (a PyTorch archive, which contains
        pickles), `zip`, `compressed`, `fasttext`, `ctranslate2`, `executorch`, `text`, `empty`,
        `pointer` (a Git LFS pointer in place of the file); empty if the bytes are inconclusive.
    """
    if not head:
        return "empty"
    if head.startswith(_ZIP):
        return _zip_format(head)
    by_magic = next((name for magic, name in _MAGIC if head.startswith(magic)), "")
    return by_magic or _by_structure(head, size)


def differs(named: str, content: str) -> bool:
    """Whether the format of a file differs from the one that its name indicates.

    Args:
        named: Result of `file_format`; empty if the name is inconclusive.
        content: Result of `content_format`.
    """
    if not named or content in _ONE_THING:
        return False
    return content != named and content not in _FITS.get(named, ())


def is_unknown(named: str, content: str) -> bool:
    """Whether neither name nor bytes identify a format; arguments as for `differs`."""
    return content == "" and (named == "" or named in _SIGNED)


def content_executes(content: str) -> bool:
    """Whether loading bytes of that format runs code that they contain."""
    return content in _RUNS


def content_is_weights(content: str) -> bool:
    """Whether bytes of that format are weights, whatever the file name."""
    return content in _WEIGHTS


def _by_structure(head: bytes, size: int | None) -> str:
    """The format of a file without a magic number at its start."""
    if head[4:8] in _FLATBUFFERS:
        return _FLATBUFFERS[head[4:8]]
    if _OPENVINO.match(head):
        return "openvino"
    signs = {
        "safetensors": _is_safetensors(head, size),
        "pickle": _is_pickle(head),
        "ctranslate2": _is_ctranslate2(head),
        "tar": head[_TAR_MAGIC_AT : _TAR_MAGIC_AT + 5] == b"ustar",
        "text": _is_text(head),
    }
    return next((name for name, is_there in signs.items() if is_there), "")


def _is_text(head: bytes) -> bool:
    """Whether the bytes are readable text; the last character may be cut off."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(head[:SNIFF_BYTES])
    except UnicodeDecodeError:
        return False
    return all(letter.isprintable() or letter in _WHITE for letter in text)


def _is_safetensors(head: bytes, size: int | None) -> bool:
    """Whether it starts with the length of a JSON header, and the header with an object."""
    length = int.from_bytes(head[:8], "little")
    if not 2 <= length <= _SAFETENSORS_LONGEST:
        return False
    if size is not None and 8 + length > size:
        return False
    return head[8:9] == b"{" and head[9:10] in (b'"', b"}", b" ")


def _is_pickle(head: bytes) -> bool:
    """Whether a pickle of protocol 2 or later starts here: PROTO, its number, another opcode."""
    if len(head) > 2 and head[0] == _PROTO:
        version, opcode = head[1], head[2]
        if 2 <= version <= 5 and opcode in _OPCODES:
            return True
    return _OLD_PICKLE.match(head) is not None


def _is_ctranslate2(head: bytes) -> bool:
    """Whether it starts with version, length, and the specification's name with a final zero."""
    if len(head) < 6:
        return False
    version, length = struct.unpack("<IH", head[:6])
    name = head[6 : 6 + length]
    return 0 < version <= _CTRANSLATE2_LATEST and name.endswith(b"Spec\0")


def _zip_format(head: bytes) -> str:
    """The kind of an archive, by the names of the entries whose headers are available."""
    names = _zip_names(head)
    last_parts = {name.rpartition("/")[2] for name in names}
    signs = {
        "torch-zip": not last_parts.isdisjoint(_TORCH_ENTRIES),
        "keras": "model.weights.h5" in last_parts or last_parts >= _KERAS_ENTRIES,
        "npz": bool(names) and all(name.endswith(".npy") for name in names),
        "torch-mar": any(name.startswith("MAR-INF/") for name in names),
    }
    return next((name for name, is_there in signs.items() if is_there), "zip")


def _zip_names(head: bytes) -> list[str]:
    """Names from the local headers within `head`, as long as each header locates the next one
    (APPNOTE.TXT 6.3, section 4.3.7)."""
    names = []
    at = 0
    while at + _ZIP_ENTRY.size <= len(head):
        fields = _ZIP_ENTRY.unpack_from(head, at)
        if fields[0] != b"PK\x03\x04":
            break
        packed, name_length, extra_length = fields[7], fields[9], fields[10]
        start = at + _ZIP_ENTRY.size
        names.append(head[start : start + name_length].decode("utf-8", "replace"))
        at = start + name_length + extra_length + packed
    return names
