"""Changes the bytes of weight files for a while and sees that every reader ends in facts or in one
of its two errors, within memory and time.

    python -m benchmarks.weight_fuzz [--seconds 600] [--only SUFFIX] [--seed N]

The seeds are the files that the tests write. A run is repeatable by its seed up to the moment at
which its time ends.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import risky_files  # noqa: E402
import weight_files  # noqa: E402
from weights import test_weights_mobile as mobile  # noqa: E402

from provenance.signatures import BrokenSignatureError, read_statement  # noqa: E402
from provenance.weights import (  # noqa: E402
    MalformedHeaderError,
    Ranges,
    TruncatedHeaderError,
    examine,
)

SLOWEST = 5.0
MOST_MEMORY = 200 * 1024 * 1024
_NUMBERS = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, 2**63 - 1, 2**64 - 1)
_CHECKED_EVERY = 200


def seeds() -> dict[str, bytes]:
    """One file for each format, and every pickle of the tests."""
    files = {
        "model.safetensors": weight_files.safetensors(
            {"a": ("BF16", [2, 3]), "b": ("F32", [4])}, {"format": "pt"}
        ),
        "chat.gguf": weight_files.Gguf().file(
            {"general.license": "mit", "tokenizer.ggml.tokens": ["a", "b"], "x": [[1]]},
            {"norm": ("F32", [8])},
        ),
        "model.sig": b'{"dsseEnvelope": {"payload": "e30=", "signatures": [{"sig": ""}]}}',
        **mobile.CASES,
    }
    cases = (*risky_files.MALICIOUS, *risky_files.BENIGN)
    return files | {case.name: case.data for case in cases}


def changed(data: bytes, chance: random.Random) -> bytes:
    """A few bytes changed, cut, doubled, or replaced by a number that lies about a length."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        if not out:
            break
        at = chance.randrange(len(out))
        match chance.randrange(5):
            case 0:
                out[at] = chance.randrange(256)
            case 1:
                del out[at : at + chance.randint(1, 16)]
            case 2:
                out[at:at] = out[at : at + chance.randint(1, 64)]
            case 3:
                width = chance.choice((1, 2, 4, 8))
                number = chance.choice(_NUMBERS) % 256**width
                out[at : at + width] = number.to_bytes(width, "little")
            case _:
                del out[at:]
    return bytes(out)


def read(name: str, data: bytes) -> None:
    """Read a file as an audit does."""
    if name == "model.sig":
        with suppress(BrokenSignatureError):
            read_statement(data)
        return
    look = examine(Ranges.of(name, data))
    allowed = MalformedHeaderError | TruncatedHeaderError
    assert look.problem is None or isinstance(look.problem, allowed)


def unguided(files: dict[str, bytes], seconds: float, seed: int) -> int:
    """Change files until the time is over; returns how many runs failed."""
    chance = random.Random(seed)
    names = sorted(files)
    end = time.monotonic() + seconds
    runs = failed = 0
    slowest, slowest_name = 0.0, ""
    tracemalloc.start()
    peak = 0
    while time.monotonic() < end:
        name = chance.choice(names)
        data = changed(files[name], chance)
        begun = time.perf_counter()
        failed += _fails(name, data, lambda: read(name, data))  # noqa: B023
        took = time.perf_counter() - begun
        if took > slowest:
            slowest, slowest_name = took, name
        runs += 1
        if runs % _CHECKED_EVERY == 0:
            peak = max(peak, tracemalloc.get_traced_memory()[1])
            tracemalloc.reset_peak()
    too_slow, too_large = slowest > SLOWEST, peak > MOST_MEMORY
    print(
        f"{runs:,} changed files of {len(names)} seeds, {failed} failures; slowest {slowest:.2f} s"
        f" ({slowest_name}); {peak / 2**20:.0f} MiB at most"
    )
    return failed + too_slow + too_large


def _fails(name: str, data: bytes, work: Callable[[], None]) -> bool:
    try:
        work()
    except Exception:
        print(name, data[:200].hex())
        traceback.print_exc(limit=-3)
        return True
    return False


def main() -> int:
    """Fuzz, and say how it went."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--only", default="", help="end of the names of the seeds to change")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    files = {name: data for name, data in seeds().items() if name.endswith(arguments.only)}
    return 1 if unguided(files, arguments.seconds, arguments.seed) else 0


if __name__ == "__main__":
    sys.exit(main())
