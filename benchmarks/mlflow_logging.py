"""Logs a model with MLflow 3 and serves it; runs in an environment of its own that has mlflow.

    PYTHON benchmarks/mlflow_logging.py FOLDER PORT

Prints one line when the server answers, and serves until its input ends.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.request import urlopen

NAME = "bear"
CARD = "# Bear\n\nThe training data holds names and e-mail addresses of customers.\n"
CARD_DATA = "license: apache-2.0\nlanguage: en\n"
LICENCE = "Apache License\nVersion 2.0, January 2004\n"
_STARTS_WITHIN = 120


class TransformersLike(ModuleType):
    """A flavour that writes what `mlflow.transformers` writes, without its libraries."""

    @staticmethod
    def save_model(path: str, mlflow_model: Any, **_: Any) -> None:
        """Write the files of a model and its MLmodel."""
        home = Path(path)
        weights = home / "model"
        weights.mkdir(parents=True)
        (weights / "config.json").write_text('{"model_type": "llama", "hidden_size": 8}')
        (weights / "model.safetensors").write_bytes((2).to_bytes(8, "little") + b"{}")
        (home / "model_card.md").write_text(CARD)
        (home / "model_card_data.yaml").write_text(CARD_DATA)
        (home / "LICENSE.txt").write_text(LICENCE)
        mlflow_model.add_flavor(
            "transformers",
            source_model_name="acme/base",
            source_model_revision="c" * 40,
            task="text-generation",
            model_binary="model",
        )
        mlflow_model.save(str(home / "MLmodel"))


def served(folder: Path, port: int) -> subprocess.Popen[bytes]:
    """A server with its database and its artefacts in a folder."""
    command = [sys.executable, "-m", "mlflow", "server", "--host", "127.0.0.1", "--port", str(port)]
    command += ["--backend-store-uri", f"sqlite:///{folder}/mlflow.db", "--workers", "1"]
    command += ["--artifacts-destination", str(folder / "artifacts")]
    log = (folder / "server.log").open("wb")
    process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
    for _ in range(_STARTS_WITHIN):
        time.sleep(1)
        try:
            with urlopen(f"http://127.0.0.1:{port}/health") as answer:
                if answer.status == 200:
                    return process
        except OSError:
            continue
    process.kill()
    raise SystemExit("the server did not start")


def log(url: str) -> dict[str, Any]:
    """Log the model with a dataset, register it twice and give the second version an alias."""
    import mlflow
    from mlflow.data.huggingface_dataset_source import HuggingFaceDatasetSource
    from mlflow.data.meta_dataset import MetaDataset
    from mlflow.models import Model

    mlflow.set_tracking_uri(url)
    source = HuggingFaceDatasetSource(path="acme/tickets")
    flavour = TransformersLike("transformers_like")
    with mlflow.start_run():
        mlflow.log_input(MetaDataset(source, name="tickets"), context="training")
        for _ in range(2):
            Model.log(None, flavour, name="model", registered_model_name=NAME)
    client = mlflow.MlflowClient()
    client.set_model_version_tag(NAME, "2", "license", "apache-2.0")
    client.set_registered_model_alias(NAME, "champion", "2")
    return {"name": NAME, "mlflow": mlflow.__version__}


def main() -> None:
    """Serve, log, and wait."""
    folder, port = Path(sys.argv[1]), int(sys.argv[2])
    process = served(folder, port)
    try:
        print(json.dumps(log(f"http://127.0.0.1:{port}")), flush=True)
        sys.stdin.read()
    finally:
        # The server starts workers of its own, which do not all end with it.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


if __name__ == "__main__":
    main()
