"""The subjects of a dataset card: which section is about which, and what a card states on one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.model.finding import Evidence

MOST_ENTRIES = 20
MOST_NAMES = 60
TEXT_LIMIT = 600

COLLECTION, PREPARATION, BIAS = "collection", "preparation", "bias"
NOISE, UPDATES, USE = "noise", "updates", "use"
COLUMNS, INSTANCES, SPLITS = "columns", "instances", "splits"
ANNOTATION, LANGUAGES, SIZE, TYPE = "annotation", "languages", "size", "type"
PERSONAL = "personal"
KEYS = f"{INSTANCES}:keys"

# Headings of the 2020 and 2022 dataset card templates and of Korean cards.
_HEADINGS = {
    COLLECTION: (
        "source data|data collection|data collection and processing|data collection process|dataset"
        " creation|initial data collection and normalization|who are the source language producers"
        "|who are the source data producers|data source|data sources|sources|data origin"
        "|provenance|data provenance|source coverage|origin|collection|collection process|source"
        "|데이터 수집|수집 방법|데이터 출처|출처|数据来源|collecte des données|источники данных"
    ),
    ANNOTATION: (
        "annotations|annotation|annotation process|who are the annotators|labeling|labelling"
        "|labeling process|라벨링|주석|어노테이션|라벨링 방법"
    ),
    PREPARATION: (
        "data preprocessing|preprocessing|cleaning|data cleaning|data processing|dataset"
        " preprocessing|processing|data preparation|preprocessing steps|filtering|pipeline|data"
        " pipeline|processing pipeline|pipeline architecture|cleaning steps|전처리|데이터 전처리"
        "|정제|데이터 정제|数据清洗|数据处理|prétraitement|предобработка"
    ),
    NOISE: (
        "noise|data noise|errors and noise|label noise|data quality|annotation"
        " quality|known errors|errors|quality notes|quality|quality control|노이즈|데이터 품질"
    ),
    UPDATES: (
        "maintenance|dataset maintenance|maintenance plan|updates|data updates|dataset"
        " updates|versioning|update schedule|업데이트|유지 보수|유지보수"
    ),
    BIAS: "discussion of biases|known biases|biases|bias|biases and limitations|편향|偏见|biais",
    USE: (
        "supported tasks|supported tasks and leaderboards|supported tasks and benchmarks|tasks"
        "|intended tasks|task"
    ),
    COLUMNS: (
        "data fields|fields|features|columns|dataset fields|data schema|schema|data dictionary"
        "|field descriptions|column descriptions|attributes|variables|dataset schema|record schema"
        "|record format|데이터 필드|컬럼|데이터 항목|字段|字段说明|champs|поля"
    ),
    INSTANCES: "data instances|data instance|instances|examples|example|데이터 예시|예시",
    SPLITS: "data splits|splits|data split|split|dataset splits|split sizes|데이터 분할",
    LANGUAGES: "languages|language|언어|语言|langue|langues|язык|языки",
    SIZE: "dataset size|size|dataset statistics|dataset stats|statistics|data size|규모|数据规模",
    PERSONAL: (
        "personal and sensitive information|personal data|personal information|privacy"
        "|privacy considerations|sensitive information|개인정보|개인 정보|个人信息"
    ),
}
# Questions of Datasheets for Datasets (Gebru et al. 2021), as people write them.
_QUESTIONS = (
    (re.compile(r"what (?:type|kind)s? of data|what do the instances"), INSTANCES),
    (re.compile(r"how (?:is|was|were) the (?:data|dataset) (?:collected|acquired)"), COLLECTION),
    (re.compile(r"who created the data ?set"), COLLECTION),
    (re.compile(r"how many instances"), SIZE),
    (re.compile(r"(?:pre ?processing|cleaning)\b.* (?:done|performed|applied)"), PREPARATION),
    (re.compile(r"(?:what|which) (?:tasks|purposes?)|for what purpose|intended audience"), USE),
    (re.compile(r"errors sources of noise"), NOISE),
    (re.compile(r"how will the data ?set be maintained"), UPDATES),
)
SUBJECTS = {title: member for member, titles in _HEADINGS.items() for title in titles.split("|")}
# The sections below these are about the same: one for each configuration.
_INHERITED = frozenset({COLUMNS, INSTANCES, SPLITS, ANNOTATION})
DESCRIBING = frozenset(
    {"description", "summary", "overview", "introduction", "about", "about the dataset"}
    | {"dataset description", "dataset summary", "dataset overview"}
    | {"데이터셋 설명", "데이터셋 소개", "개요", "소개"}
)
EXPLAINING = frozenset({"curation rationale", "motivation", "purpose", "rationale"})
LIMITING = frozenset(
    {"limitations", "known limitations", "other known limitations", "dataset limitations"}
    | {"caveats", "한계"}
)

# Words after which a sentence names what the data holds.
HOLDS = re.compile(
    r"\b(?:contain|consist|compris|includ|collection|corpus|corpora|dataset|set|made up|compil"
    r"|lexicon)\w*"
    r"|^(?:what it is: )?(?:\d[\d,]* |curated )",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a dataset card states on one subject.

    Attributes:
        member: The subject, one of the constants above.
        text: As written, shortened at the end of a sentence.
        evidence: Its place.
        more: Other places that state the same.
    """

    member: str
    text: str
    evidence: Evidence
    more: tuple[Evidence, ...] = ()


def subject_of(titles: tuple[str, ...]) -> tuple[str, str]:
    """The subject of a section, and its own heading where a section above it names the subject."""
    title = titles[-1]
    own = SUBJECTS.get(title) or subject_of_question(title)
    if own or len(titles) < 2:
        return own, ""
    of_sections_above = (SUBJECTS[above] for above in reversed(titles) if above in SUBJECTS)
    nearest = next(of_sections_above, "")
    if nearest not in _INHERITED:
        return "", ""
    return nearest, title


def subject_of_question(title: str) -> str:
    """The subject of a heading that asks a question."""
    return next((member for asks, member in _QUESTIONS if asks.search(title)), "")
