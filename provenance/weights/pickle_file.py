"""Pickle files: plain, from old PyTorch versions, and compressed by joblib."""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType

from provenance.messages import Message, message
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts
from provenance.weights.inflating import inflated
from provenance.weights.naming import is_shard
from provenance.weights.pickles import PickleReading, Stream, read_pickles
from provenance.weights.ranges import Ranges
from provenance.weights.shapes import ShapeDigest
from provenance.weights.spans import elements

_OPTIMIZER = frozenset({"optimizer", "optimizer_state_dict", "optimizer_states"})


def read_pickle_file(ranges: Ranges) -> WeightFacts:
    """Read the pickles of a file; the data between and after them is skipped.

    Raises:
        MalformedHeaderError: No part of the file is a pickle.
        HubError: The file could not be fetched.
    """
    stream = Stream(ranges.read, 0, ranges.size)
    return _facts(ranges, stream, "pickle")


def read_packed_pickle(ranges: Ranges) -> WeightFacts:
    """Read a compressed pickle, as joblib writes it.

    Raises:
        MalformedHeaderError: The file cannot be decompressed, or contains no pickle.
        TruncatedHeaderError: The file exceeds the decompression limit.
        HubError: The file could not be fetched.
    """
    return _facts(ranges, Stream(inflated(ranges)), "compressed")


def _facts(ranges: Ranges, stream: Stream, file_format: str) -> WeightFacts:
    reading = PickleReading()
    cut: TruncatedHeaderError | None = None
    try:
        read_pickles(stream, into=reading)
    except TruncatedHeaderError as error:
        cut = error
    if not reading.pickles and not reading.uses:
        if cut:
            raise cut
        if reading.broken and reading.broken.is_limit:
            raise TruncatedHeaderError(ranges.path, reading.broken.position)
        raise MalformedHeaderError(ranges.path, message("weights.malformed.no-pickle"))
    return facts_of(
        path=ranges.path,
        file_format=file_format,
        reading=reading,
        is_cut=cut is not None,
    )


def facts_of(
    *,
    path: str,
    file_format: str,
    reading: PickleReading,
    oddities: tuple[Message, ...] = (),
    is_cut: bool = False,
    is_script: bool = False,
) -> WeightFacts:
    """Facts about the weights from their pickles.

    Args:
        path: Path inside the repository.
        file_format: A word of `content_format`.
        reading: What was read from the pickles.
        oddities: What two readers of the archive may interpret differently.
        is_cut: Whether the file continues after the part that was read.
        is_script: Whether it is a TorchScript archive, with its own code.
    """
    dtypes: Counter[str] = Counter()
    shapes = ShapeDigest()
    for tensor in reading.tensors:
        shapes.add(tensor.name, tensor.shape)
        dtypes[tensor.dtype] += elements(path, tensor.name, tensor.shape)
    metadata = {"torchscript": "true"} if is_script else {}
    is_checkpoint = bool(reading.keys & _OPTIMIZER)
    counted = bool(reading.tensors) and not is_checkpoint and not is_cut
    broken = reading.broken
    if broken and broken.is_limit:
        is_cut = True
    elif broken:
        where = message("weights.archive.broken-pickle", position=broken.position)
        oddities = (*oddities, where)
    return WeightFacts(
        path=path,
        format=file_format,
        parameters=sum(dtypes.values()) if counted else None,
        dtypes=MappingProxyType(dict(sorted(dtypes.items()))),
        metadata=MappingProxyType(metadata),
        shard=is_shard(path),
        complete=not is_cut,
        tensors=len(reading.tensors) if counted else None,
        shapes=shapes.text if counted else "",
        uses=tuple(reading.uses.values()),
        oddities=oddities,
    )
