"""Classify a file of a model repository by its name."""

from __future__ import annotations

import re
from functools import lru_cache

# Names kept with their format: every reader asks about the same files of a repository, and
# `config.json` is in most of them.
_NAMES_KEPT = 4_096
# Cases that the suffix alone gets wrong or leaves open, by the last part of the path; the first
# match wins.
_NAMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (format_name, re.compile(pattern))
    for format_name, pattern in (
        ("tensorboard", r"events\.out\.tfevents\..*"),
        ("tensorflow", r".*\.data-\d+-of-\d+|.*\.ckpt(?:-\d+)?\.(?:index|meta)|variables\.index"),
        ("gguf-part", r".*\.gguf[.-](?:part|split).*"),
        ("onnx", r".*\.onnx[._]data(?:_\d+)?"),
        ("openvino", r"openvino_.*\.(?:bin|xml)"),
        ("ggml", r".*ggml.*\.bin"),
        (
            "pickle",
            r".*(?:pytorch|adapter|training_args|optimizer|scheduler|scaler|state_dict"
            r"|random_states|learned_embeds"
            r"|textual_inversion|lora|mm_projector|value_head|model-\d+-of-\d+).*\.bin",
        ),
        (
            "sentencepiece",
            r".*(?:tokenizer|spiece|sentencepiece|spm|spe_|bpe).*\.model(?:\.v\d+)?|sp\.model",
        ),
    )
)
# Every name that matches one of these patterns contains one of these; most names contain none.
_MAY_BE_NAMED = re.compile(
    r"\.data-|tfevents|\.gguf[.-]|\.onnx[._]data|\.model\.v|\.(?:index|meta|bin|xml|model)$"
)
# For names without a known suffix, such as LICENSE-MODEL.
_TEXT = re.compile(
    r".*(?:licen[cs]e|copying|notice|readme|codeowners|use_policy).*|makefile|dockerfile|latest"
    r"|checkpoint"
    r"|\.git(?:attributes|ignore)"
)
_COREML_FOLDER = re.compile(r"\.mlpackage/|\.mlmodelc/")
_SUFFIXES = {
    suffix: file_format
    for file_format, suffixes in {
        "safetensors": "safetensors",
        "gguf": "gguf",
        "ggml": "ggml ggmf ggjt",
        # Paddle's .pdparams and PyTorch's distributed checkpoints are pickles as well.
        "pickle": "pt pth ptl pt2 th ckpt pkl pickle p dill joblib sav distcp pdparams pdopt ot",
        "nemo": "nemo",
        # A TorchServe archive: weights with the Python code that serves them.
        "torch-mar": "mar",
        "executorch": "pte",
        "onnx": "onnx ort",
        "keras": "keras",
        "hdf5": "h5 hdf5",
        "tensorflow": "pb pbtxt",
        "tflite": "tflite task litertlm",
        "flax": "msgpack",
        "coreml": "mlmodel",
        "npz": "npz",
        "npy": "npy",
        "paddle": "pdmodel pdiparams",
        "tensorrt": "engine plan trt",
        "skops": "skops",
        "executable": "llamafile exe dll so dylib",
        "python": "py pyc pyi",
        "script": "sh bash bat cmd ps1 js mjs ts",
        "notebook": "ipynb",
        "json": "json jsonl ndjson",
        "yaml": "yaml yml",
        "markdown": "md markdown mdx",
        "text": "txt rst log cfg conf ini toml xml csv tsv vocab tiktoken jinja bib",
        "html": "html htm css",
        "parquet": "parquet",
        "arrow": "arrow feather",
        "sqlite": "sqlite sqlite3 db",
        "archive": "zip tar tgz gz bz2 xz zst lz4 7z rar whl",
        "image": "png jpg jpeg gif svg webp bmp ico tiff",
        "audio": "wav mp3 flac ogg m4a",
        "video": "mp4 webm mov avi mpeg mkv",
        "pdf": "pdf",
    }.items()
    for suffix in suffixes.split()
}
_COMPRESSED = re.compile(r"\.(?:gz|bz2|xz|zst|lz4|z)$")
_WEIGHTS = frozenset(
    (
        *(
            "safetensors",
            "gguf",
            "gguf-part",
            "ggml",
            "pickle",
            "nemo",
            "onnx",
            "keras",
            "hdf5",
            "tensorflow",
        ),
        *("tflite", "flax", "coreml", "openvino", "npz", "paddle", "tensorrt", "skops"),
        *("torch-mar", "executorch"),
    )
)
_EXECUTES = frozenset(("pickle", "nemo", "torch-mar", "executable"))
_PROGRAMS = frozenset(("python", "script", "executable", "notebook"))
# Leftovers of a training run next to the weights: same formats, but no weights of the model.
_STATE = re.compile(
    r"(?:^|[-_./])(?:training_args|optimizer|optim_states|scheduler|scaler|rng_state|random_states"
    r"|keras_metadata"
    r"|fingerprint)(?:_?\d+)?(?:/|\.[a-z]+$)"
)
_SHARD = re.compile(
    r"(?:^|[-_./])\d{1,6}-of-(\d{1,6})(?=\D|$)|(?:^|/)consolidated\.\d+\.|\.gguf[.-](?:part|split)"
)


@lru_cache(maxsize=_NAMES_KEPT)
def file_format(path: str) -> str:
    """Derive the format of a file from its name.

    Args:
        path: Path inside the repository.

    Returns:
        A lower-case word such as `safetensors`, `gguf`, `pickle`, `onnx`, `json` or `python`; empty
        if the name is inconclusive (`model.bin` may be a pickle, a fastText or a CTranslate2
        model).
    """
    lowered = path.lower()
    if _COREML_FOLDER.search(lowered):
        return "coreml"
    name = lowered.rpartition("/")[2]
    if _MAY_BE_NAMED.search(name):
        for format_name, pattern in _NAMES:
            if pattern.fullmatch(name):
                return format_name
    inner = _COMPRESSED.sub("", name)
    if inner != name and _by_suffix(inner) == "pickle":
        return "pickle"
    return _by_suffix(name) or ("text" if _TEXT.fullmatch(name) else "")


@lru_cache(maxsize=_NAMES_KEPT)
def is_weights(path: str) -> bool:
    """Whether the name indicates model weights; optimizer and trainer states do not count."""
    return file_format(path) in _WEIGHTS and not _STATE.search(path.lower())


def executes_code(path: str) -> bool:
    """Whether the usual way to load the file runs code that it contains.

    True for the pickle family (the `pickle` module's documentation warns that unpickling may run
    anything) and for executables; `file_format` identifies Python files. Formats whose loaders
    refuse code unless asked, such as Keras, are not included.
    """
    return file_format(path) in _EXECUTES


def weight_formats() -> tuple[str, ...]:
    """The words for weight formats, sorted."""
    return tuple(sorted(_WEIGHTS))


def runs_code(path: str) -> bool:
    """Whether loading the file, or trusting the code next to the weights, executes its contents."""
    return executes_code(path) or file_format(path) in _PROGRAMS


def is_shard(path: str) -> bool:
    """Whether the name belongs to a shard, one of several weight files (`model-00001-of-00004`)."""
    match = _SHARD.search(path.lower())
    return match is not None and (match[1] is None or int(match[1]) != 1)


def _by_suffix(name: str) -> str:
    _, dot, suffix = name.rpartition(".")
    return _SUFFIXES.get(suffix, "") if dot else ""
