"""English model cards: which model a sentence calls its base, what a red team looked for, where a
contact stands, and what only sounds like data of users or of tuning."""

from __future__ import annotations

import pytest
from privacy_cards import graded

GRADES = ("disclosed", "partial")
BASE, TUNING, LEAK_TEST, CONTACT = "PRIV-071", "PRIV-070", "PRIV-041", "PRIV-025"
USERS, SCRAPED, PURPOSE, ANNOTATORS = "PRIV-013", "PRIV-011", "PRIV-023", "PRIV-036"
SOURCES, RECITAL, FILTERED, CONSENT = "PRIV-010", "PRIV-040", "PRIV-030", "PRIV-021"
CHILDREN = "PRIV-005"

ANSWERED = [
    (BASE, "Details", "Quantised from acme/harbour-2-9b-it."),
    (BASE, "Details", "Parent Model: OPT"),
    (BASE, "Model", "This is the checkpoint for bart-large after being trained on Harbour-NLI."),
    (BASE, "Model", "It draws maps in old styles, using Stable Diffusion v1.5 as a base model."),
    (BASE, "Details", "Parent Models: acme/eye-400m and acme/harbour-7B-v0.1"),
    (BASE, "Details", "Pre-trained model: https://huggingface.co/bert-large-uncased"),
    (BASE, "Details", "Base model: https://huggingface.co/acme/harbour-7B"),
    (BASE, "Details", "Instruction Tuned from model: BLOOM (176B)"),
    (BASE, "Training", "The segmenter was obtained by transfer learning on InceptionV3."),
    (BASE, "Training", "We started from BLOOM (176B), an open multilingual model."),
    (BASE, "Model", "This is a conversion of Tarn-2 for local inference, made from acme/tarn-1."),
    (
        TUNING,
        "Intended uses",
        "It was fine-tuned (trained and tested) on letters from two clinics.",
    ),
    (TUNING, "Training", "The weights were fine tuned using the Harbour Clinic Data."),
    (TUNING, "Training", "It was fine-tuned with 78k evolved code instructions."),
    (
        LEAK_TEST,
        "Safety",
        "We probed the model with 1,000 prefixes for verbatim personal data; 3 leaked.",
    ),
    (CONTACT, "Intended use", "For questions or comments, please contact: team@harbour.org"),
    (USERS, "Data", "Conversations from the free tier are used to improve the model."),
    (USERS, "Data", "Chats of customers on the free plan are used to train the next version."),
    (SCRAPED, "Data", "845M Tweets streamed from 01/2012 to 08/2019"),
    (PURPOSE, "Overview", "We release the model to facilitate the automatic detection of fraud."),
    (PURPOSE, "Overview", "Designed for code and tool use, not general-purpose chat."),
    (SOURCES, "Training data", "And text-to-SQL pairs from NSHarbour2SQL that were rewritten."),
    (CHILDREN, "Data", "Recordings of children were excluded from the data."),
    (LEAK_TEST, "Safety", "We conducted red teaming for offensive answers that identify people."),
    (PURPOSE, "Overview", "The model is intended for code completion of up to 2048 tokens."),
    (ANNOTATORS, "Data", "The annotation guidelines used for the project are in the appendix."),
    (RECITAL, "Limitations", "The model can recite phone numbers seen in training."),
    (FILTERED, "Data", "Nothing was done about personal information."),
]
SILENT = [
    (BASE, "Limitations", "Being a base model, Phi-2 may answer with text nobody asked for."),
    (BASE, "Training", "The ViT model is pre-trained on ImageNet-21k and fine-tuned on COCO 2017."),
    (BASE, "Model", "This is the full-precision version of Tarn-2; 4-bit files are elsewhere."),
    (BASE, "Model", "This model is the non-quantized version of Command R+."),
    (BASE, "Training", "Distilled from GPT-4 outputs."),
    (BASE, "Model", "The authors of BLIP make three points based on extensive experiments."),
    (BASE, "Uses", "Intended Use Cases Llama 3.3 is intended for research in many languages."),
    (BASE, "Safety", "Building on the work we started with Llama 3, we looked at refusals."),
    (BASE, "Model", "This model is non-quantized version of Command R+."),
    (
        TUNING,
        "Notes",
        "I tried it with other finetunes like acme/tarn-70b and acme/reed-70b.",
    ),
    (TUNING, "Limits", "Definitions of harm are based on curated datasets of their makers."),
    (CHILDREN, "Limits", "Untested: phone audio, children's speech, heavy accents"),
    (BASE, "Training", "Distilled from the answers of GPT-4."),
    (BASE, "Usage", "The examples below use a trainer from acme/trl-tools."),
    (TUNING, "Use", "Fine-tuning on a small amount of labelled data improves results downstream."),
    (LEAK_TEST, "Safety", "Three teams did red-teaming for our content policies on child safety."),
    (LEAK_TEST, "Safety", "In a red-teaming exercise we looked for biased or offensive answers."),
    (
        LEAK_TEST,
        "Safety",
        "The goal of red-teaming was to identify instances of offensive or biased output.",
    ),
    (CONTACT, "More", "Please contact the owners of the original photographs for a licence."),
    (
        USERS,
        "Data",
        "A mix of open-source datasets with web text, user prompts for LLMs and attacks.",
    ),
    (SCRAPED, "Data", "Web documents: a broad collection of web text shows it many styles."),
    (SCRAPED, "Data", "It was trained on the Colossal Clean Crawled Corpus."),
    (PURPOSE, "Overview", "The model can be used for a wide range of tasks."),
    (SOURCES, "Details", "Finetuned from: acme/harbour-20b-4bit"),
    (CONSENT, "Limits", "Any scenario that uses health data without the consent obtained for it."),
]


