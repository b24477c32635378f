"""Labelled sentences and cards are taken from the commits in which they were read."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

FIRST = "# 감자 모델\n\n## 학습 데이터\n\n- **가상 위키** 문서로 학습했습니다. 이름은 지웠습니다.\n"
SECOND = "# 감자 모델\n\n## 데이터\n\n모두 바뀌었습니다.\n"


def git(clone: Path, *arguments: str) -> None:
    names = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(("git", "-C", str(clone), *names, *arguments), check=True, capture_output=True)


@pytest.fixture
def clones(tmp_path: Path) -> Path:
    """A folder with the clone of one repository, whose card has changed since it was read."""
    clone = tmp_path / "clones" / "acme" / "potato"
    clone.mkdir(parents=True)
    git(clone, "init", "-q")
    for text in (FIRST, SECOND):
        (clone / "README.md").write_text(text, "utf-8")
        git(clone, "add", "README.md")
        git(clone, "commit", "-qm", "Card")
    return tmp_path / "clones"


def label(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels of two sentences of the older card and of the card itself."""
    pytest.importorskip("sklearn")
    from data_sources import privacy_texts as build

    monkeypatch.setattr(build, "LABELS", folder)
    monkeypatch.setattr(build, "SOURCES", folder / "sources.tsv")
    document = "github:acme/potato/README.md"
    digests = (
        build.digest_of("가상 위키 문서로 학습했습니다."),
        build.digest_of("모두 바뀌었습니다."),
        "0" * 16,
    )
    head = "sentence\tfile\tline\tdraw\treader\tlabels\n"
    rows = "".join(f"{digest}\t{document}\t5\tread\tr1\t-\n" for digest in digests)
    for name in build.SENTENCES:
        (folder / name).write_text(head + (rows if name == "ko-train.tsv" else ""), "utf-8")
    card = f"x\t{document}\t-\t-\tmodel\t-\t-\n"
    (folder / "cards.tsv").write_text(
        "draw\tfile\tanswers\tdisputed\tkind\tcommit\tsha256\n" + card, "utf-8"
    )


def test_a_sentence_is_found_in_the_version_that_was_read(
    clones: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    label(tmp_path, monkeypatch)
    from data_sources import privacy_texts as build

    texts = tmp_path / "texts"
    monkeypatch.setattr(
        "sys.argv", ["privacy_texts", "--clones", str(clones), "--texts", str(texts), "--find"]
    )
    build.main()
    assert "2/3 github:acme/potato/README.md" in capsys.readouterr().out
    lines = (texts / "github.jsonl").read_text("utf-8").splitlines()
    assert {(entry["text"], entry["heading"]) for entry in map(json.loads, lines)} == {
        ("가상 위키 문서로 학습했습니다.", "학습 데이터"),
        ("모두 바뀌었습니다.", "데이터"),
    }
    assert (texts / "acme" / "potato" / "README.md").read_text("utf-8") == SECOND
    rows = (tmp_path / "sources.tsv").read_text("utf-8").splitlines()
    assert [row.split("\t")[0] for row in rows] == ["what", "sentences", "sentences", "card"]


def test_a_repository_without_a_clone_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    label(tmp_path, monkeypatch)
    from data_sources import privacy_texts as build

    monkeypatch.setattr(
        "sys.argv", ["privacy_texts", "--clones", str(tmp_path / "none"), "--missing"]
    )
    build.main()
    assert capsys.readouterr().out == "acme/potato\n"
