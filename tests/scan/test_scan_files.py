"""Every other kind of file: which line names what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from provenance.scan import scan


def references_in(folder: Path, name: str, text: str) -> list[str]:
    """`line state name@revision` of each reference."""
    (folder / name).write_text(text, encoding="utf-8")
    return [
        f"{reference.place.line} {reference.state} "
        + ("dataset " if reference.kind == "dataset" else "")
        + reference.name
        + (f"@{reference.revision}" if reference.revision else "")
        for reference in scan([folder], folder).references
    ]


CASES = {
    "recipe.yaml": {
        "base_model: acme/a\ndatasets:\n  - path: acme/chat-7b": [
            "1 hub acme/a",
            "3 hub dataset acme/chat-7b",
        ],
        "model: x\neval_datasets:\n  - source: BAAI/bge-set": ["3 hub dataset BAAI/bge-set"],
    },
    "run.sh": {
        "# hf download acme/a": [],
        "hf download acme/a --revision v1": ["1 hub acme/a@v1"],
        "huggingface-cli download acme/d x.csv --repo-type dataset": ["1 hub dataset acme/d"],
        "M=acme/a\nvllm serve $M": ["2 hub acme/a"],
        'vllm serve "${1:-acme/a}" \\\n  --tokenizer acme/t': ["1 hub acme/a", "1 hub acme/t"],
        "vllm serve $1": ["1 computed $1"],
        "for m in acme/a acme/b; do\n  hf download $m\ndone": ["2 hub acme/a", "2 hub acme/b"],
        "text-generation-launcher --model-id=acme/a": ["1 hub acme/a"],
        "python -m vllm.entrypoints.openai.api_server --model acme/a": ["1 hub acme/a"],
        "python train.py --model acme/a --dataset acme/d": ["1 hub dataset acme/d", "1 hub acme/a"],
        "python train.py --model ./out": ["1 local ./out"],
        "python train.py --model $M": [],
        "ls --model acme/a": [],
        "accelerate launch t.py --model_name_or_path gpt2": ["1 hub gpt2"],
        "llama-server -hf acme/g:Q4_K_M": ["1 hub acme/g"],
        "ollama run hf.co/acme/g:Q4": ["1 hub acme/g"],
        "git clone https://huggingface.co/datasets/acme/d.git": ["1 hub dataset acme/d"],
        "wget https://huggingface.co/acme/a/resolve/main/a.bin": ["1 hub acme/a@main"],
        "lm_eval --model hf --model_args pretrained=acme/a,revision=r1,dtype=auto": [
            "1 hub acme/a@r1"
        ],
        "python -c 'x.from_pretrained(\"acme/a\")'": ["1 hub acme/a"],
        "python - <<'EOF'\n\nx.from_pretrained('acme/a')\nEOF": ["3 hub acme/a"],
        "python -m spacy download en_core_web_sm": ["1 elsewhere en_core_web_sm"],
        "echo don't\nhf download acme/a": ["2 hub acme/a"],
        "sudo docker run -e HF_MODEL_ID=acme/a image": ["1 hub acme/a"],
    },
    "Dockerfile": {
        "FROM python:3.11\nENV MODEL_ID=acme/a HOME=/x": ["2 hub acme/a"],
        "ENV MODEL_ID acme/a": ["1 hub acme/a"],
        "ARG M=acme/a\nRUN pip install x && \\\n    hf download $M": ["2 hub acme/a"],
        'FROM vllm/vllm-openai\nCMD ["--model", "acme/a"]': ["2 hub acme/a"],
        'FROM python:3.11\nCMD ["--model", "acme/a"]': [],
        "ADD https://huggingface.co/acme/a/resolve/main/x.gguf /x": ["1 hub acme/a@main"],
    },
    "Modelfile": {
        "FROM hf.co/acme/g:Q4_K_M": ["1 hub acme/g"],
        "# x\nFROM ./x.gguf": ["2 local ./x.gguf"],
        "FROM llama3": ["1 hub ollama:llama3"],
    },
    "requirements.txt": {
        "spacy>=3": [],
        "en-core-web-sm==3.7.1": ["1 elsewhere en_core_web_sm@3.7.1"],
        "x\nhttps://huggingface.co/spacy/en_core_web_sm/resolve/main/en_core_web_sm-any-py3-none-any.whl": [  # noqa: E501
            "2 hub spacy/en_core_web_sm@main"
        ],
    },
    "x.yaml": {
        "model_name_or_path: acme/a\nmodel_revision: v1": ["1 hub acme/a@v1"],
        "model: acme/a": [],
        "model: acme/a\nmax-model-len: 5": ["1 hub acme/a"],
        "# model_id: acme/a\nmodel_id: acme/a": ["2 hub acme/a"],
        "base_model: acme/a\nadapter: lora\ndatasets:\n  - path: acme/d\n  - path: json": [
            "1 hub acme/a",
            "4 hub dataset acme/d",
        ],
        "merge_method: ties\nmodels:\n  - model: acme/a+acme/l\n  - model: acme/b": [
            "3 hub acme/a",
            "4 hub acme/b",
        ],
        "litellm_params:\n  model: huggingface/acme/a": ["2 hub acme/a"],
        "litellm_params:\n  model: openai/gpt-4o": [],
        "services:\n  a:\n    image: x/text-generation-inference\n    command: --model-id acme/a --revision r": [  # noqa: E501
            "4 hub acme/a@r"
        ],
        "services:\n  a:\n    environment:\n      MODEL_ID: acme/a": ["4 hub acme/a"],
        "services:\n  a:\n    environment:\n      - MODEL_ID=acme/a": ["4 hub acme/a"],
        'image: vllm/vllm-openai\nargs: ["--model", "acme/a"]\nenv:\n  - {name: HF_MODEL_ID, value: acme/b}': [  # noqa: E501
            "2 hub acme/a",
            "4 hub acme/b",
        ],
        "a: 1\n---\nmodel_id: acme/a\n---\nmodel_id: acme/a": ["3 hub acme/a", "5 hub acme/a"],
        "image: vllm\nargs:\n  - --model\n  {{- if .x }}\n  - {{ .Values.m }}\n  {{- end }}": [
            "5 computed {{ .Values.m }}"
        ],
        "jobs:\n  a:\n    steps:\n      - run: |\n          x\n          hf download acme/a": [
            "6 hub acme/a"
        ],
        "storageUri: hf://acme/a": ["1 hub acme/a"],
        "modelURL: acme/a": [],
    },
    "x.toml": {
        'pretrained_model_name_or_path = "acme/a"': ["1 hub acme/a"],
        '[x]\nname = "acme/a"': [],
    },
    "x.json": {
        '{\n"a": {"hf_hub_url": "acme/d"}\n}': ["2 hub acme/d"],
        '{"_name_or_path": "acme/a"}': [],
        '{"model_id": "anthropic.claude"}': [],
    },
}


@pytest.mark.parametrize(
    ("name", "text"), [(name, text) for name, texts in CASES.items() for text in texts]
)
def test_files(name: str, text: str, tmp_path: Path) -> None:
    assert sorted(references_in(tmp_path, name, text)) == sorted(CASES[name][text])


def test_a_notebook_is_one_program(tmp_path: Path) -> None:
    sources = [
        ["NAME = 'acme/a'\n", "!hf download acme/sh\n", "%matplotlib inline"],
        ["this is ! not python"],
        ["x.from_pretrained(NAME)"],
    ]
    cells = [{"cell_type": "markdown", "source": ["y.from_pretrained('acme/text')"]}]
    cells += [{"cell_type": "code", "source": source} for source in sources]
    cells.append({"cell_type": "code", "source": ["%%bash\n", "vllm serve acme/b"]})
    text = json.dumps({"nbformat": 4, "cells": cells}, indent=1)
    (tmp_path / "a.ipynb").write_text(text)
    references = scan([tmp_path], tmp_path).references
    assert [(reference.name, reference.cell) for reference in references] == [
        ("acme/sh", 2),
        ("acme/a", 4),
        ("acme/b", 5),
    ]
    lines = text.split("\n")
    for reference, part in zip(references, ("hf download", "NAME)", "vllm serve"), strict=True):
        assert part in lines[reference.place.line - 1]
