"""Names and addresses of other hubs than Hugging Face become references that can be audited."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.project.manifest import read_manifest
from provenance.scan import State, scan
from provenance.scan.writing import to_yaml

CASES = {
    "run.sh": (
        "ollama pull gemma:2b\n"
        "ollama run hf.co/acme/bear-GGUF:Q4_K_M\n"
        "mlflow models serve -m models:/bear/4\n"
        "kaggle models instances versions download acme/bear/pyTorch/2b/3\n"
    ),
    "compose.yaml": "env:\n  A: azureml://registries/azureml/models/Phi-4/versions/7\n",
    "app.py": (
        "import kagglehub, mlflow, ollama\n"
        'mlflow.pyfunc.load_model("models:/bear@champion")\n'
        'kagglehub.model_download("acme/bear/transformers/2b")\n'
        'kagglehub.dataset_download("acme/tickets")\n'
        'ollama.chat(model="llama3")\n'
    ),
    "Modelfile": "FROM gemma:2b\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in CASES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_they_are_references_to_their_hub(project: Path) -> None:
    result = scan([project], project)
    on_hubs = {reference.name for reference in result.references if reference.state is State.HUB}
    assert on_hubs == {
        "acme/bear-GGUF",
        "azureml://registries/azureml/models/Phi-4/versions/7",
        "kaggle:acme/bear/pyTorch/2b@3",
        "kaggle:acme/bear/transformers/2b",
        "kaggle:datasets/acme/tickets",
        "models:/bear/4",
        "models:/bear@champion",
        "ollama:gemma:2b",
        "ollama:llama3",
    }


def test_a_manifest_of_them_is_read_back(project: Path) -> None:
    path = project / "models.yaml"
    path.write_bytes(to_yaml(scan([project], project)))
    entries = read_manifest(path).entries
    assert not [entry.problem for entry in entries if entry.problem]
    assert {entry.ref.hub for entry in entries} == {"hf", "azureml", "kaggle", "mlflow", "oci"}


@pytest.mark.parametrize(
    "line",
    [
        'x = "models:/"',
        'x = "azureml://jobs/1/outputs"',
        'x = "ollama:"',
        'kagglehub.model_download("your-org/your-model/x/y")',
    ],
)
def test_what_names_nothing_is_no_reference(tmp_path: Path, line: str) -> None:
    (tmp_path / "app.py").write_text(f"import kagglehub\n{line}\n")
    result = scan([tmp_path], tmp_path)
    assert not [reference for reference in result.references if reference.state is State.HUB]


COMPOSE = """services:
  app:
    image: acme/app
    models: [llm]
  old:
    provider:
      type: model
      options:
        model: ai/smollm2:360M-Q4_K_M
models:
  llm:
    model: ai/qwen3
    context_size: 4096
  hub:
    model: hf.co/acme/bear-GGUF:Q4_K_M
  own:
    model: registry.example:5000/team/bear:1
"""


def test_models_of_compose_are_images_of_docker(tmp_path: Path) -> None:
    (tmp_path / "compose.yaml").write_text(COMPOSE)
    (tmp_path / "run.sh").write_text(
        "docker model pull ai/gemma3\ndocker model run hf.co/acme/cat-GGUF\n"
    )
    result = scan([tmp_path], tmp_path)
    on_hubs = {
        reference.name: reference.place.line
        for reference in result.references
        if reference.state is State.HUB
    }
    assert on_hubs == {
        "oci://docker.io/ai/smollm2:360M-Q4_K_M": 9,
        "oci://docker.io/ai/qwen3": 12,
        "acme/bear-GGUF": 15,
        "oci://registry.example:5000/team/bear:1": 17,
        "oci://docker.io/ai/gemma3": 1,
        "acme/cat-GGUF": 2,
    }


def test_models_of_another_file_are_no_images(tmp_path: Path) -> None:
    (tmp_path / "app.yaml").write_text("models:\n  llm:\n    model: Qwen/Qwen3-8B\n")
    result = scan([tmp_path], tmp_path)
    assert not [reference for reference in result.references if reference.name.startswith("oci:")]


def test_an_address_counts_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        '"""Reads models:/prose/1 from the registry."""\n'
        'MODEL = "azureml://registries/azureml/models/Phi-4/versions/7"\n'
        'URI = "models:/bear/6"\n'
        "load(URI)\n"
        'print("mailto:models:/none/1")\n'
    )
    references = scan([tmp_path], tmp_path).references
    assert {(reference.name, reference.place.line) for reference in references} == {
        ("azureml://registries/azureml/models/Phi-4/versions/7", 2),
        ("models:/bear/6", 3),
    }


def test_the_revision_beside_a_name_of_another_hub(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        "from modelscope import snapshot_download\n"
        'snapshot_download("Qwen/Qwen3-8B", revision="v1")\n'
    )
    path = tmp_path / "models.yaml"
    path.write_bytes(to_yaml(scan([tmp_path], tmp_path)))
    [entry] = read_manifest(path).entries
    assert (entry.ref.hub, entry.ref.name, entry.ref.revision) == (
        "modelscope",
        "Qwen/Qwen3-8B",
        "v1",
    )
