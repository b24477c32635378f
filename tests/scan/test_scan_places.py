"""Where names stand besides calls of Python: jobs, templates, settings, other languages, maps."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.scan import scan
from provenance.scan.writing import to_yaml

TYPESCRIPT = """\
import { pipeline } from '@huggingface/transformers';
// pipeline('task', 'acme/in-a-comment')
const a = await pipeline('feature-extraction', 'acme/called');
const modelId = "acme/keyed";
const other = ["BAAI/bge-m3", "application/json", "acme/llama-7b"];
"""
TERRAFORM = """\
variable "model_id" {
  default = "acme/variable"
}
env {
  name  = "HF_MODEL_ID"
  value = "acme/container"
}
image = "acme/server"
user_data = <<-EOF
  hf download acme/script
EOF
"""
CONFIG_MAP = """\
kind: ConfigMap
data:
  start.sh: |
    vllm serve acme/shell
  server.yaml: |
    model_id: acme/inner
"""
GUARDED = """\
{{- if .Values.on }}
model_name_or_path: "acme/a"
prompt: "Q: {{question}} and ${{ github.ref }}"
{%- endif %}
convert: !function utils.convert
"""
CASES = [
    ("a.ts", TYPESCRIPT, ["3 acme/called", "4 acme/keyed", "5 BAAI/bge-m3", "5? acme/llama-7b"]),
    ("main.tf", TERRAFORM, ["2 acme/variable", "6 acme/container", "10 acme/script"]),
    ("map.yaml", CONFIG_MAP, ["4 acme/shell", "6 acme/inner"]),
    ("a.yaml", GUARDED, ["2 acme/a"]),
    ("ci.yaml", "script:\n  - hf download acme/a\n", ["2 acme/a"]),
    ("ci.yaml", "steps:\n  - run: hf download acme/a\n", ["2 acme/a"]),
    ("Taskfile.yml", "cmds:\n  - cmd: hf download acme/a\n", ["2 acme/a"]),
    ("c.yaml", 'command: sh -c "vllm serve acme/a"\n', ["1 acme/a"]),
    ("k.yaml", 'command: [/bin/sh, -lc]\nargs: ["vllm serve acme/a"]\n', ["2 acme/a"]),
    ("Dockerfile", "FROM a\nARG WEIGHTS=BAAI/bge-m3\n", ["2 BAAI/bge-m3"]),
    (".env", "WEIGHTS=BAAI/bge-m3\n", ["1 BAAI/bge-m3"]),
    ("a.sh", "docker pull nvidia/llama-server\n./run.sh BAAI/bge-m3\n", ["2 BAAI/bge-m3"]),
    ("a.rs", 'const A: &str = "BAAI/bge-m3";\napi.model("acme/a")', ["1? BAAI/bge-m3", "2 acme/a"]),
    ("a.go", 'const Type = "application/json"\n', []),
    ("m.py", 'MODELS = {\n    "a": "acme/llama-7b",\n    "b": "acme/qwen-1b",\n}\n',
     ["2 acme/llama-7b", "3 acme/qwen-1b"]),
    ("n.py", 'prices = {\n    "acme/llama-7b": 1,\n}\n', ["2? acme/llama-7b"]),
    ("o.py", 'f"BAAI/bge-{size}"\n', []),
    ("p.py", "class A:\n    weights: str = field(default='BAAI/bge-m3')\n", ["2 BAAI/bge-m3"]),
    ("q.py", "def f(x=None):\n    return x or 'BAAI/bge-m3'\n", ["2 BAAI/bge-m3"]),
]  # fmt: skip


def references_in(folder: Path, name: str, text: str) -> list[str]:
    """`line name` of each reference to the hub; `line? name` of a candidate."""
    (folder / name).write_text(text, "utf-8")
    signs = {"hub": "", "candidate": "?"}
    return [
        f"{reference.place.line}{signs[reference.state.value]} {reference.name}"
        for reference in scan([folder], folder).references
        if reference.state.value in signs
    ]


@pytest.mark.parametrize(("name", "text", "expected"), CASES)
def test_names_and_their_lines(name: str, text: str, expected: list[str], tmp_path: Path) -> None:
    assert references_in(tmp_path, name, text) == expected


LIBRARIES = [
    ("from flair.models import SequenceTagger", 'SequenceTagger.load("acme/a")'),
    ("from bertopic import BERTopic", 'BERTopic(embedding_model="acme/a")'),
    ("import open_clip", 'open_clip.get_tokenizer("hf-hub:acme/a")'),
    ("from txtai import LLM", 'LLM("acme/a")'),
    ("from fastembed import TextEmbedding", 'TextEmbedding(model_name="acme/a")'),
    ("from outlines import models", 'models.transformers("acme/a")'),
    ("import dspy", 'dspy.LM("huggingface/acme/a")'),
    ("import gradio as gr", 'gr.load("models/acme/a")'),
    ("import gradio as gr", 'gr.load("acme/a", src="models")'),
    ("from vllm.lora.request import LoRARequest", 'LoRARequest("a", 1, "acme/a")'),
    ("from smolagents import TransformersModel", 'TransformersModel(model_id="acme/a")'),
    ("", 'client.chat.completions.create(model="acme/llama-7b")'),
]


@pytest.mark.parametrize(("imported", "call"), LIBRARIES)
def test_libraries_that_take_names(imported: str, call: str, tmp_path: Path) -> None:
    assert len(references_in(tmp_path, "a.py", f"{imported}\n{call}\n")) == 1


@pytest.mark.parametrize(
    ("imported", "call"),
    [
        ("import pickle", 'pickle.load("acme/a")'),
        ("import gradio as gr", 'gr.load("acme/a", src="spaces")'),
        ("import dspy", 'dspy.LM("openai/gpt-4o")'),
        ("", 'client.chat.completions.create(model="openai/gpt-4o")'),
    ],
)
def test_functions_of_the_same_name(imported: str, call: str, tmp_path: Path) -> None:
    assert references_in(tmp_path, "a.py", f"{imported}\n{call}\n") == []


def test_one_broken_document_leaves_the_others(tmp_path: Path) -> None:
    text = "model_id: acme/a\n---\nx: {{[\nmodel_id: acme/b\n"
    (tmp_path / "a.yaml").write_text(text, "utf-8")
    result = scan([tmp_path], tmp_path)
    assert [reference.name for reference in result.references] == ["acme/a", "acme/b"]
    assert result.unread == (("a.yaml", "syntax"),)


def test_candidates_are_counted_and_listed_on_demand(tmp_path: Path) -> None:
    (tmp_path / "a.go").write_text('x := "acme/llama-7b"\n', "utf-8")
    result = scan([tmp_path], tmp_path)
    assert b"1 string looks like the name" in to_yaml(result)
    assert b"a.go:1  acme/llama-7b" in to_yaml(result, candidates=True)
