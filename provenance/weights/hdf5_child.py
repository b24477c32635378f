"""The process in which h5py reads a file that `hdf5_files` serves to it.

libhdf5 is C code that runs outside Python's control: crafted files make it loop for ever, crash or
allocate without limit, and no exception ends that. Here only this process is lost.

It is started by its path and imports nothing of this package. Each request is a line of JSON on
stdout, `{"read": [start, length]}`; the answer on stdin is a length of eight bytes, then the bytes.
A length of `REFUSED` means that they may not be fetched. The last line is `{"read": null}` with
what was found, or with an error.
"""

from __future__ import annotations

import io
import json
import struct
import sys
from contextlib import suppress
from typing import Any, BinaryIO

REFUSED = 2**64 - 1
MOST_DATASETS = 20_000
LENGTH = struct.Struct("<Q")
ATTRIBUTES = ("keras_version", "backend")
CONFIG = "model_config"
_MOST_MEMORY = 1024 * 1024 * 1024


class ServedFile(io.RawIOBase):
    """The file, as the parent serves it.

    Args:
        size: Its size in bytes.
        requests: Where requests are written.
        answers: Where answers arrive.

    Attributes:
        refused: Whether bytes were asked for that may not be fetched.
    """

    def __init__(self, size: int, requests: BinaryIO, answers: BinaryIO) -> None:
        self.refused = False
        self._size = size
        self._requests = requests
        self._answers = answers
        self._at = 0

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """Yes."""
        return True

    def tell(self) -> int:
        """The position."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Move the position."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}
        self._at = base[whence] + offset
        return self._at

    def readinto(self, buffer: object) -> int:
        """Fill a buffer from the position on."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        put(self._requests, {"read": [self._at, len(view)]})
        length = LENGTH.unpack(self._answers.read(LENGTH.size))[0]
        if length == REFUSED:
            self.refused = True
            raise OSError
        view[:length] = self._answers.read(length)
        self._at += length
        return int(length)


def put(requests: BinaryIO, message: dict[str, object]) -> None:
    """Write one line to the parent."""
    requests.write(json.dumps(message).encode() + b"\n")
    requests.flush()


def found_in(file: Any, dataset_type: type) -> dict[str, object]:
    """Names, types and shapes of the datasets, and the attributes that describe the model."""
    datasets: list[tuple[str, str, list[int]]] = []

    def visit(name: str, member: Any) -> bool | None:
        if not isinstance(member, dataset_type):
            return None
        shape = [int(size) for size in getattr(member, "shape", None) or ()]
        datasets.append((name, str(getattr(member, "dtype", "")), shape))
        return True if len(datasets) >= MOST_DATASETS else None

    file.visititems(visit)
    config = file.attrs.get(CONFIG)
    text = config if isinstance(config, str) else bytes(config or b"").decode("utf-8", "replace")
    attributes = {key: str(file.attrs[key]) for key in ATTRIBUTES if key in file.attrs}
    return {"datasets": datasets, "attributes": attributes, "config": text}


def limit_this_process(seconds: int) -> None:
    """Limit memory and processor time, where the system can."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))


def main() -> None:
    """Read a file. Arguments: its size, the folder of h5py, seconds of processor time."""
    # The pipes of the parent, which are this process's first two files.
    answers, requests = open(0, "rb", closefd=False), open(1, "wb", closefd=False)  # noqa: SIM115
    size, folder, seconds = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    sys.path.append(folder)
    import h5py

    limit_this_process(seconds)
    served = ServedFile(size, requests, answers)
    try:
        with h5py.File(served, "r") as file:
            last = {"read": None, **found_in(file, h5py.Dataset)}
    except Exception:
        # h5py raises many kinds of errors on crafted files; all mean the same here.
        last = {"read": None, "error": "refused" if served.refused else "malformed"}
    put(requests, last)


if __name__ == "__main__":
    main()
