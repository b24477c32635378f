"""Licence files whose text could not be read."""

from __future__ import annotations

import pytest

from provenance.hubs import HUGGING_FACE
from provenance.licences import licence_texts, speaks_of_licences, unread_texts
from provenance.licences.files import is_unreadable_licence
from provenance.model.artifact import ArtifactRef, FileEntry, Kind, Snapshot, SourceText

REF = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/lantern", revision="1" * 40)


def gaps(*paths: str, **bodies: bytes) -> list[tuple[str, str]]:
    snapshot = Snapshot(ref=REF, files=tuple(FileEntry(path=path) for path in (*paths, *bodies)))
    documents = {path: SourceText.decode(REF, path, body) for path, body in bodies.items()}
    return [(gap.what, gap.reason) for gap in unread_texts(snapshot, documents, read_paths=bodies)]


@pytest.mark.parametrize(
    "path",
    [
        "LICENSE.pdf",
        "LICENSE.docx",
        "LICENSE.txt.gz",
        "license.md.zip",
        "license.rtf",
        "docs/Terms_of_Use.odt",
        "MODEL_LICENSE.pdf",
        "EULA.html",
        "LICENSE.png",
        "USE_POLICY.pdf",
        "a/b/c/LICENSE.pdf",
        "terms-of-use.jpg",
        "LICENSE_model.tiff",
        "legal/agreement.png",
        "이용약관.png",
        "LICENSE.mp4",
        "terms.m4a",
        "LICENSE.csv",
        "license.ipynb",
    ],
)
def test_formats_that_are_not_read(path: str) -> None:
    assert gaps(path) == [(path, "not-understood")]
    assert speaks_of_licences(path)


@pytest.mark.parametrize(
    "path",
    [
        "license_plate_001.jpg",
        "images/license.png",
        "drivers-license.pdf",
        "paper.pdf",
        "licenses.csv",
        "a/vendor/c/LICENSE.pdf",
        "license-badge.svg",
        "images/terms.png",
        "loss.png",
        "notice.png",
        "train.ipynb",
    ],
)
def test_what_is_no_licence_is_no_gap(path: str) -> None:
    assert gaps(path) == []
    assert not is_unreadable_licence(path)


def test_bytes_that_are_no_text() -> None:
    assert gaps(LICENSE=b"\x00\x01\x02 terms") == [("LICENSE", "malformed")]
    korean = "이 모델은 연구 목적으로만 이용할 수 있습니다. ".encode("cp949") * 3
    assert gaps(LICENSE=korean) == []
    japanese = "研究目的でのみ利用可能です。商用利用は禁止されています。".encode("shift_jis")
    assert gaps(LICENSE=japanese) == [("LICENSE", "malformed")]
    assert gaps(LICENSE="caf\u00e9 terms ".encode("latin-1") * 40 + b"x" * 4_000) == []
    assert gaps(LICENSE="라이선스".encode()) == []


def test_utf_16_is_read() -> None:
    document = SourceText.decode(REF, "LICENSE", "MIT 라이선스".encode("utf-16"))
    assert document.text == "MIT 라이선스"
    assert gaps(LICENSE="MIT 라이선스".encode("utf-16")) == []


def test_texts_beyond_the_number_that_is_read_are_told() -> None:
    assert gaps("LICENSE-MIT", LICENSE=b"Apache License 2.0") == [("LICENSE-MIT", "bound")]
    assert gaps("LICENSE", MODEL_LICENSE=b"MIT License") == []
    assert gaps("vendor/LICENSE", "NOTICE", LICENSE=b"MIT License") == []


def test_terms_are_read_before_what_stands_beside_them() -> None:
    paths = ["ATTRIBUTION", "NOTICE", "sub/LICENSE", "LICENSE", "MODEL_LICENSE", "LICENSE-CODE"]
    assert licence_texts(paths, 3) == ["LICENSE", "MODEL_LICENSE", "sub/LICENSE"]
