"""Sources, people, periods, purpose, contact, annotators, safeguards, versions, teachers: told,
denied, hedged, or not.

Every question in both languages; what only looks like an answer stands below.
"""

from __future__ import annotations

import pytest
from privacy_cards import graded

ANSWERED = (
    # Whose data, from where
    (
        "PRIV-007",
        "disclosed",
        "",
        "The recordings were made with 120 volunteers from Norway, aged 20 to 65.",
    ),
    ("PRIV-007", "disclosed", "", "The comments were written by users in Brazil."),
    (
        "PRIV-007",
        "partial",
        "",
        "The questions in the corpus were posted by users of a gardening forum.",
    ),
    ("PRIV-007", "disclosed", "", "국내 거주 화자 300명을 대상으로 음성을 녹음하였습니다."),
    (
        "PRIV-007",
        "partial",
        "",
        "고객이 작성한 문의 글을 모았으며 고객 동의를 대상으로 하였습니다.",
    ),
    # Sources by name or by kind
    ("PRIV-010", "disclosed", "", "The model was pre-trained on Common Crawl and Wikipedia."),
    (
        "PRIV-010",
        "disclosed",
        "",
        "The corpus consists of the Harbour Letters Corpus and news articles.",
    ),
    ("PRIV-010", "disclosed", "", "It was fine-tuned on the northwind/chat-200k dataset."),
    (
        "PRIV-010",
        "partial",
        "",
        "The model was trained on a mix of public web documents and books.",
    ),
    ("PRIV-010", "disclosed", "", "위키백과와 모두의 말뭉치로 학습하였습니다."),
    ("PRIV-010", "partial", "", "웹 문서와 뉴스를 수집하여 학습 데이터를 만들었습니다."),
    # Crawling: done, not done, since when
    (
        "PRIV-011",
        "disclosed",
        "done",
        "We crawled 40 news sites between March 2021 and May 2022 for the corpus.",
    ),
    ("PRIV-011", "disclosed", "not-done", "The texts were licensed; no web scraping was done."),
    ("PRIV-011", "partial", "done", "The images were collected from the internet."),
    ("PRIV-011", "disclosed", "done", "2023년 1월부터 6월까지 블로그를 크롤링하였습니다."),
    ("PRIV-011", "disclosed", "not-done", "웹 크롤링은 하지 않았습니다."),
    ("PRIV-011", "partial", "done", "인터넷에서 수집한 문서입니다."),
    # Bought or licensed
    (
        "PRIV-014",
        "disclosed",
        "done",
        "The books were licensed from two publishers under a written agreement.",
    ),
    ("PRIV-014", "disclosed", "not-done", "No data was bought or licensed from brokers."),
    ("PRIV-014", "partial", "done", "Training also used proprietary datasets."),
    ("PRIV-014", "disclosed", "done", "언론사와 제휴 계약을 맺고 뉴스 데이터를 제공받았습니다."),
    ("PRIV-014", "disclosed", "not-done", "외부에서 구매한 데이터는 사용하지 않았습니다."),
    # Synthetic data
    (
        "PRIV-015",
        "disclosed",
        "done",
        "The instructions were generated with GPT-4 from titles of encyclopaedia articles.",
    ),
    ("PRIV-015", "partial", "done", "A part of the training set is synthetic data."),
    ("PRIV-015", "disclosed", "not-done", "No synthetic data was used."),
    (
        "PRIV-015",
        "disclosed",
        "done",
        "백과사전 제목을 바탕으로 GPT-4로 생성한 질문 데이터를 사용하였습니다.",
    ),
    ("PRIV-015", "partial", "done", "합성 데이터를 학습에 사용하였습니다."),
    ("PRIV-015", "disclosed", "not-done", "합성 데이터는 사용하지 않았습니다."),
    # Period of collection
    ("PRIV-016", "disclosed", "", "The tweets were collected between May 2019 and June 2020."),
    ("PRIV-016", "disclosed", "", "The knowledge cutoff of the training data is December 2023."),
    ("PRIV-016", "disclosed", "", "We used the Wikipedia dump of March 2022."),
    ("PRIV-016", "disclosed", "", "2019년 1월부터 2020년 6월까지 작성된 댓글을 수집하였습니다."),
    ("PRIV-016", "disclosed", "", "데이터 수집 기간은 2021년 3월부터 8월까지입니다."),
    # Purpose
    ("PRIV-023", "disclosed", "", "The model is intended for summarising minutes of meetings."),
    ("PRIV-023", "partial", "", "The dataset is intended for research purposes only."),
    ("PRIV-023", "disclosed", "", "이 모델은 상담 대화 요약을 목적으로 개발되었습니다."),
    # Contact
    ("PRIV-025", "disclosed", "", "Questions about the data go to data@northwind.example."),
    ("PRIV-025", "partial", "", "For questions please open an issue on GitHub."),
    ("PRIV-025", "disclosed", "", "문의: data@hanbit.example"),
    ("PRIV-025", "disclosed", "", "개인정보 보호책임자는 김하늘입니다."),
    # Place of processing
    ("PRIV-026", "disclosed", "", "Personal data is stored on servers in Germany."),
    ("PRIV-026", "disclosed", "", "No training data left the EEA."),
    ("PRIV-026", "disclosed", "", "수집한 개인정보는 국내 서버에 보관합니다."),
    ("PRIV-026", "disclosed", "", "개인정보의 국외 이전은 없습니다."),
    # Who read the data
    (
        "PRIV-036",
        "disclosed",
        "done",
        "Annotators saw anonymized posts only and were paid 15 euros per hour.",
    ),
    ("PRIV-036", "partial", "done", "The sentences were labelled by three annotators."),
    (
        "PRIV-036",
        "disclosed",
        "done",
        "라벨러는 비밀 유지 서약을 하고 대화 데이터를 검수하였습니다.",
    ),
    ("PRIV-036", "partial", "done", "대학원생이 문장을 라벨링하였습니다."),
    # Safeguards of answers
    (
        "PRIV-042",
        "disclosed",
        "done",
        "The model refuses requests for personal data such as telephone numbers.",
    ),
    ("PRIV-042", "partial", "done", "A content filter checks the outputs of the demo."),
    ("PRIV-042", "disclosed", "done", "개인정보를 묻는 질문에는 답변을 거부하도록 하였습니다."),
    ("PRIV-042", "partial", "done", "출력 필터를 적용하였습니다."),
    # What is left to whoever deploys it
    (
        "PRIV-044",
        "disclosed",
        "",
        "Developers should check that answers reveal no personal data before they deploy it.",
    ),
    (
        "PRIV-044",
        "partial",
        "",
        "Users should evaluate the risks of bias before they deploy the model.",
    ),
    ("PRIV-044", "disclosed", "", "배포자는 답변에 개인정보가 나오지 않는지 검증하여야 합니다."),
    ("PRIV-044", "partial", "", "이용자는 부정확한 답변에 유의하시기 바랍니다."),
    # Versions and withdrawals
    (
        "PRIV-052",
        "disclosed",
        "",
        "Withdrawn records are removed from the next version of the dataset.",
    ),
    ("PRIV-052", "partial", "", "Updated versions of the dataset will be published every year."),
    ("PRIV-052", "disclosed", "", "철회된 자료는 다음 버전에서 삭제됩니다."),
    # Parents of a merge
    ("PRIV-073", "partial", "", "This is a merge of pre-trained models made with a linear method."),
    ("PRIV-073", "partial", "", "두 모델을 병합하였습니다."),
    # Teachers
    (
        "PRIV-075",
        "disclosed",
        "",
        "It was distilled from Clear 30B on prompts of the northwind/chat-200k dataset.",
    ),
    ("PRIV-075", "partial", "", "The small model was distilled from the large one."),
    ("PRIV-075", "disclosed", "", "교사 모델의 답변과 공개 질문 데이터를 써서 증류하였습니다."),
    ("PRIV-075", "partial", "", "지식 증류로 학습한 모델입니다."),
)
TOLD_OF_DATASETS = (
    (
        "PRIV-094",
        "disclosed",
        "",
        "Only tweet IDs are released, so that deleted tweets can no longer be fetched.",
    ),
    ("PRIV-094", "partial", "", "The dataset provides links to the images only."),
    ("PRIV-094", "disclosed", "", "이미지의 URL만 제공하며 삭제된 이미지는 접근할 수 없습니다."),
    ("PRIV-094", "partial", "", "저작권 문제로 링크만 제공합니다."),
)
NO_ANSWERS = (
    ("PRIV-007", "The model is intended for users in Norway."),
    ("PRIV-007", "Annotators from India labelled the sentences."),
    ("PRIV-007", "작업자 30명을 모집하여 평가하였습니다."),
    ("PRIV-010", "The model was evaluated on the GLUE benchmark."),
    ("PRIV-010", "The model was trained with AdamW on eight A100 GPUs."),
    ("PRIV-010", "You can fine-tune it on your own Wikipedia dump."),
    ("PRIV-010", "KorQuAD 벤치마크로 평가하였습니다."),
    ("PRIV-011", "You can use this tool to crawl web pages."),
    ("PRIV-011", "크롤링 방법은 튜토리얼을 참고하세요."),
    ("PRIV-014", "The dataset is licensed under CC BY 4.0."),
    ("PRIV-014", "라이선스를 따라 데이터를 이용하십시오."),
    ("PRIV-015", "The model can generate synthetic images for games."),
    ("PRIV-015", "We evaluated it on a synthetic benchmark."),
    ("PRIV-015", "이 모델로 합성 데이터를 만들 수 있습니다."),
    ("PRIV-016", "The paper was published in 2019 in the proceedings of a workshop."),
    ("PRIV-016", "The model was released in May 2024."),
    ("PRIV-016", "2024년 5월에 모델을 출시하였습니다."),
    ("PRIV-023", "The script is designed for Linux."),
    ("PRIV-023", "설치 목적에 맞는 버전을 고르십시오."),
    ("PRIV-025", "E-mail addresses such as a.b@mail.example were masked."),
    ("PRIV-025", "고객 문의 데이터로 학습하였습니다."),
    ("PRIV-026", "Training emitted 40 kg of carbon; the compute region was in Germany."),
    ("PRIV-026", "탄소 배출량은 국내 데이터센터를 기준으로 하였습니다."),
    ("PRIV-036", "The corpus was annotated with spaCy."),
    ("PRIV-036", "자동으로 주석을 달았습니다."),
    ("PRIV-042", "The crawl passed a content filter before training."),
    ("PRIV-042", "학습 데이터에서 유해 문장을 필터링하였습니다."),
    (
        "PRIV-044",
        (
            "Users (both direct and downstream) should be made aware of the risks, biases and"
            " limitations."
        ),
    ),
    ("PRIV-044", "Users must comply with the license."),
    ("PRIV-044", "사용자는 최신 버전을 설치해야 합니다."),
    ("PRIV-052", "Version 4.1 of the library is needed."),
    ("PRIV-052", "최신 버전의 라이브러리가 필요합니다."),
    ("PRIV-073", "Please open a merge request."),
    ("PRIV-075", "Sentences about distilled water were left out."),
    ("PRIV-075", "DistilBERT is used as the tokenizer."),
    ("PRIV-075", "증류수에 관한 문서입니다."),
)
ONLY_WHERE_RAISED = ("PRIV-015", "PRIV-043", "PRIV-073", "PRIV-075", "PRIV-094")


