"""Keras models in HDF5, read through h5py if the extra `hdf5` is installed."""

from __future__ import annotations

import io
from collections import Counter
from types import MappingProxyType

from provenance.messages import message
from provenance.weights.errors import MalformedHeaderError, MissingReaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts, metadata_of
from provenance.weights.keras_files import read_config
from provenance.weights.ranges import Ranges
from provenance.weights.shapes import ShapeDigest
from provenance.weights.spans import elements

_MOST_DATASETS = 20_000
_ATTRIBUTES = ("keras_version", "backend")
_CONFIG = "model_config"


def read_hdf5(ranges: Ranges) -> WeightFacts:
    """Read the configuration and the shapes of a model; no array is loaded.

    Raises:
        MalformedHeaderError: The file cannot be read.
        MissingReaderError: h5py is not installed.
        TruncatedHeaderError, HubError: The file could not be read completely.
    """
    try:
        import h5py
    except ImportError:
        reason = message("weights.malformed.needs-extra", extra="hdf5", library="h5py")
        raise MissingReaderError(ranges.path, reason) from None
    source = _File(ranges)
    try:
        with h5py.File(source, "r") as file:
            return _facts(ranges, file)
    except (OSError, KeyError, RuntimeError, ValueError, TypeError):
        if source.problem:
            raise source.problem from None
        raise MalformedHeaderError(ranges.path, message("weights.malformed.hdf5")) from None


def _facts(ranges: Ranges, file: object) -> WeightFacts:
    import h5py

    assert isinstance(file, h5py.File)
    dtypes: Counter[str] = Counter()
    shapes = ShapeDigest()
    count = 0

    def visit(name: str, member: object) -> bool | None:
        nonlocal count
        if not isinstance(member, h5py.Dataset):
            return None
        count += 1
        dtypes[str(member.dtype)] += elements(ranges.path, name, member.shape or ())
        shapes.add(name, member.shape or ())
        return True if count >= _MOST_DATASETS else None

    file.visititems(visit)
    config = file.attrs.get(_CONFIG)
    text = config.encode() if isinstance(config, str) else bytes(config or b"")
    uses = read_config(ranges.path, text, "hdf5").uses if text else ()
    attributes = {key: str(file.attrs[key]) for key in _ATTRIBUTES if key in file.attrs}
    return WeightFacts(
        path=ranges.path,
        format="hdf5",
        parameters=sum(dtypes.values()),
        dtypes=MappingProxyType(dict(sorted(dtypes.items()))),
        metadata=metadata_of(attributes),
        tensors=count,
        shapes=shapes.text,
        uses=uses,
    )


class _File(io.RawIOBase):
    """Ranges as a file object; keeps errors from them, because h5py drops errors."""

    def __init__(self, ranges: Ranges) -> None:
        self._ranges = ranges
        self._at = 0
        self.problem: TruncatedHeaderError | None = None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._ranges.size or 0}
        self._at = base[whence] + offset
        return self._at

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._ranges.read(self._at, len(view))
        except TruncatedHeaderError as error:
            self.problem = error
            raise OSError from None
        view[: len(data)] = data
        self._at += len(data)
        return len(data)
