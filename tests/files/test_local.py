"""Files that the user names: whatever they are, they are read whole, refused in a sentence, and
never waited for without end."""

from __future__ import annotations

import os
import socket
import threading
import time
from pathlib import Path

import pytest

from provenance.errors import UsageError
from provenance.files import local
from provenance.files.local import read_local


def refusal(path: Path, limit: int = 100) -> str:
    with pytest.raises(UsageError) as caught:
        read_local(path, limit, "Name another.")
    return caught.value.message


def test_a_file_within_its_limit(tmp_path: Path) -> None:
    path = tmp_path / "f"
    path.write_bytes(b"x" * 100)
    assert read_local(path, 100, "") == b"x" * 100
    assert refusal(path, 99) == f"{path} is larger than 99 bytes"


def test_a_file_far_larger_than_memory_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "huge"
    with path.open("wb") as file:
        file.truncate(2**40)
    assert refusal(path) == f"{path} is larger than 100 bytes"


def test_what_is_no_file(tmp_path: Path) -> None:
    assert refusal(tmp_path) == f"{tmp_path} cannot be read (it is a folder)"
    assert refusal(tmp_path / "none").endswith("cannot be read (No such file or directory)")
    (tmp_path / "round").symlink_to("round")
    assert "cannot be read" in refusal(tmp_path / "round")
    for device in ("/dev/zero", "/dev/urandom"):
        assert refusal(Path(device)) == f"{device} cannot be read (it is a device)"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "s"))
        assert "cannot be read" in refusal(tmp_path / "s")


def test_the_null_device_is_an_empty_file() -> None:
    assert read_local(Path(os.devnull), 100, "") == b""


@pytest.mark.alone
def test_a_pipe_that_nobody_writes_to_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    start = time.monotonic()
    assert refusal(pipe) == f"{pipe} cannot be read (a pipe that nobody writes to)"
    assert time.monotonic() - start < 10


@pytest.mark.parametrize("named", [True, False])
def test_a_pipe_is_read_to_its_end(tmp_path: Path, named: bool) -> None:
    def feed(path: Path | int) -> None:
        with open(path, "wb") as file:  # noqa: PTH123 (a descriptor, or a path)
            for _ in range(3):
                time.sleep(0.1)
                file.write(b"x" * 30)
                file.flush()

    if named:
        source = tmp_path / "pipe"
        os.mkfifo(source)
        writer = threading.Thread(target=feed, args=(source,))
    else:
        reading, writing = os.pipe()
        source = Path(f"/dev/fd/{reading}")
        writer = threading.Thread(target=feed, args=(writing,))
    writer.start()
    assert read_local(source, 100, "") == b"x" * 90
    writer.join()


def test_a_pipe_that_holds_too_much_or_falls_silent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, writing = os.pipe()
    source = Path(f"/dev/fd/{reading}")
    os.write(writing, b"x" * 1000)
    assert refusal(source) == f"{source} is larger than 100 bytes"
    monkeypatch.setattr(local, "SILENCE_SECONDS", 0.2)
    assert "nothing came through the pipe in 0 s" in refusal(source)
    os.close(writing)
    os.close(reading)
