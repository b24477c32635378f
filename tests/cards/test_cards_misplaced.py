"""Front matter where no hub reads it is reported, prose between rules is not taken for it."""

from __future__ import annotations

import pytest

from provenance.cards import parse_card


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        ("# Model\n\n---\nlicense: mit\n---\nWords.\n", 3, "below line 1"),
        ("<!-- a\nb -->\n---\nbase_model: a/b\ntags: [x]\n---\n", 3, "below line 1"),
        ('+++\nlicense = "mit"\n+++\n', 1, "TOML"),
    ],
)
def test_misplaced(text: str, line: int, kind: str) -> None:
    card = parse_card(text)
    [problem] = card.problems
    assert not card.fields
    assert (problem.line, problem.fatal) == (line, False)
    assert kind in problem.message


@pytest.mark.parametrize(
    "text",
    [
        "# Model\n\n---\n\nWords.\n\n---\n",
        "# Model\n\n---\nNote: words.\n---\n",
        "Words first.\n\n---\nlicense: mit\n---\n",
        "# Model\n\n---\nlicense: mit\n",
        "+++\n",
        "",
    ],
)
def test_nothing_misplaced(text: str) -> None:
    assert not parse_card(text).problems
