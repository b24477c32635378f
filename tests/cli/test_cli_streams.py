"""Streams that are closed, full or left early, a disk that is full, Ctrl-C before anything began:
one sentence, the right exit status, nothing half-written."""

from __future__ import annotations

import errno
import json
import os
import resource
import shlex
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from provenance.cli import output
from provenance.cli.main import EXIT_INTERRUPTED, INTERRUPTED
from provenance.errors import EXIT_INTERRUPTED as DOCUMENTED
from provenance.errors import UsageError

FULL = Path("/dev/full")
# The model of the sample hub that is read fastest of those with findings.
NAME = "acme/frozen-bert"
MODEL = ("audit", NAME, "--hub", "sample", "--no-cache", "--no-config")
NO_ROOM = (
    "provenance: stdout could not be written (No space left on device), so the output is not"
    " whole.\n  Make room, or write to a file with -o.\n"
)
needs_full = pytest.mark.skipif(not FULL.exists(), reason="no /dev/full")


def shell(*words: str, redirect: str, folder: Path | None = None) -> tuple[int, str, str]:
    """Run the command as a shell redirects it: exit status, stdout, stderr."""
    command = shlex.join([sys.executable, "-m", "provenance", *words])
    done = subprocess.run(
        ["bash", "-c", f"{command} {redirect}"],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder,
        timeout=60,
    )
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    assert "fault of provenance" not in done.stderr
    return done.returncode, done.stdout, done.stderr


@needs_full
@pytest.mark.parametrize(
    "words", [MODEL, ("rules",), ("cache", "info"), ("licences", "mit", "-f", "json")]
)
def test_a_full_stdout(words: tuple[str, ...]) -> None:
    assert shell(*words, redirect=">/dev/full") == (3, "", NO_ROOM)


@needs_full
def test_a_full_stderr_changes_no_status() -> None:
    status, shown, _ = shell(*MODEL, redirect="2>/dev/full")
    assert (status, NAME in shown) == (1, True)
    assert shell("audit", "acme/none", "--hub", "sample", redirect="2>/dev/full")[0] == 3
    assert shell("audit", redirect="2>/dev/full")[0] == 2
    assert shell(*MODEL, redirect=">/dev/full 2>/dev/full")[0] == 3


def test_a_closed_stdout_is_told_where_something_is_meant_for_it(tmp_path: Path) -> None:
    status, _, errors = shell(*MODEL, redirect=">&-")
    assert status == 2
    assert errors.startswith("provenance: stdout is closed, so nothing could be written there.\n")
    target = tmp_path / "r.json"
    assert shell(*MODEL, "-q", "-o", f"json={target}", redirect=">&- 2>&- <&-")[0] == 1
    assert json.loads(target.read_text("utf-8"))["schema"] == "provenance/report-1"
    assert shell("audit", "acme/none", "--hub", "sample", redirect="2>&-") == (3, "", "")


def test_a_reader_that_has_left() -> None:
    status, shown, errors = shell("explain", "--all", redirect="| true; echo ${PIPESTATUS[0]}")
    assert (status, shown, errors) == (0, "3\n", "")


def test_what_is_no_file_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    _, shown, _ = shell(*MODEL, "-q", "-o", "json=/dev/stdout", redirect="| cat")
    assert json.loads(shown)["schema"] == "provenance/report-1"
    output.write_files({Path("/dev/null"): b"x"})
    assert Path("/dev/null").is_char_device()
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(UsageError, match="a pipe that nobody reads"):
        output.write_files({pipe: b"x"})
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    for _ in range(200):
        try:
            output.write_files({pipe: b"x" * 200_000})
            break
        except UsageError:
            threading.Event().wait(0.05)
    reader.join(10)
    assert read == [b"x" * 200_000]
    assert pipe.is_fifo()


def test_a_link_still_leads_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "link.json").symlink_to("elsewhere/real.json")
    output.write_files({tmp_path / "link.json": b"one"})
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "elsewhere/real.json").read_bytes() == b"one"


@needs_full
def test_a_target_that_is_full() -> None:
    with pytest.raises(UsageError, match="No space left on device"):
        output.write_files({FULL: b"x"})


def test_a_disk_that_is_full_leaves_nothing_half_written(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    try:
        with pytest.raises(UsageError, match="b cannot be written"):
            output.write_files({tmp_path / "a": b"small", tmp_path / "b": b"x" * 10_000})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"b": b"before"}


@pytest.mark.parametrize("step", ["fdopen", "replace"])
def test_no_room_is_told_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os if step == "fdopen" else Path, step, full)
    with pytest.raises(UsageError, match="No space left on device"):
        output.write_files({tmp_path / "a": b"x"})
    assert list(tmp_path.iterdir()) == []


STARTING = """
import os, signal, sys
from provenance.cli import main as begin

class Interrupting:
    def find_spec(self, name, path=None, target=None):
        if name == "provenance.cli.root":
            os.kill(os.getpid(), signal.SIGINT)

signal.signal(signal.SIGINT, {handler})
sys.meta_path.insert(0, Interrupting())
sys.argv = ["provenance", "--version"]
begin.main()
"""


def starting(handler: str) -> subprocess.CompletedProcess[str]:
    """Ctrl-C while the command line is imported, under this handler of the interpreter."""
    return subprocess.run(
        [sys.executable, "-c", STARTING.format(handler=handler)],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_an_interrupt_while_the_command_is_imported() -> None:
    done = starting("signal.default_int_handler")
    assert (done.returncode, done.stdout, done.stderr) == (130, "", f"{INTERRUPTED}\n")
    ignored = starting("signal.SIG_IGN")
    assert ignored.returncode == 0
    assert "version" in ignored.stdout
    assert EXIT_INTERRUPTED == DOCUMENTED


def test_nothing_slow_is_imported_before_interrupts_are_heeded() -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import provenance.cli.main, sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(output.__file__).parents[2])},
        timeout=60,
    )
    assert not {"typing", "click", "pathlib", "inspect"} & set(done.stdout.split())
