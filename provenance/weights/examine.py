"""A weight file: what it is by its bytes, and what its header says."""

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
from provenance.weights.tensorflow_files import read_tensorflow
from provenance.weights.tflite_files import read_tflite
from provenance.weights.tokenizer import TOKENIZER, TokenizerFacts, read_tokenizer
from provenance.weights.torch_zip import read_torch_zip


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """What the bytes of one weight file say.

    Attributes:
        path: Path inside the repository.
        content: The format of these bytes, a word of `content_format`; empty where they do not
            tell.
        read: How many bytes were read.
        facts: What the header says; None where there is no reader for the format or it could not
            be read.
        problem: Why the header could not be read whole, or None.
        tokenizer: Of a tokenizer.json, what tells it from others; None where it was not told.
    """

    path: str
    content: str
    read: int
    facts: WeightFacts | None = None
    problem: MalformedHeaderError | TruncatedHeaderError | None = None
    tokenizer: TokenizerFacts | None = None

    @property
    def named(self) -> str:
        """The format that the name tells, a word of `file_format`."""
        return file_format(self.path)

    @property
    def is_misnamed(self) -> bool:
        """Whether the file is of another format than its name says."""
        return differs(self.named, self.content)

    @property
    def is_unknown(self) -> bool:
        """Whether neither name nor bytes tell what the file is."""
        return is_unknown(self.named, self.content)


def examine(ranges: Ranges, *, whole: bool = True) -> Examined:
    """Look at a weight file: at its beginning, and where its header goes on, at the rest of it.

    Args:
        ranges: The file, with its first bytes at hand.
        whole: Whether to read on where the header is longer than what is at hand.

    Raises:
        HubError: Something could not be fetched.
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
    """A tokenizer.json. What cannot be told of it is no gap: nothing but likeness rests on it."""
    try:
        tokenizer = read_tokenizer(ranges)
    except TruncatedHeaderError:
        tokenizer = None
    return Examined(path=ranges.path, content="json", read=ranges.fetched, tokenizer=tokenizer)


def _facts(ranges: Ranges, content: str, *, whole: bool) -> WeightFacts | None:
    """What the header says, by the reader of the format that the bytes tell."""
    path, named = ranges.path, file_format(ranges.path)
    if content == "pointer" and named in HEADER_FORMATS:
        raise MalformedHeaderError(path, message("weights.malformed.pointer"))
    if content in _BY_CONTENT:
        return _BY_CONTENT[content](ranges)
    if named == "pickle" and content in _MAYBE_PICKLE:
        return _maybe_pickle(ranges, content)
    if named in HEADER_FORMATS and content not in ("", named):
        reason = message("weights.malformed.other-format", content=content)
        raise MalformedHeaderError(path, reason)
    header = content if content in HEADER_FORMATS else named
    if header in HEADER_FORMATS:
        return _header(ranges, header, whole=whole)
    return _by_name(ranges, content)


def _by_name(ranges: Ranges, content: str) -> WeightFacts | None:
    """What a graph says whose bytes have no sign of their own; None of any other file."""
    if content or not is_graph(ranges.path):
        return None
    return _BY_NAME[file_format(ranges.path)](ranges)


def _maybe_pickle(ranges: Ranges, content: str) -> WeightFacts | None:
    """A file that is named a pickle and does not begin as usual: packed, of an old protocol, or
    something else."""
    if content == "compressed" or ranges.head.startswith(_ZLIB):
        return read_packed_pickle(ranges)
    try:
        return read_pickle_file(ranges)
    except MalformedHeaderError:
        if content == "text":
            return None
        raise


def is_graph(path: str) -> bool:
    """Whether a file without a sign of its own has a reader by its name."""
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
