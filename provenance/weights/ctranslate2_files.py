"""CTranslate2 models: their specification and contents.

A file starts with its version, the name and revision of the specification, and the number of
variables; then each variable has a name, a shape, a type and its bytes. Source: the model loader of
the CTranslate2 project.
"""

from __future__ import annotations

from collections import Counter
from types import MappingProxyType

from provenance.messages import message
from provenance.weights.errors import MalformedHeaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts, metadata_of
from provenance.weights.pickles.stream import Stream, StreamEndError
from provenance.weights.ranges import Ranges
from provenance.weights.shapes import ShapeDigest
from provenance.weights.spans import MAX_DIMENSIONS, elements

_MOST_VARIABLES = 20_000
_FIRST_WITH_TYPES = 4
_DTYPES = ("F32", "I8", "I16", "I32", "F16", "BF16")


def read_ctranslate2(ranges: Ranges) -> WeightFacts:
    """Read a model without its weights.

    Each variable follows the bytes of the previous one. For a file on a hub that would take a
    request per variable, so only its beginning is read, which identifies the file.

    Raises:
        MalformedHeaderError: Not a CTranslate2 model.
        HubError: The file could not be fetched.
    """
    stream = Stream(ranges.read, 0, ranges.size)
    counted = _Counted(ranges.path)
    try:
        version = _number(stream, 4)
        name, revision = _text(stream), _number(stream, 4)
        variables = _number(stream, 4)
        if variables > _MOST_VARIABLES:
            raise StreamEndError
        is_whole = ranges.is_at_hand and counted.read(stream, variables, version)
    except StreamEndError:
        raise MalformedHeaderError(ranges.path, message("weights.malformed.ctranslate2")) from None
    texts = {
        "version": str(version),
        "specification": name,
        "revision": str(revision),
        "variables": str(variables),
    }
    return WeightFacts(
        path=ranges.path,
        format="ctranslate2",
        parameters=sum(counted.dtypes.values()) if is_whole else None,
        dtypes=MappingProxyType(dict(sorted(counted.dtypes.items())) if is_whole else {}),
        metadata=metadata_of(texts),
        tensors=variables,
        shapes=counted.shapes.text if is_whole else "",
    )


class _Counted:
    """The variables of a model."""

    def __init__(self, path: str) -> None:
        self._path = path
        self.dtypes: Counter[str] = Counter()
        self.shapes = ShapeDigest()

    def read(self, stream: Stream, variables: int, version: int) -> bool:
        """Read the variables; return whether all could be fetched.

        Raises:
            StreamEndError: The file ends early.
        """
        try:
            for _ in range(variables):
                self._variable(stream, version)
        except TruncatedHeaderError:
            return False
        return True

    def _variable(self, stream: Stream, version: int) -> None:
        name, rank = _text(stream), _number(stream, 1)
        if rank > MAX_DIMENSIONS:
            raise StreamEndError
        shape = [_number(stream, 4) for _ in range(rank)]
        count = elements(self._path, name, shape)
        if version >= _FIRST_WITH_TYPES:
            kind, size = _number(stream, 1), _number(stream, 4)
            dtype = _DTYPES[kind] if kind < len(_DTYPES) else f"type-{kind}"
        else:
            width = _number(stream, 1)
            dtype, size = f"{width * 8}-bit", _number(stream, 4) * width
        self.dtypes[dtype] += count
        self.shapes.add(name, shape)
        stream.skip(size)


def _number(stream: Stream, width: int) -> int:
    return int.from_bytes(stream.take(width), "little")


def _text(stream: Stream) -> str:
    """A text with its length in front and a zero at the end."""
    data = stream.take(_number(stream, 2))
    return data.removesuffix(b"\0").decode("utf-8", "replace")
