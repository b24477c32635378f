"""Who made it, what a title says, an empty form: answers of English cards that stand in few
words, and words that only look like them."""

from __future__ import annotations

import pytest
from privacy_cards import graded

ANSWERED = ("disclosed", "partial")
CONTACT, PURPOSE, SOURCES, PERIOD = "PRIV-025", "PRIV-023", "PRIV-010", "PRIV-016"
KINDS, TUNING, BASE, SCRAPED = "PRIV-002", "PRIV-070", "PRIV-071", "PRIV-011"


def answers(text: str, kind: str = "dataset") -> set[str]:
    """The questions that a card answers, at least in part."""
    disclosures = graded(text, kind).values()
    return {entry.check for entry in disclosures if entry.grade.value in ANSWERED}


@pytest.mark.parametrize(
    "line",
    [
        "- **Point of Contact:**",
        "- **Point of Contact:** [If known, name and email of at least one person the reader can"
        " contact for questions about the dataset.]()",
        "- **Developed by:** [More Information Needed]",
        "- **Authors:** see the paper",
        "- author: the name of the user who wrote the post",
        "- **Model creator:** [Harbour Labs](https://example.org)",
    ],
)
def test_an_empty_form_names_nobody(line: str) -> None:
    assert CONTACT not in answers(f"# Logs\n\n## Description\n\n{line}\n- **Size:** 3 MB\n")


@pytest.mark.parametrize(
    "line",
    [
        "- **Point of Contact:** <https://logs.example.org/contact>",
        "- **Developed by:** Harbour Labs",
        "**Authors**: Ada Winter, Jon Summer",
        "- **Curated by:** Institute of Tides",
    ],
)
def test_a_maker_that_is_named_answers_in_part(line: str) -> None:
    assert CONTACT in answers(f"# Logs\n\n## Description\n\n{line}\n- **Size:** 3 MB\n")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ada Winter and Jon Summer", True),
        ("The logs were collected by the Harbour Office.", True),
        ("The collection was funded by the Ministry of Tides.", False),
        ("[More Information Needed]", False),
    ],
)
def test_curators_are_read_below_their_heading(text: str, named: bool) -> None:
    card = f"# Logs\n\nShip logs.\n\n### Dataset Curators\n\n{text}\n"
    assert (CONTACT in answers(card)) is named


@pytest.mark.parametrize(
    "title",
    [
        "TideBERT fine-tuned on SQuAD2.0",
        "Harbour-7b trained on Wikipedia",
    ],
)
def test_a_title_may_be_the_only_place_that_says_it(title: str) -> None:
    assert SOURCES in answers(f"# {title}\n\nThe scores are below.\n", "model")


def test_a_deeper_heading_states_nothing() -> None:
    card = "# Tides\n\nA tagger.\n\n### Baselines trained on Wikipedia\n\nSee the table.\n"
    assert SOURCES not in answers(card, "model")


def test_data_called_that_of_fine_tuning_answers_without_a_base() -> None:
    card = "# Tagger\n\nThe weights were fine-tuned on the Harbour Logs dataset.\n"
    assert TUNING in answers(card, "model")


def test_a_dataset_has_no_base_model() -> None:
    card = "# Pairs\n\nThe pairs are derived from the original BERT-base-cased training set.\n"
    assert BASE not in answers(card, "dataset")


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("Supported Tasks and Leaderboards", "The dataset is used for translation of logs."),
        ("Supported Tasks and Leaderboards", "The goal of this task is to detect storms."),
        ("Summary", "It is a dataset of logs, assembled to encourage research in forecasting."),
    ],
)
def test_a_purpose_stands_below_the_tasks_too(heading: str, text: str) -> None:
    assert PURPOSE in answers(f"# Logs\n\n## {heading}\n\n{text}\n")


@pytest.mark.parametrize(
    "text",
    [
        "Success on this task is measured by F1.",
        "WaveNet is a new method for language representation learning.",
        "You can use the raw model for masked language modeling.",
        "The dataset was used to train the baselines of the paper.",
    ],
)
def test_a_task_or_a_method_alone_is_no_purpose(text: str) -> None:
    assert PURPOSE not in answers(f"# Logs\n\n## Supported Tasks\n\n{text}\n")


def test_the_site_that_documents_come_from_is_a_source() -> None:
    card = "# Manuals\n\n## Summary\n\nA collection of documents from https://docs.tides.org/en/.\n"
    assert SOURCES in answers(card)


@pytest.mark.parametrize(
    "text",
    [
        "The corpus was built by crawling the .hr domain in 2011.",
        "For the news part the May 2019 snapshot was used.",
    ],
)
def test_the_year_may_stand_before_or_after(text: str) -> None:
    assert PERIOD in answers(f"# Pages\n\n## Data\n\n{text}\n")


def test_personal_data_without_its_kinds_does_not_say_which() -> None:
    section = "### Personal and Sensitive Information\n\nPersonal information might be present.\n"
    found = answers(f"# Pages\n\n{section}")
    assert "PRIV-001" in found
    assert KINDS not in found


@pytest.mark.parametrize(
    ("text", "scraped"),
    [
        ("The articles were scraped from web pages of newspapers.", True),
        ("The films were collected from the site of the archive.", False),
        ("The corpus is a mix of open-source datasets with benign text from the web.", False),
    ],
)
def test_a_web_site_alone_is_no_scraping(text: str, scraped: bool) -> None:
    assert (SCRAPED in answers(f"# Films\n\n## Data\n\n{text}\n")) is scraped


def test_what_the_reader_learned_does_not_name_kinds_either() -> None:
    text = "Being built from a web crawl, personal and sensitive information might be present."
    card = f"# Pages\n\n### Personal and Sensitive Information\n\n{text}\n"
    assert KINDS not in answers(card)