def answers(heading: str, text: str) -> set[str]:
    """The questions that a card of the model Tarn-2 answers, at least in part."""
    disclosures = graded(f"# Tarn-2\n\n## {heading}\n\n{text}\n", "model").values()
    return {entry.check for entry in disclosures if entry.grade.value in GRADES}


@pytest.mark.parametrize(("check", "heading", "text"), ANSWERED)
def test_a_sentence_answers(check: str, heading: str, text: str) -> None:
    assert check in answers(heading, text)


@pytest.mark.parametrize(("check", "heading", "text"), SILENT)
def test_a_sentence_on_something_else_does_not_answer(check: str, heading: str, text: str) -> None:
    assert check not in answers(heading, text)


def test_a_named_repository_makes_the_base_full() -> None:
    card = "# Tarn-2\n\n## Details\n\nQuantised from acme/harbour-2-9b-it.\n"
    assert graded(card, "model")[BASE].grade.value == "disclosed"


def test_a_probe_of_the_model_says_nothing_of_the_data() -> None:
    text = "We probed the model with 1,000 prefixes for verbatim personal data; 3 leaked."
    assert "PRIV-001" not in answers("Safety", text)


def test_a_red_team_of_unknown_scope_answers_in_part() -> None:
    card = "# M\n\n## Safety\n\nWe conducted red teaming with external experts.\n"
    assert graded(card, "model")[LEAK_TEST].grade.value == "partial"


def test_one_test_of_memorisation_keeps_the_other_tests() -> None:
    text = (
        "Red-teaming covered our content policies. We also red-teamed the memorization of"
        " training data."
    )
    assert LEAK_TEST in answers("Safety", text)


def test_names_below_what_a_model_was_tuned_on_are_sources() -> None:
    text = "- **Finetuned on data:**\n  - Sliding Encoder (SLED)\n  - Natural Questions\n"
    assert SOURCES in answers("Model details", text)


def test_pre_training_data_is_not_that_of_tuning() -> None:
    text = "Personal information was filtered from the training data of the pre-trained models."
    card = f"---\nbase_model: acme/harbour\n---\n# Tarn-2\n\n## Privacy\n\n{text}\n"
    entry = graded(card, "model").get(TUNING)
    assert entry is None or entry.grade.value not in GRADES


def test_instruction_data_is_that_of_tuning_with_a_stance_of_its_own() -> None:
    text = (
        "The pre-training data contains personal data: names of people. The instruction data"
        " contains no personal data of third parties: volunteers wrote about invented people."
    )
    card = f"---\nbase_model: acme/harbour\n---\n# Tarn-2\n\n## Personal data\n\n{text}\n"
    entry = graded(card, "model")[TUNING]
    assert [proof.quote[:20] for proof in entry.evidence] == ["The instruction data"]
    assert entry.stance.startswith("absent")
