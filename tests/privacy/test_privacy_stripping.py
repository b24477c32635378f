"""What stands in a card without being said by its maker: read for no question."""

from __future__ import annotations

import pytest
from privacy_cards import graded

STATEMENT = (
    "The corpus was crawled from Reddit between May 2019 and June 2020 by paid annotators; contact"
    " a@b.example."
)
ANSWERED = ("PRIV-010", "PRIV-011", "PRIV-016", "PRIV-025", "PRIV-036")
STRIPPED = (
    f"<!-- {STATEMENT} -->",
    f"```\n# {STATEMENT}\n```",
    f"~~~text\n{STATEMENT}\n~~~",
    f"```bibtex\n@misc{{a, note={{{STATEMENT}}}}}\n```",
    "- [The corpus was crawled from Reddit between 2019 and 2020](#crawl)\n- [Contact](#contact)",
    f"## Citation\n\n{STATEMENT}",
    f"## How to use\n\n{STATEMENT}",
    f"## Changelog\n\n{STATEMENT}",
    "See https://reddit.example/crawled-from-reddit-between-2019-and-2020/annotators.",
    "## The corpus was crawled from Reddit between 2019 and 2020\n\nText.",
    (
        "Describe where this information comes from, such as data crawled from Reddit between 2019"
        " and 2020."
    ),
)


def test_the_statement_itself_is_read() -> None:
    disclosures = graded(f"# D\n\n## Data\n\n{STATEMENT}\n")
    assert {check: disclosures[check].grade.value for check in ANSWERED} == dict.fromkeys(
        ANSWERED, "disclosed"
    )


@pytest.mark.parametrize("text", STRIPPED)
def test_what_is_no_statement_is_not_read(text: str) -> None:
    disclosures = graded(f"# D\n\nA corpus.\n\n{text}\n")
    assert {disclosures[check].grade.value for check in ANSWERED} == {"absent"}


def test_a_sentence_pasted_under_many_headings_is_partial_at_most() -> None:
    pasted = "The dataset consists of people who have donated their voice online."
    disclosures = graded(f"# D\n\n### Personal and Sensitive Information\n\n{pasted}\n")
    assert {disclosures[check].grade.value for check in ("PRIV-001", "PRIV-082")} == {"partial"}


def test_nothing_is_absent_by_reading_alone_in_other_languages() -> None:
    text = (
        "# D\n\n## Datos\n\nLos datos se recopilaron en la web. Los nombres de las personas no se"
        " han eliminado.\n"
    )
    assert not [
        disclosure for disclosure in graded(text).values() if disclosure.grade.value == "absent"
    ]
    assert not graded("# D\n\n## 数据\n\n这个数据集来自新闻。\n", "model")


def test_a_header_row_of_a_side_file_is_no_evidence() -> None:
    table = "# Privacy\n\n| Personal data | Names removed |\n|---|---|\n| e-mail | by hand |\n"
    proofs = graded("# M\n\nText.\n", "model", others={"PRIVACY.md": table})["PRIV-082"].evidence
    assert [proof.start_line for proof in proofs] == [5]