@pytest.mark.parametrize(("check", "grade", "stance", "sentence"), ANSWERED)
def test_models_answer(check: str, grade: str, stance: str, sentence: str) -> None:
    disclosures = graded(
        f"# M\n\n## Details\n\nA model. {sentence}\n",
        "fine-tune" if check == "PRIV-073" else "model",
    )[check]
    assert (disclosures.grade.value, disclosures.stance) == (grade, stance)
    assert disclosures.evidence[0].start_line == 5


@pytest.mark.parametrize(("check", "grade", "stance", "sentence"), TOLD_OF_DATASETS)
def test_datasets_answer(check: str, grade: str, stance: str, sentence: str) -> None:
    disclosure = graded(f"# D\n\n## Details\n\nA corpus. {sentence}\n")[check]
    assert (disclosure.grade.value, disclosure.stance) == (grade, stance)


@pytest.mark.parametrize(("check", "sentence"), NO_ANSWERS)
def test_what_only_looks_like_an_answer(check: str, sentence: str) -> None:
    disclosures = graded(
        f"# M\n\n## Details\n\n{sentence}\n", "fine-tune" if check == "PRIV-073" else "model"
    )
    assert check not in disclosures or disclosures[check].grade.value == "absent"


def test_silence_does_not_raise_a_question_that_depends_on_a_case() -> None:
    for kind in ("model", "fine-tune", "dataset"):
        disclosures = graded("# M\n\n## Details\n\nIt is small and fast.\n", kind)
        assert not disclosures.keys() & set(ONLY_WHERE_RAISED)
        assert {"PRIV-010", "PRIV-016", "PRIV-023", "PRIV-025"} <= disclosures.keys()


