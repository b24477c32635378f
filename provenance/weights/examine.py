"""Examine a weight file: its format by its bytes, and the contents of its header."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from provenance.messages import message
from provenance.weights.content import SNIFF_BYTES, content_format, differs, is_unknown
from provenance.weights.coreml_files import read_coreml
from provenance.weights.ctranslate2_files import read_ctranslate2
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.hdf5_files import read_hdf5
from provenance.weights.header import HEADER_FORMATS, HEADER_LIMIT, header_size, read_header
from provenance.weights.keras_files import read_keras
from provenance.weights.naming import file_format
from provenance.weights.numpy_files import read_npy, read_npz
from provenance.weights.onnx_files import read_onnx
from provenance.weights.openvino_files import read_openvino
from provenance.weights.pickle_file import read_packed_pickle, read_pickle_file
from provenance.weights.ranges import Ranges
from provenance.weights.tar_files import read_tar
from provenance.weights.tensorflow_files import read_tensorflow
from provenance.weights.tflite_files import read_tflite
from provenance.weights.tokenizer import TOKENIZER, TokenizerFacts, read_tokenizer
from provenance.weights.torch_zip import read_torch_zip


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What the bytes of one weight file reveal.

    Attributes:
        path: Path inside the repository.
        content: Format of the bytes, a word of `content_format`; empty if inconclusive.
        read: Number of bytes read.
        facts: Contents of the header; None if the format has no reader or the header is unreadable.
        problem: Why the header could not be read completely, or None.
        tokenizer: For a tokenizer.json, what distinguishes it from others; None if not determined.
    """

    path: str
    content: str
    read: int
    facts: WeightFacts | None = None
    problem: MalformedHeaderError | TruncatedHeaderError | None = None
    tokenizer: TokenizerFacts | None = None

    @property
    def named(self) -> str:
        """The format that the name indicates, a word of `file_format`."""
        return file_format(self.path)

    @property
    def is_misnamed(self) -> bool:
        """Whether the format of the file differs from the one that its name indicates."""
        return differs(self.named, self.content)

    @property
    def is_unknown(self) -> bool:
        """Whether neither name nor bytes identify the file."""
        return is_unknown(self.named, self.content)


def examine(ranges: Ranges, *, whole: bool = True) -> Examined:
    """Examine a weight file: its beginning, and the rest of the header if it is longer.

    Args:
        ranges: The file, with its first bytes available.
        whole: Whether to read on if the header is longer than the available bytes.

    Raises:
        HubError: A part of the file could not be fetched.
    """
    path = ranges.path
    if path == TOKENIZER:
        return _tokenizer(ranges)
    content = content_format(ranges.head[:SNIFF_BYTES], ranges.size)
    facts, problem = None, None
    try:
        facts = _facts(ranges, content, whole=whole)
    except (MalformedHeaderError, TruncatedHeaderError) as error:
        problem = error
    if facts and not facts.complete:
        problem = TruncatedHeaderError(path, ranges.fetched + 1)
    return Examined(
        path=path,
        content=content,
        read=ranges.fetched,
        facts=facts,
        problem=problem,
    )


def _tokenizer(ranges: Ranges) -> Examined:
    """Read a tokenizer.json. Missing facts are not a gap: only similarity depends on them."""
    try:
        tokenizer = read_tokenizer(ranges)
    except TruncatedHeaderError:
        tokenizer = None
    return Examined(path=ranges.path, content="json", read=ranges.fetched, tokenizer=tokenizer)


def _facts(ranges: Ranges, content: str, *, whole: bool) -> WeightFacts | None:
    """The contents of the header, from the reader of the format that the bytes indicate."""
    path, format_by_name = ranges.path, file_format(ranges.path)
    if content == "pointer" and format_by_name in HEADER_FORMATS:
        raise MalformedHeaderError(path, message("weights.malformed.pointer"))
    if content in _BY_CONTENT:
        return _BY_CONTENT[content](ranges)
    if format_by_name == "pickle" and content in _MAYBE_PICKLE:
        return _maybe_pickle(ranges, content)
    if format_by_name in HEADER_FORMATS and content not in ("", format_by_name):
        reason = message("weights.malformed.other-format", content=content)
        raise MalformedHeaderError(path, reason)
    header = content if content in HEADER_FORMATS else format_by_name
    if header in HEADER_FORMATS:
        return _header(ranges, header, whole=whole)
    return _by_name(ranges, content)


def _by_name(ranges: Ranges, content: str) -> WeightFacts | None:
    """What a graph says whose bytes have no sign of their own; None of any other file."""
    if content or not is_graph(ranges.path):
        return None
    return _BY_NAME[file_format(ranges.path)](ranges)


def _maybe_pickle(ranges: Ranges, content: str) -> WeightFacts | None:
    """A file with a pickle's name but an unusual start: packed, an old protocol, or not a
    pickle."""
    if content == "compressed" or ranges.head.startswith(_ZLIB):
        return read_packed_pickle(ranges)
    try:
        return read_pickle_file(ranges)
    except MalformedHeaderError:
        if content == "text":
            return None
        raise


def is_graph(path: str) -> bool:
    """Whether a file without a signature has a reader by its name."""
    name = path.lower().rpartition("/")[2]
    return name.endswith((".onnx", ".ort", ".pb", ".mlmodel"))


def _header(ranges: Ranges, header: str, *, whole: bool) -> WeightFacts:
    head = ranges.head
    if whole:
        end = header_size(ranges.path, head, ranges.size, header)
        head = ranges.read(0, min(max(end, len(head)), HEADER_LIMIT))
    return read_header(ranges.path, head, ranges.size, header)


_MAYBE_PICKLE = frozenset({"", "text", "compressed"})
_ZLIB = (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda", b"\x5d\0\0")
_BY_CONTENT: dict[str, Callable[[Ranges], WeightFacts]] = {
    "torch-zip": read_torch_zip,
    "torch-mar": partial(read_torch_zip, archive="torch-mar"),
    "zip": partial(read_torch_zip, archive="zip"),
    "pickle": read_pickle_file,
    "tar": read_tar,
    "npy": read_npy,
    "npz": read_npz,
    "keras": read_keras,
    "hdf5": read_hdf5,
    "tflite": read_tflite,
    "ctranslate2": read_ctranslate2,
    "openvino": read_openvino,
}
_BY_NAME: dict[str, Callable[[Ranges], WeightFacts]] = {
    "onnx": read_onnx,
    "tensorflow": read_tensorflow,
    "coreml": read_coreml,
}
