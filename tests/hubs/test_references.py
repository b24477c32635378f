"""References: what a user may type, and what no hub could hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.hubs import (
    FOLDER,
    client_reference,
    hub_type,
    is_hub_address,
    parse_reference,
    read_refs,
)
from provenance.model.artifact import ArtifactRef, Kind, SourceText

SHA = "91f2c0a4d3e5b6a7988776655443322110ffeedd"
READ = [
    ("gpt2", "hf", Kind.MODEL, "gpt2", None),
    ("openai/gpt-oss-20b", "hf", Kind.MODEL, "openai/gpt-oss-20b", None),
    ("hf:openai/gpt-oss-20b@main", "hf", Kind.MODEL, "openai/gpt-oss-20b", "main"),
    ("hf:datasets/acme/tickets", "hf", Kind.DATASET, "acme/tickets", None),
    ("datasets/acme/tickets@v1.0", "hf", Kind.DATASET, "acme/tickets", "v1.0"),
    ("datasets/squad", "hf", Kind.DATASET, "squad", None),
    ("acme/x@refs/pr/1", "hf", Kind.MODEL, "acme/x", "refs/pr/1"),
    ("models/acme/x", "hf", Kind.MODEL, "acme/x", None),
    ("models/x", "hf", Kind.MODEL, "models/x", None),
    ("hf://acme/x@v1", "hf", Kind.MODEL, "acme/x", "v1"),
    ("hf://datasets/acme/tickets/data/a.csv", "hf", Kind.DATASET, "acme/tickets", None),
    ("https://huggingface.co/acme/x", "hf", Kind.MODEL, "acme/x", None),
    ("https://huggingface.co/acme/x/", "hf", Kind.MODEL, "acme/x", None),
    ("https://huggingface.co/acme/x?library=transformers#usage", "hf", Kind.MODEL, "acme/x", None),
    ("https://www.huggingface.co/acme/x/tree/main", "hf", Kind.MODEL, "acme/x", "main"),
    ("http://hf.co/acme/x/blob/refs%2Fpr%2F1/a/b.md", "hf", Kind.MODEL, "acme/x", "refs/pr/1"),
    (f"https://huggingface.co/acme/x/commit/{SHA}", "hf", Kind.MODEL, "acme/x", SHA),
    ("https://huggingface.co/acme/x/discussions/3", "hf", Kind.MODEL, "acme/x", None),
    ("hf.co/acme/x", "hf", Kind.MODEL, "acme/x", None),
    ("huggingface.co/datasets/squad", "hf", Kind.DATASET, "squad", None),
    (
        "https://huggingface.co/datasets/acme/t/viewer/default/train",
        "hf",
        Kind.DATASET,
        "acme/t",
        None,
    ),
    (f"pkg:huggingface/acme/x@{SHA}", "hf", Kind.MODEL, "acme/x", SHA),
    (f"pkg:huggingface/acme/t@{SHA}?type=dataset", "hf", Kind.DATASET, "acme/t", SHA),
    ("./folder", "folder", Kind.MODEL, "./folder", None),
    ("/abs/folder", "folder", Kind.MODEL, "/abs/folder", None),
]


@pytest.mark.parametrize(("text", "hub", "kind", "name", "revision"), READ)
def test_parse(text: str, hub: str, kind: Kind, name: str, revision: str | None) -> None:
    known = hub_type(hub)
    assert known is not None
    assert parse_reference(text) == ArtifactRef(
        hub=known.name, kind=kind, name=name, revision=revision
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a/b/c/d",
        "acme/",
        "acme/..",
        "a b",
        "acme/x@../..",
        "pkg:pypi/x",
        "pkg:",
        "hf:",
        "x" * 200,
        "acme/\x1b[31m",
        "https://huggingface.co",
        "https://huggingface.co/docs/hub",
        "https://huggingface.co/acme/x/tree/..",
        "https://elsewhere.example/acme/x",
        "acme/x--y",
        "12k examples",
    ],
)
def test_what_no_hub_could_hold(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_reference(text)
    assert caught.value.hint


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        ref = parse_reference(text)
    except UsageError:
        return
    if ref.hub == "hf":
        assert parse_reference(ref.purl) == ref


@pytest.mark.parametrize(
    "text",
    [
        "spaces/acme/demo",
        "hf:spaces/acme/demo",
        "https://huggingface.co/spaces/acme/demo",
        "https://huggingface.co/spaces/acme/demo/blob/main/app.py",
        "hf://spaces/acme/demo",
    ],
)
def test_a_space_is_refused_as_such(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_reference(text)
    assert "Space" in caught.value.message
    assert "provenance scan" in caught.value.hint


def test_a_manifest_where_a_model_was_meant(tmp_path: Path) -> None:
    manifest = tmp_path / "models.yaml"
    manifest.write_text("models: []\n")
    with pytest.raises(UsageError) as caught:
        read_refs([str(manifest)])
    assert f"-m {manifest}" in caught.value.hint
    with pytest.raises(UsageError) as missing:
        read_refs(["models.yaml"])
    assert "no file models.yaml" in missing.value.message


def test_purl_of_a_folder_is_its_name() -> None:
    assert (
        ArtifactRef(
            hub=FOLDER, kind=Kind.MODEL, name="/home/me/my-model", revision="sha256:ab"
        ).purl
        == "pkg:generic/my-model@sha256:ab"
    )


def test_lines_end_where_an_editor_says() -> None:
    document = SourceText.decode(
        parse_reference("a/b"), "README.md", "\ufeffa\r\nb\rc\u2028d\x0ce\n".encode()
    )
    assert document.lines() == ("a", "b", "c\u2028d\x0ce", "")


@pytest.mark.parametrize(
    "text",
    [
        "azureml://registries/azureml/models/phi/versions/1",
        "models:/support/3",
        "ngc:nvidia/nemo",
        "kaggle:google/gemma/pytorch/7b",
        "modelscope:org/name",
        "ollama:llama3:8b",
        "oci://registry.example/models/phi",
    ],
)
def test_a_hub_says_which_strings_of_code_are_its_own(text: str) -> None:
    assert is_hub_address(text)
    assert parse_reference(text)


@pytest.mark.parametrize(
    "text", ["org/name", "models/phi", "ngc:", "ollama://", "mailto:a@b.example"]
)
def test_other_strings_of_code_belong_to_no_hub(text: str) -> None:
    assert not is_hub_address(text)


def test_a_name_for_the_client_of_a_hub_becomes_a_reference() -> None:
    variation = "google/gemma/pytorch/7b/2"
    assert client_reference("Kaggle", variation, Kind.MODEL) == "kaggle:google/gemma/pytorch/7b@2"
    assert client_reference("Kaggle", "acme/mail", Kind.DATASET) == "kaggle:datasets/acme/mail"
    assert client_reference("Ollama", "llama3:8b", Kind.MODEL) == "ollama:llama3:8b"
    assert client_reference("ModelScope", "org/name", Kind.MODEL) == "modelscope:org/name"
    assert client_reference("OpenAI", "gpt-4", Kind.MODEL) == ""
