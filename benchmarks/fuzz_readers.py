"""The readers that `benchmarks.fuzz` feeds, each with the files it starts from.

`benchmarks.fuzz` imports this module after its engine has prepared to measure coverage. Nothing
here may therefore be imported from its top.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import risky_files  # noqa: E402
import risky_more  # noqa: E402
import weight_files  # noqa: E402
from weights import test_weights_graphs as graphs  # noqa: E402
from weights import test_weights_mobile as mobile  # noqa: E402

from provenance.signatures import BrokenSignatureError, read_statement  # noqa: E402
from provenance.weights import (  # noqa: E402
    MalformedHeaderError,
    Ranges,
    TruncatedHeaderError,
    examine,
    read_header,
)
from provenance.weights.coreml_files import read_coreml  # noqa: E402
from provenance.weights.ctranslate2_files import read_ctranslate2  # noqa: E402
from provenance.weights.hdf5_files import read_hdf5  # noqa: E402
from provenance.weights.keras_files import read_keras  # noqa: E402
from provenance.weights.numpy_files import read_npy, read_npz  # noqa: E402
from provenance.weights.onnx_files import read_onnx  # noqa: E402
from provenance.weights.openvino_files import read_openvino  # noqa: E402
from provenance.weights.pickle_file import read_packed_pickle, read_pickle_file  # noqa: E402
from provenance.weights.tar_files import read_tar  # noqa: E402
from provenance.weights.templates import read_template  # noqa: E402
from provenance.weights.tensorflow_files import read_tensorflow  # noqa: E402
from provenance.weights.tflite_files import read_tflite  # noqa: E402
from provenance.weights.tokenizer import read_tokenizer  # noqa: E402
from provenance.weights.torch_zip import read_torch_zip  # noqa: E402

# h5py runs in a process of its own, which has this long on a busy machine.
_SECONDS_OF_A_PROCESS = 90
# What a reader may end in besides facts.
EXPECTED = (MalformedHeaderError, TruncatedHeaderError, BrokenSignatureError)


@dataclass(frozen=True)
class Reader:
    """One reader under test.

    Attributes:
        read: Reads a file; raises one of `EXPECTED` if the file is broken.
        seeds: Sound files, or files that a scanner has to understand.
        slowest: Seconds that one input may take; more for what runs in a process of its own.
    """

    read: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    slowest: int = 5


def _of(path: str, read: Callable[[Ranges], object]) -> Callable[[bytes], object]:
    """The reader of a whole file in memory, under that name."""
    return lambda data: read(Ranges.of(path, data))


def _header(path: str) -> Callable[[bytes], object]:
    """The reader of a header, without and with the size of a larger file."""

    def read(data: bytes) -> object:
        with suppress(MalformedHeaderError, TruncatedHeaderError):
            read_header(path, data, len(data))
        return read_header(path, data, None)

    return read


def _any_file(data: bytes) -> object:
    """What an audit does: the bytes decide which reader is asked."""
    look = examine(Ranges.of("model.bin", data))
    if look.problem is not None:
        raise look.problem
    return look.facts


def _cases(*endings: str) -> tuple[bytes, ...]:
    """The malicious and harmless files of the tests with these endings."""
    cases = (*risky_files.MALICIOUS, *risky_files.BENIGN, *risky_more.MORE_MALICIOUS)
    longest = 100_000
    return tuple(
        case.data for case in cases if case.name.endswith(endings) and len(case.data) < longest
    )


_GGUF = weight_files.Gguf()
_GGUF_KEYS = {"general.license": "mit", "tokenizer.ggml.tokens": ["a", "b"], "x": [[1]], "y": 1.5}
_LAYERS = graphs.keras_layer(layers=[{"class_name": "Lambda", "module": "keras.layers"}])
_TOKENIZER = (
    b'{"model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2}, "merges": ["a b", "ab a",'
    b' "b a", "a a", "b b"]}}'
)
_SIGNATURE = b'{"dsseEnvelope": {"payload": "e30=", "signatures": [{"sig": ""}]}}'
_TEMPLATE = b"{% for m in messages %}{{ m['content'] | trim }}{% endfor %}{{ ''.__class__ }}"

READERS: dict[str, Reader] = {
    "safetensors": Reader(
        _header("model.safetensors"),
        (
            weight_files.safetensors({"a": ("BF16", [2, 3]), "b": ("F32", [4])}, {"format": "pt"}),
            weight_files.safetensors({}),
        ),
    ),
    "gguf": Reader(
        _header("chat.gguf"),
        (
            _GGUF.file(_GGUF_KEYS, {"norm": ("F32", [8])}),
            weight_files.Gguf(1, ">").file({"general.license": "mit"}, {"norm": ("Q8_0", [32])}),
        ),
    ),
    "torch": Reader(_of("model.pt", read_torch_zip), _cases(".pt", "system.bin", "state.bin")),
    "tar": Reader(_of("model.tar", read_tar), _cases(".tar")),
    "pickle": Reader(_of("model.pkl", read_pickle_file), _cases(".pkl", ".pth")),
    "packed pickle": Reader(_of("a.joblib", read_packed_pickle), _cases(".joblib", "gz.pkl")),
    "numpy": Reader(_of("a.npy", read_npy), _cases(".npy")),
    "numpy archive": Reader(_of("a.npz", read_npz), _cases(".npz")),
    "keras": Reader(_of("model.keras", read_keras), (risky_files.keras(_LAYERS),)),
    "hdf5": Reader(
        _of("model.h5", read_hdf5),
        (graphs.hdf5('{"class_name": "Sequential"}'),),
        slowest=_SECONDS_OF_A_PROCESS,
    ),
    "onnx": Reader(
        _of("model.onnx", read_onnx),
        (graphs.onnx([("MatMul", "")], [graphs.tensor([4], "w", "../w.bin")], {"": 17}),),
    ),
    "tensorflow": Reader(
        _of("saved_model.pb", read_tensorflow), (graphs.saved_model("WriteFile"),)
    ),
    "tflite": Reader(_of("model.tflite", read_tflite), (mobile.tflite(), mobile.tflite("Mine"))),
    "coreml": Reader(_of("model.mlmodel", read_coreml), (mobile.coreml(),)),
    "openvino": Reader(_of("model.xml", read_openvino), (mobile.openvino(),)),
    "ctranslate2": Reader(_of("model.bin", read_ctranslate2), (mobile.ctranslate2(),)),
    "tokenizer": Reader(_of("tokenizer.json", read_tokenizer), (_TOKENIZER,)),
    "chat template": Reader(
        lambda data: read_template("chat_template.jinja", "", data.decode("utf-8", "replace")),
        (_TEMPLATE,),
    ),
    "signature": Reader(read_statement, (_SIGNATURE,)),
    "any file": Reader(_any_file, (*_cases(""), *mobile.CASES.values())),
}