def test_parents_of_a_merge_are_named_in_the_front_matter() -> None:
    named = graded("---\nbase_model:\n- acme/one\n- acme/two\n---\n# M\n", "fine-tune")["PRIV-073"]
    assert (named.grade.value, [proof.start_line for proof in named.evidence]) == (
        "partial",
        [3, 4],
    )
    tagged = graded("---\ntags:\n- merge\n---\n# M\n", "fine-tune")["PRIV-073"]
    assert tagged.grade.value == "absent"
    assert "PRIV-073" not in graded("---\nbase_model: acme/one\n---\n# M\n", "fine-tune")


@pytest.mark.parametrize(
    ("sentence", "grade", "stance"),
    [
        (
            "The posts were anonymized by replacing user names with random numbers.",
            "disclosed",
            "deidentified",
        ),
        ("The data is fully anonymized.", "partial", "deidentified"),
        ("이름을 임의의 번호로 치환하여 데이터를 익명화하였습니다.", "disclosed", "deidentified"),
        ("데이터는 익명 처리되었습니다.", "partial", "deidentified"),
    ],
)
def test_claims_of_anonymity_need_evidence(sentence: str, grade: str, stance: str) -> None:
    disclosure = graded(f"# D\n\n## Privacy\n\n{sentence}\n")["PRIV-043"]
    assert (disclosure.grade.value, disclosure.stance) == (grade, stance)


