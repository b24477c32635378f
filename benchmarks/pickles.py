"""Pickles of every kind, malicious and harmless: what we say of them, and what other scanners say.

    python -m benchmarks.pickles [--scanners PYTHON]

PYTHON is the interpreter of an environment that holds picklescan, modelscan, fickling and
aisbom-cli; without it, only our own answers are counted. Where that environment has scikit-learn,
joblib and dill, they write more files. Nothing is ever loaded by us.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from risky_files import BENIGN, MALICIOUS  # noqa: E402
from risky_more import MORE_BENIGN, MORE_MALICIOUS  # noqa: E402

from provenance.weights import LoadVerdict, Ranges, examine  # noqa: E402

HELPER = Path(__file__).with_name("pickle_scanners.py")
_TIMEOUT = 300


def ours(path: Path) -> str:
    """`found`, `unknown` or `clean`, by what is known of the names that a file uses."""
    facts = examine(Ranges.of(path.name, path.read_bytes())).facts
    if facts is None:
        return "unread"
    verdicts = {use.verdict for use in facts.uses}
    if LoadVerdict.DANGEROUS in verdicts:
        return "found"
    return "unknown" if LoadVerdict.UNKNOWN in verdicts or facts.oddities else "clean"


def written(folder: Path) -> dict[str, bool]:
    """Write every case of the tests; returns whether each is malicious."""
    labels = {}
    for case in (*MALICIOUS, *MORE_MALICIOUS, *BENIGN, *MORE_BENIGN):
        name = f"{'bad' if case.is_malicious else 'good'}-{case.name}"
        (folder / name).write_bytes(case.data)
        labels[name] = case.is_malicious
    return labels


def verdicts_of(python: str, step: str, folder: Path) -> dict[str, dict[str, str]]:
    """What the helper says that runs in the environment of the other scanners."""
    command = [python, str(HELPER), step, str(folder)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=_TIMEOUT, check=True)
    verdicts: dict[str, dict[str, str]] = json.loads(answer.stdout.splitlines()[-1])
    return verdicts


def show(labels: Mapping[str, bool], answers: Mapping[str, Mapping[str, str]]) -> int:
    """Print a table; returns how many files another scanner found and we did not."""
    print(f"{'scanner':12} {'malicious caught':>16} {'of':>4} {'harmless accused':>17} {'of':>4}")
    bad = [name for name, is_malicious in labels.items() if is_malicious]
    good = [name for name, is_malicious in labels.items() if not is_malicious]
    for scanner, verdicts in answers.items():
        alarms = {name for name, answer in verdicts.items() if answer in ("found", "unknown")}
        caught, accused = alarms.intersection(bad), alarms.intersection(good)
        print(f"{scanner:12} {len(caught):16} {len(bad):4} {len(accused):17} {len(good):4}")
    mine = answers["provenance"]
    missed = 0
    for name in bad:
        others = [scanner for scanner, verdicts in answers.items() if verdicts.get(name) == "found"]
        if mine[name] not in ("found", "unknown"):
            missed += bool(others)
            print(f"not found: {name} ({mine[name]}), found by {', '.join(others) or 'nobody'}")
    for name in good:
        if mine[name] != "clean":
            print(f"accused: {name} ({mine[name]})")
    print(f"found by another scanner and missed here: {missed}")
    return missed


def main() -> int:
    """Write the files, ask everyone, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--scanners", help="interpreter of an environment with other scanners")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        labels = written(folder)
        answers: dict[str, Mapping[str, str]] = {}
        if arguments.scanners:
            made = verdicts_of(arguments.scanners, "make", folder)
            labels |= {name: label == "bad" for name, label in made["labels"].items()}
        answers["provenance"] = {name: ours(folder / name) for name in sorted(labels)}
        if arguments.scanners:
            answers |= verdicts_of(arguments.scanners, "scan", folder)
        return 1 if show(labels, answers) else 0


if __name__ == "__main__":
    sys.exit(main())
