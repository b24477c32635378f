"""References: what a user may type, and what no hub could hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
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
    (f"pkg:huggingface/acme/x@{SHA}", "hf", Kind.MODEL, "acme/x", SHA),
    (f"pkg:huggingface/acme/t@{SHA}?type=dataset", "hf", Kind.DATASET, "acme/t", SHA),
    ("./folder", "folder", Kind.MODEL, "./folder", None),
    ("/abs/folder", "folder", Kind.MODEL, "/abs/folder", None),
]


@pytest.mark.parametrize(("text", "hub", "kind", "name", "revision"), READ)
def test_parse(text: str, hub: str, kind: Kind, name: str, revision: str | None) -> None:
    assert ArtifactRef.parse(text) == ArtifactRef(hub, kind, name, revision)


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
        "https://huggingface.co/acme/x",
        "acme/x--y",
        "12k examples",
    ],
)
def test_what_no_hub_could_hold(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        ArtifactRef.parse(text)
    assert caught.value.hint


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        ref = ArtifactRef.parse(text)
    except UsageError:
        return
    if ref.hub == "hf":
        assert ArtifactRef.parse(ref.purl) == ref


def test_purl_of_a_folder_is_its_name() -> None:
    assert (
        ArtifactRef("folder", Kind.MODEL, "/home/me/my-model", "sha256:ab").purl
        == "pkg:generic/my-model@sha256:ab"
    )


def test_lines_end_where_an_editor_says() -> None:
    document = SourceText.decode(
        ArtifactRef.parse("a/b"), "README.md", "\ufeffa\r\nb\rc\u2028d\x0ce\n".encode()
    )
    assert document.lines() == ("a", "b", "c\u2028d\x0ce", "")