@pytest.mark.parametrize(
    "sentence",
    [
        "The data contains no personal information.",
        "데이터에는 개인정보가 포함되어 있지 않습니다.",
    ],
)
def test_a_denial_is_no_claim_of_anonymity(sentence: str) -> None:
    assert "PRIV-043" not in graded(f"# D\n\n## Privacy\n\n{sentence}\n")


def test_a_guard_model_answers_in_several_places() -> None:
    text = (
        "# Guard\n\nS7: Privacy\n\nIt supports the following languages: English, French,"
        " German.\n\n## Training data\n\nPrompts were taken from the harbour-chat dataset.\n\n##"
        " Evaluation\n\nF1 is 0.93.\n"
    )
    disclosure = graded(text, "guard", "acme/guard-1")["PRIV-074"]
    assert (disclosure.grade.value, [proof.start_line for proof in disclosure.evidence]) == (
        "disclosed",
        [3, 5, 9, 13],
    )
    assert (
        graded("# Guard\n\nS7: Privacy\n", "guard", "acme/guard-1")["PRIV-074"].grade.value
        == "partial"
    )


def test_limits_of_use_stand_in_ordinary_text_too() -> None:
    disclosure = graded(
        "# M\n\n## Intended use\n\nNot intended for surveillance or profiling of people.\n", "model"
    )["PRIV-060"]
    assert disclosure.grade.value == "disclosed"
    limits = graded(
        "# 모델\n\n## 의도하지 않은 용도\n\n개인을 감시하는 일에 사용할 수 없습니다.\n", "model"
    )
    assert (limits["PRIV-060"].grade.value, limits["PRIV-023"].grade.value) == (
        "disclosed",
        "absent",
    )
    disclosure = graded(
        "# M\n\n## Training data\n\nThe corpus holds novels about surveillance.\n", "model"
    )["PRIV-060"]
    assert disclosure.grade.value == "absent"


def test_an_address_ends_before_the_full_stop() -> None:
    text = (
        "# D\n\n## Data\n\nWe had no consent. It is told at https://a.example/x. Raw pages are kept"
        " for 24 months.\n"
    )
    disclosure = graded(text)["PRIV-053"]
    assert (disclosure.stance, disclosure.evidence[0].quote) == (
        "done",
        "Raw pages are kept for 24 months.",
    )


def test_a_header_row_is_no_evidence() -> None:
    text = (
        "# M\n\n## Privacy red-team\n\n| Attack on privacy | Attempts |\n|---|---|\n| Extraction of"
        " names | 6,000 |\n"
    )
    assert [proof.start_line for proof in graded(text, "model")["PRIV-041"].evidence] == [7]


def test_rows_below_a_heading_of_filtering_need_no_verb() -> None:
    text = (
        "# M\n\n## Personal data\n\n### Filtering\n\n| Step | Method | Kinds |\n|---|---|---|\n| 1"
        " | regular expressions | e-mail, phone, passport |\n"
    )
    disclosures = graded(text, "model")
    assert (disclosures["PRIV-030"].grade.value, disclosures["PRIV-031"].grade.value) == (
        "disclosed",
        "disclosed",
    )
    assert disclosures["PRIV-031"].evidence[0].start_line == 9


def test_a_request_for_deletion_is_a_right_and_no_filtering() -> None:
    text = (
        "# M\n\n## Privacy\n\nTo ask for the deletion of your name, write to"
        " privacy@northwind.example.\n"
    )
    disclosures = graded(text, "model")
    assert (disclosures["PRIV-050"].grade.value, disclosures["PRIV-030"].grade.value) == (
        "disclosed",
        "absent",
    )


def test_a_clause_on_rights_names_no_invasive_use() -> None:
    vague = "The model shall not infringe on the rights of others, including privacy rights."
    clear = "The model shall not be used for surveillance or profiling of people."
    grades = [
        graded(f"## Use restrictions\n\n{text}\n")["PRIV-060"].grade for text in (vague, clear)
    ]
    assert [grade.value for grade in grades] == ["partial", "disclosed"]
