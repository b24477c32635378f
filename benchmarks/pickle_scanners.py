"""Runs in the environment of other pickle scanners; see benchmarks/pickles.py.

It imports nothing of this package. `make FOLDER` writes files with the libraries that are there,
`scan FOLDER` asks every scanner about every file. The last line of the output is JSON.
"""

from __future__ import annotations

import importlib
import io
import json
import logging
import pickle
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any


def make(folder: Path) -> dict[str, dict[str, str]]:
    """Write models and objects as libraries write them; returns `good` or `bad` by file."""
    labels: dict[str, str] = {}
    for maker in (_numpy_files, _sklearn_files, _dill_files):
        try:
            labels |= maker(folder)
        except ImportError as error:
            print("left out:", error)
    return {"labels": labels}


def _numpy_files(folder: Path) -> dict[str, str]:
    numpy: Any = importlib.import_module("numpy")
    objects = numpy.array([{"a": 1}, "text"], dtype=object)
    numpy.save(folder / "good-np-objects.npy", objects, allow_pickle=True)
    numpy.savez(folder / "good-np.npz", a=numpy.zeros((3, 3)), b=objects)
    state = numpy.random.default_rng(1), numpy.random.RandomState(1), numpy.float64(1)
    (folder / "good-np-random.pkl").write_bytes(pickle.dumps(state))
    return dict.fromkeys(("good-np-objects.npy", "good-np.npz", "good-np-random.pkl"), "good")


def _sklearn_files(folder: Path) -> dict[str, str]:
    joblib: Any = importlib.import_module("joblib")
    numpy: Any = importlib.import_module("numpy")
    ensemble: Any = importlib.import_module("sklearn.ensemble")
    linear: Any = importlib.import_module("sklearn.linear_model")
    pipeline: Any = importlib.import_module("sklearn.pipeline")
    preprocessing: Any = importlib.import_module("sklearn.preprocessing")
    text: Any = importlib.import_module("sklearn.feature_extraction.text")
    rows, labels = numpy.arange(40.0).reshape(20, 2), numpy.arange(20) % 2
    models = {
        "forest": ensemble.RandomForestClassifier(5).fit(rows, labels),
        "boosting": ensemble.GradientBoostingClassifier(n_estimators=5).fit(rows, labels),
        "pipeline": pipeline.make_pipeline(
            preprocessing.StandardScaler(), linear.LogisticRegression()
        ).fit(rows, labels),
        "words": text.TfidfVectorizer().fit(["a few words", "more words"]),
    }
    names = []
    for name, model in models.items():
        (folder / f"good-{name}.pkl").write_bytes(pickle.dumps(model))
        names.append(f"good-{name}.pkl")
        for packing in (0, "zlib", "gzip", "bz2", "xz", "lzma"):
            file = f"good-{name}-{packing}.joblib"
            joblib.dump(model, folder / file, compress=packing if packing else 0)
            names.append(file)
    return dict.fromkeys(names, "good")


def _dill_files(folder: Path) -> dict[str, str]:
    dill: Any = importlib.import_module("dill")
    cloudpickle: Any = importlib.import_module("cloudpickle")
    (folder / "good-dill.dill").write_bytes(dill.dumps({"a": [1, 2]}))
    (folder / "bad-dill-function.dill").write_bytes(dill.dumps(lambda: print("hello")))
    function = cloudpickle.dumps(lambda: print("hello"))
    (folder / "bad-cloudpickle-function.pkl").write_bytes(function)
    return {
        "good-dill.dill": "good",
        "bad-dill-function.dill": "bad",
        "bad-cloudpickle-function.pkl": "bad",
    }


def scan(folder: Path) -> dict[str, dict[str, str]]:
    """What each scanner says of each file: `found`, `clean` or `unread`."""
    answers: dict[str, dict[str, str]] = {}
    for name, ask in (
        ("picklescan", _picklescan),
        ("modelscan", _modelscan),
        ("fickling", _fickling),
        ("aisbom", _aisbom),
    ):
        try:
            ask(folder / "no-such-file")
        except ImportError as error:
            print("left out:", error)
            continue
        except Exception as error:
            print(name, "says of a file that is not there:", type(error).__name__)
        answers[name] = {
            path.name: _guarded(ask, path) for path in sorted(folder.iterdir()) if path.is_file()
        }
    return answers


def _guarded(ask: Callable[[Path], str], path: Path) -> str:
    try:
        with redirect_stdout(io.StringIO()):
            return ask(path)
    except Exception:
        return "unread"


def _picklescan(path: Path) -> str:
    scanner: Any = importlib.import_module("picklescan.scanner")
    result = scanner.scan_file_path(str(path))
    return "found" if result.issues_count else "unread" if result.scan_err else "clean"


def _modelscan(path: Path) -> str:
    modelscan: Any = importlib.import_module("modelscan.modelscan")
    scanned = modelscan.ModelScan().scan(str(path))
    if scanned["summary"]["total_issues"]:
        return "found"
    return "clean" if scanned["summary"]["scanned"]["total_scanned"] else "unread"


def _fickling(path: Path) -> str:
    fickle: Any = importlib.import_module("fickling.fickle")
    analysis: Any = importlib.import_module("fickling.analysis")
    with path.open("rb") as file:
        stacked = fickle.StackedPickle.load(file)
    results = [analysis.check_safety(pickled) for pickled in stacked]
    safe = all(result.severity <= analysis.Severity.LIKELY_SAFE for result in results)
    return "clean" if safe else "found"


def _aisbom(path: Path) -> str:
    scanner: Any = importlib.import_module("aisbom.scanner")
    scanned = scanner.DeepScanner(str(path)).scan()
    if any(_is_alarm(artifact) for artifact in scanned["artifacts"]):
        return "found"
    return "clean" if scanned["artifacts"] and not scanned["errors"] else "unread"


def _is_alarm(artifact: Any) -> bool:
    """It calls every pickle of medium risk; an alarm is more than that."""
    return str(artifact.get("risk_level", "")).upper().startswith(("HIGH", "CRITICAL"))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    step, where = sys.argv[1:]
    print(json.dumps({"make": make, "scan": scan}[step](Path(where))))
