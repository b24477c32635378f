"""Whatever stands in a card, grading answers, points at real lines and says the same twice."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from privacy_cards import graded

WORDS = (
    "# H\n|## Privacy\n|## 개인정보\n|### License\n|The data contains |personal data|no |not |."
    " |\n|\n\n|- |> |```\n|<!--|-->|<p>|개인정보는 |포함되어 있지 않습니다. |이름을 삭제|e.g."
    " |names |were removed |and/or|---\n|dataset_info:\n|?|:|\t|email|\x00"
)
PIECES = st.sampled_from([*WORDS.split("|"), "|"])


@given(
    st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map("".join)),
    st.sampled_from(["dataset", "model"]),
)
@settings(max_examples=120, deadline=None)
def test_grading_never_fails(text: str, kind: str) -> None:
    lines = len(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    disclosures = graded(text, kind)
    assert disclosures == graded(text, kind)
    for disclosure in disclosures.values():
        assert bool(disclosure.searched) == (disclosure.grade.value == "absent")
        assert all(
            1 <= proof.start_line <= proof.end_line <= lines
            for proof in disclosure.evidence
            if proof.start_line and proof.end_line
        )


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_side_files_never_fail(text: str) -> None:
    graded(
        "# A\n",
        "model",
        others={"PRIVACY.md": text, "USE_POLICY.md": text, "LICENSE": text, "config.json": text},
    )


def test_long_and_repeated_text_takes_no_time() -> None:
    for piece in (
        "personal and/or ",
        "not ",
        "no names of ",
        "개인정보 ",
        "a" * 50,
        "<",
        "[x](",
        "| a ",
        "sensitive or ",
        "people-in-",
        "licensed a-data-from-",
        "on A1-",
        "a/a_",
        "2019-",
    ):
        graded(f"# A\n\n## Privacy\n\n{piece * (60_000 // len(piece))}\n")
