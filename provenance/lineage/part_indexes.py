"""Indexes of weights in several files (`model.safetensors.index.json`): which file has each tensor.

Loaders read the files that the index names, so a file that it names and that is not listed, or was
not examined, is weights that nobody saw. Format:
https://huggingface.co/docs/transformers/big_models
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from provenance.lineage.weight_files import is_candidate, part_pattern
from provenance.messages import Message, message
from provenance.model.artifact import FILES, Gap, Snapshot
from provenance.model.finding import shorten
from provenance.weights import WeightFacts
from provenance.weights.tensor_names import digest_name, digests

# The largest models name two hundred thousand tensors, about eighty bytes each.
INDEX_LIMIT = 16 * 1024 * 1024
MAP, METADATA = "weight_map", "metadata"
_INDEX = re.compile(r".*\.index(?:\.[\w-]{1,40})?\.json", re.IGNORECASE | re.DOTALL)
_OF_WEIGHTS = re.compile(r"\.(?:safetensors|bin|pth?|ckpt|h5|msgpack|npz|gguf)\.", re.IGNORECASE)
# https://huggingface.co/docs/safetensors: the framework that wrote the files.
_FRAMEWORKS = frozenset({"pt", "tf", "flax", "np", "mlx", "jax", "paddle"})
_SHOWN, _LONGEST_NAME = 3, 100
# The format whose headers keep the names of tensors.
_COMPARED = "safetensors"


def is_part_index(path: str) -> bool:
    """Whether a file is an index of parts by its name.

    Args:
        path: Its path.
    """
    return _INDEX.fullmatch(path.rpartition("/")[2]) is not None


def index_gaps(
    snapshot: Snapshot,
    configs: Mapping[str, Mapping[str, object]],
    known: Sequence[Gap],
    weights: Iterable[WeightFacts] = (),
) -> Iterator[Gap]:
    """What indexes name and what is not there, was not examined, or was not understood; and tensors
    that a file has and its index does not name, or the other way round.

    Args:
        snapshot: The hub's answer.
        configs: Parsed JSON files, by path.
        known: The gaps so far; files that one of them already calls missing are not repeated.
        weights: The headers that were read.
    """
    listed = {entry.path for entry in snapshot.files}
    known_paths = {gap.what for gap in known}
    headers = {facts.path: facts for facts in weights}
    for path in sorted(filter(is_part_index, configs)):
        config = configs[path]
        has_map = MAP in config
        if not has_map and not _OF_WEIGHTS.search(path.rpartition("/")[2]):
            continue  # another kind of index
        files = _files_of(config.get(MAP))
        if files is None:
            detail = message("weights.gap.index-form", file=path)
            yield _gap(snapshot, path, "malformed", detail)
            continue
        yield from _file_gaps(snapshot, path, files, listed, known_paths)
        yield from _tensor_gaps(snapshot, path, config[MAP], headers)
        framework = _framework(config.get(METADATA))
        if framework not in _FRAMEWORKS:
            detail = message(
                "weights.gap.index-format", file=path, format=shorten(framework, _LONGEST_NAME)
            )
            yield _gap(snapshot, f"{path} format", "not-understood", detail)


def _files_of(value: object) -> frozenset[str] | None:
    """The files that a map names; None if it is not a map of tensors to files."""
    if not isinstance(value, Mapping) or not value:
        return None
    names = value.values()
    if not all(isinstance(name, str) and name.strip() for name in names):
        return None
    return frozenset(names)


def _framework(metadata: object) -> str:
    """The format that the metadata of an index states, in lower case; `pt` if it states none."""
    stated = metadata.get("format") if isinstance(metadata, Mapping) else None
    return str(stated).strip().lower() if stated else "pt"


def _file_gaps(
    snapshot: Snapshot,
    path: str,
    files: frozenset[str],
    listed: AbstractSet[str],
    known_paths: AbstractSet[str],
) -> Iterator[Gap]:
    """Files of an index that are not in the repository, or are no weights by their names."""
    folder = path.rpartition("/")[0]
    places = {name: f"{folder}/{name}" if folder else name for name in files}
    absent = sorted(
        name
        for name, place in places.items()
        if place not in listed and part_pattern(place) not in known_paths
    )
    if absent:
        yield _gap(snapshot, path, "not-found", _counted("index-missing", path, absent))
    odd = sorted(
        name for name, place in places.items() if place in listed and not is_candidate(place)
    )
    if odd:
        yield _gap(snapshot, f"parts of {path}", "unread", _counted("index-odd", path, odd))


def _tensor_gaps(
    snapshot: Snapshot, path: str, tensors: object, headers: Mapping[str, WeightFacts]
) -> Iterator[Gap]:
    """One gap for the tensors that an index names and its files do not have, one for those that
    files have and it does not name, and one for files with too many tensors to compare.

    Only headers that were read completely are compared.
    """
    assert isinstance(tensors, Mapping)
    folder = path.rpartition("/")[0]
    named: dict[str, dict[bytes, str]] = {}
    for tensor, file in tensors.items():
        place = f"{folder}/{file}" if folder else str(file)
        named.setdefault(place, {})[digest_name(str(tensor))] = str(tensor)
    absent: list[str] = []
    surplus: list[str] = []
    uncompared: list[str] = []
    for place in sorted(named.keys() & headers.keys()):
        facts = headers[place]
        if not facts.complete or facts.tensors is None or facts.format != _COMPARED:
            continue
        if facts.tensors and not facts.names:
            uncompared.append(place)
            continue
        held = digests(facts.names)
        absent += [tensor for digest, tensor in named[place].items() if digest not in held]
        surplus += [place] if held - named[place].keys() else []
    for key, names in (("absent", absent), ("surplus", surplus), ("uncompared", uncompared)):
        if names:
            what, reason = f"tensors of {path}", "bound" if key == "uncompared" else "malformed"
            yield _gap(snapshot, what, reason, _counted(f"index-{key}", path, names))


def _counted(key: str, path: str, names: Sequence[str]) -> Message:
    shown = tuple(shorten(name, _LONGEST_NAME) for name in names[:_SHOWN])
    return message(f"weights.gap.{key}", file=path, files=shown, count=len(names))


def _gap(snapshot: Snapshot, what: str, reason: str, detail: Message) -> Gap:
    return Gap(artifact=snapshot.ref.purl, what=what, reason=reason, detail=detail, topic=FILES)
