"""What counts as template text, and what somebody wrote."""

from __future__ import annotations

import pytest

from provenance.cards import parse_card
from provenance.model.card import CardBlock


def blocks(text: str) -> list[CardBlock]:
    return [block for section in parse_card(text).walk() for block in section.blocks]


@pytest.mark.parametrize(
    "text",
    [
        "[More Information Needed]",
        "[More Information Needed](https://hub.example/how-to-contribute)",
        "**[more information needed]**",
        "More information needed",
        "More info needed.",
        "[Needs More Information]",
        "[More Information Needed]\n[More Information Needed]",
        "[optional]",
        "TBD",
        "TODO",
        "To be added soon!",
        "Coming soon...",
        "...",
        "—",
        "[추가 정보 필요]",
        "더 많은 정보가 필요합니다.",
        "추후 공개 예정",
        "작성 예정입니다.",
        "준비 중",
        "**License:** [More Information Needed]",
        "**Funded by [optional]:** [More Information Needed]",
        "anything at all: [More Information Needed]",
        "라이선스: 추후 공개",
        "**BibTeX:**",
        "**Language(s) (NLP):**",
        "Paper [optional]:",
        "Provide a quick summary of what the model is/does.",
        "This section is meant to convey both technical and sociotechnical limitations.",
        "Use the code below to get started with the model.",
        (
            "Users (both direct and downstream) should be made aware of the risks, biases and"
            " limitations of the model. More information needed for further recommendations."
        ),
        (
            "This modelcard aims to be a base template for new models. It has been generated using "
            "[this raw template](https://hub.example/template)."
        ),
        (
            "This is the model card of a 🤗 transformers model that has been pushed on the Hub. "
            "This model card has been automatically generated."
        ),
        (
            "Carbon emissions can be estimated using the [Machine Learning Impact"
            " calculator](https://c.example) presented in [Lacoste et al."
            " (2019)](https://a.example)."
        ),
        (
            "This section describes the source data (e.g. news text and headlines, social media"
            " posts, ...)"
        ),
        (
            "Describe any criteria for splitting the data, if used. If their are differences"
            " between the splits (e.g. if the training annotations are machine-generated), describe"
            " them here."
        ),
        (
            "Thanks to [@github-username](https://github.com/<github-username>) for adding this"
            " dataset."
        ),
        "> [More Information Needed]",
        (
            "- **Repository:** [More Information Needed]\n- **Paper [optional]:** [More Information"
            " Needed]"
        ),
        "- **Homepage:**\n- **Leaderboard:**\n- **Point of Contact:**",
        "| config | train |\n|---|---|\n| a | ? |\n| b | |\n",
    ],
)
def test_template_text(text: str) -> None:
    (block,) = blocks(text)
    assert block.template
    assert not block.stated


@pytest.mark.parametrize(
    "text",
    [
        "N/A",
        "Not applicable.",
        "해당 없음",
        "None",
        "[More Information Needed] because the paper is not out yet.",
        "The data comes from a forum. [More Information Needed]",
        "Describe where this information comes from. Names come from public profiles.",
        "State whether the dataset contains names. It does.",
        "This section describes how we filtered names.",
        "For more information needed to run it, see below.",
        "Users should read this.",
        "License: MIT",
        "License:\u00a0apache-2.0",
        "Our own label:",
        "See https://x.org/: TBD later",
        "or try out the demo: .",
        "We use the code below to get started with the model.",
        "추후 공개 예정인 데이터는 포함하지 않습니다.",
        "- **Repository:** https://x.org\n- **Paper:** [More Information Needed]",
        "| a | b |\n|---|---|\n",
        "| field | value |\n|---|---|\n| licence | MIT |\n| paper | [More Information Needed] |\n",
    ],
)
def test_what_somebody_wrote(text: str) -> None:
    (block,) = blocks(text)
    assert not block.template
    assert block.stated


@pytest.mark.parametrize(
    "text",
    ["<!-- Provide a quick summary of what the model is/does. -->", "```\nTODO\n```", "![](x)"],
)
def test_what_is_no_prose_is_no_template_and_states_nothing(text: str) -> None:
    (block,) = blocks(text)
    assert not block.template and not block.stated


def test_long_text_was_written_by_somebody() -> None:
    assert not blocks("[More Information Needed] " * 200)[0].template


def test_an_untouched_card_states_nothing() -> None:
    text = (
        "# Model Card for Model ID\n\n<!-- Provide a quick summary of what the model is/does."
        " -->\n\n## Model Details\n\n### Model Description\n\n<!-- Provide a longer summary of what"
        " this model is. -->\n\n- **Developed by:** [More Information Needed]\n- **License:** [More"
        " Information Needed]\n\n## Uses\n\n### Direct Use\n\n[More Information Needed]\n\n##"
        " Training Details\n\n- **Training regime:** [More Information Needed] <!--fp32, bf16"
        " -->\n\n## Citation [optional]\n\n**BibTeX:**\n\n[More Information Needed]\n"
    )
    assert not any(block.stated for block in blocks(text))
    assert sum(block.template for block in blocks(text)) == 5
