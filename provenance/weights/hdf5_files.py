"""Keras models in HDF5, read through h5py if the extra `hdf5` is installed.

h5py runs in a process of its own, because a crafted file can hang or crash it; see `hdf5_child`.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

from provenance.messages import message
from provenance.weights import hdf5_child
from provenance.weights.errors import MalformedHeaderError, MissingReaderError, TruncatedHeaderError
from provenance.weights.facts import WeightFacts, metadata_of
from provenance.weights.keras_files import read_config
from provenance.weights.ranges import Ranges
from provenance.weights.shapes import ShapeDigest
from provenance.weights.spans import elements

# Of processor time, which ends a process that loops, and of the clock, for systems without it.
_MOST_SECONDS = 6
_MOST_SECONDS_OF_CLOCK = 60.0
_LONGEST_LINE = 32 * 1024 * 1024


def read_hdf5(ranges: Ranges) -> WeightFacts:
    """Read the configuration and the shapes of a model; no array is loaded.

    Raises:
        MalformedHeaderError: The file cannot be read.
        MissingReaderError: h5py is not installed.
        TruncatedHeaderError, HubError: The file could not be read completely.
    """
    reader = find_spec("h5py")
    if reader is None or reader.origin is None:
        reason = message("weights.malformed.needs-extra", extra="hdf5", library="h5py")
        raise MissingReaderError(ranges.path, reason)
    folder = Path(reader.origin).parents[1]
    with _child(ranges.size or len(ranges.head), folder) as (answers, requests):
        return _facts(ranges.path, _served(ranges, answers, requests))


@contextmanager
def _child(size: int, folder: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The process that reads a file of that size: where it takes bytes, where it asks for them. It
    is ended after its time."""
    arguments = (str(size), str(folder), str(_MOST_SECONDS))
    command = [sys.executable, "-I", hdf5_child.__file__, *arguments]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdin
        assert process.stdout
        timer = threading.Timer(_MOST_SECONDS_OF_CLOCK, process.kill)
        timer.start()
        try:
            yield process.stdin, process.stdout
        finally:
            timer.cancel()
            process.kill()
            # What was not written yet has no reader any more.
            with suppress(OSError):
                process.stdin.close()


def _served(ranges: Ranges, answers: IO[bytes], requests: IO[bytes]) -> Mapping[str, Any]:
    """Answer the requests of the process; returns what it found.

    Raises:
        MalformedHeaderError: It found nothing, or it ended.
        TruncatedHeaderError, HubError: It asked for bytes that could not be fetched.
    """
    malformed = MalformedHeaderError(ranges.path, message("weights.malformed.hdf5"))
    refused: TruncatedHeaderError | None = None
    while True:
        line = requests.readline(_LONGEST_LINE)
        if not line.endswith(b"\n"):
            raise malformed
        request = json.loads(line)
        if request["read"] is None:
            break
        start, length = request["read"]
        try:
            data = ranges.read(start, length)
        except TruncatedHeaderError as error:
            refused = error
            head, data = hdf5_child.LENGTH.pack(hdf5_child.REFUSED), b""
        else:
            head = hdf5_child.LENGTH.pack(len(data))
        try:
            answers.write(head + data)
            answers.flush()
        except OSError:
            raise malformed from None
    if request.get("error") == "refused" and refused:
        raise refused
    if "error" in request:
        raise malformed
    answer: Mapping[str, Any] = request
    return answer


def _facts(path: str, answer: Mapping[str, Any]) -> WeightFacts:
    dtypes: Counter[str] = Counter()
    shapes = ShapeDigest()
    for name, dtype, shape in answer["datasets"]:
        dtypes[dtype] += elements(path, name, tuple(shape))
        shapes.add(name, tuple(shape))
    config = answer["config"].encode("utf-8", "replace")
    uses = read_config(path, config, "hdf5").uses if config else ()
    return WeightFacts(
        path=path,
        format="hdf5",
        parameters=sum(dtypes.values()),
        dtypes=MappingProxyType(dict(sorted(dtypes.items()))),
        metadata=metadata_of(answer["attributes"]),
        tensors=len(answer["datasets"]),
        shapes=shapes.text,
        uses=uses,
    )
