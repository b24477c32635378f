"""Match misspelt keys of front matter and hub answers to known keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from provenance.stated.links import hub_link
from provenance.stated.names import is_owned_name, names
from provenance.stated.reading import Path, Value
from provenance.stated.values import is_empty, texts

T = TypeVar("T")

# Labels of tags that state a base, data or terms, by their spellings.
# https://huggingface.co/docs/hub/model-cards#specifying-a-base-model
TAG_LABELS = {
    "base_model": "base_model",
    "base-model": "base_model",
    "dataset": "dataset",
    "datasets": "dataset",
    "licence": "license",
    "license": "license",
    "source_datasets": "source_datasets",
}

# Front-matter keys that are read, except licence keys, which `licences` reads in every spelling.
# https://huggingface.co/docs/hub/model-cards#model-card-metadata
CARD_KEYS = (
    *("base_model", "base_model_relation", "datasets", "source_datasets", "merged_models"),
    *("new_version", "library_name", "pipeline_tag", "language", "tags", "metrics"),
    *("model-index", "co2_eq_emissions", "model_name", "pretty_name", "dataset_info"),
    *("size_categories", "task_categories", "task_ids", "annotations_creators"),
    *("language_creators", "multilinguality", "extra_gated_prompt", "extra_gated_heading"),
    *("extra_gated_description", "extra_gated_fields", "extra_gated_button_content"),
)
# Keys known to the hub or its tools that state nothing relevant here.
OTHER_CARD_KEYS = frozenset(
    {"configs", "widget", "inference", "thumbnail", "viewer", "train-eval-index", "language_bcp47"}
    | {"paperswithcode_id", "language_details", "license_details", "author", "authors", "arxiv"}
    | {"title", "emoji", "sdk", "colorFrom", "colorTo", "app_file", "pinned", "model_type"}
    | {"quantized_by", "model_creator", "prompt_template", "config_names", "dataset_name"}
    | {"train_eval_index", "instance_prompt", "inference_parameters", "citation", "doi"}
)
# Keys of `GET /api/models/{id}` and `/api/datasets/{id}` that are read.
ANSWER_KEYS = (
    *("cardData", "baseModels", "tags", "gated", "siblings", "config", "safetensors"),
    *("pipeline_tag", "library_name", "model-index", "sha", "id", "disabled", "createdAt"),
    *("lastModified", "securityRepoStatus"),
)
OTHER_ANSWER_KEYS = frozenset(
    {"_id", "author", "private", "downloads", "downloadsAllTime", "likes", "modelId", "spaces"}
    | {"inference", "inferenceStatus", "inferenceProviderMapping", "transformersInfo", "widgetData"}
    | {"mask_token", "usedStorage", "gguf", "description", "citation", "paperswithcode_id", "key"}
    | {"trendingScore", "evalResults", "xetEnabled", "resourceGroup", "numParameters"}
    | {"childrenModelCount", "isLikedByUser", "region", "mainSize", "datasetsServerInfo"}
)
# Top-level configuration keys that are also read in other spellings.
CONFIG_KEYS: Mapping[str, tuple[str, ...]] = {
    "config.json": ("_name_or_path", "model_type", "architectures", "quantization_config"),
    "adapter_config.json": ("base_model_name_or_path", "peft_type"),
    "quantize_config.json": ("model_name_or_path",),
    "generation_config.json": ("_from_model_config", "transformers_version"),
    "model_index.json": ("_class_name", "_diffusers_version"),
}
# Keys that name the artefact's own parts, or whose values only look like names.
OTHER_CONFIG_KEYS = frozenset(
    {"auto_map", "custom_pipelines", "modules", "tokenizer_file", "task_specific_params"}
    | {"chat_template", "added_tokens_decoder", "id2label", "label2id", "vocab_file"}
    | {"_diffusers_version", "task_type", "auto_mapping", "corda_config", "tokenizer_class"}
    | {"processor_class", "image_processor_type", "feature_extractor_type", "_class_name"}
    | {"transformers_version", "_from_model_config"}
)
# Keys in weight file headers (safetensors, ModelSpec, trainers; patterns match GGUF's own).
HEADER_KEYS = (
    *("license", "modelspec.license", "general.license", "license.name", "license.link"),
    *("base_model", "modelspec.merged_from", "ss_sd_model_name"),
)
# Synonyms of a key that can hardly mean anything else.
_SPELLINGS = {
    **dict.fromkeys(("basemodels", "basemodelname", "basemodelid", "베이스모델"), "base_model"),
    **dict.fromkeys(("basemodelnameorpath", "기반모델", "기본모델"), "base_model"),
    **dict.fromkeys(("dataset", "데이터셋", "학습데이터셋"), "datasets"),
    **dict.fromkeys(("sourcedataset", "원본데이터셋"), "source_datasets"),
    **dict.fromkeys(("languages", "lang", "언어"), "language"),
    **dict.fromkeys(("tag", "태그"), "tags"),
    "library": "library_name",
    "pipeline": "pipeline_tag",
    "metric": "metrics",
    "modelindices": "model-index",
    **dict.fromkeys(("co2emissions", "carbonemissions", "co2"), "co2_eq_emissions"),
    "mergedmodel": "merged_models",
    "datasetinfos": "dataset_info",
}
# Words that mean a base or dataset only if their value consists of repository names.
_SYNONYMS = {
    **dict.fromkeys(("base", "parent", "parentmodel", "parentmodels", "parents"), "base_model"),
    **dict.fromkeys(("sourcemodel", "originalmodel", "foundationmodel", "upstream"), "base_model"),
    **dict.fromkeys(("finetunedfrom", "finetunedfrommodel", "finetuneof"), "base_model"),
    **dict.fromkeys(("pretrainedmodel", "pretrainedmodelnameorpath"), "base_model"),
    **dict.fromkeys(("derivedfrom", "modelnameorpath", "quantizedfrom"), "base_model"),
    **dict.fromkeys(("mergedfrom", "mergemodels", "mergedmodels", "mergeof"), "merged_models"),
    **dict.fromkeys(
        ("trainingdata", "traindata", "trainingdataset", "trainingdatasets"), "datasets"
    ),
    **dict.fromkeys(("traindataset", "traindatasets", "datasetid", "datasetids"), "datasets"),
    **dict.fromkeys(("finetuningdata", "finetuningdataset", "finetuningdatasets"), "datasets"),
}
_SHORTEST_FOR_SLIPS = 5
# Every key is compared with every known one; front matter written by people has some dozens.
_MOST_FOR_SLIPS = 2_000
_LONGEST_KEY = 60
_JOINTS = re.compile(r"[\s_\-.:]+")
# `text/plain`, `and/or`, `Asia/Seoul`: one slash, but not a repository.
_NO_OWNERS = frozenset(
    {"text", "image", "audio", "video", "application", "and", "n", "asia", "europe", "america"}
    | {"input", "train", "yes", "true", "http", "https", "datasets", "models"}
)
_LETTER = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Respelt:
    """A key that was matched to a known one.

    Attributes:
        written: The key as written.
        key: The known key.
        taken: Whether its value is used for `key`; False if that key has its own value.
    """

    written: str
    key: str
    taken: bool


def respelt_keys(
    fields: Mapping[str, object], known: Iterable[str] = CARD_KEYS
) -> tuple[Respelt, ...]:
    """Keys that match one of `known` in another spelling, in document order.

    Case and separators do not matter; one wrong, missing or swapped letter and synonyms also match.
    If the known key has its own value, or two keys match it, only the first is used.
    """
    of_fields = tuple(known)
    meanings = _meanings(of_fields)
    slips = len(fields) <= _MOST_FOR_SLIPS
    exact = _exact(of_fields)
    claimed = {key for key in _own_names(of_fields) & fields.keys() if not is_empty(fields[key])}
    respelt: list[Respelt] = []
    for key, value in fields.items():
        if key in exact or is_empty(value) or len(key) > _LONGEST_KEY:
            continue
        own = _known_key(key, value, meanings, slips)
        if own is not None:
            respelt.append(Respelt(key, own, own not in claimed))
            claimed.add(own)
    return tuple(respelt)


def with_known_keys(fields: Mapping[str, T], known: Iterable[str] = CARD_KEYS) -> dict[str, T]:
    """The fields under their known keys; see `respelt_keys`."""
    known_keys = {entry.written: entry.key for entry in respelt_keys(fields, known) if entry.taken}
    unchanged: dict[str, T] = {}
    renamed: dict[str, T] = {}
    for written, value in fields.items():
        if written in known_keys:
            renamed[known_keys[written]] = value
        else:
            unchanged[written] = value
    return unchanged | renamed


def is_card_key(key: str) -> bool:
    """Whether a front-matter key is read."""
    return key in CARD_KEYS or is_licence_key(key)


def is_licence_key(key: str) -> bool:
    """Whether a key concerns licences; `licences` reads those in every spelling."""
    return letters_of(key).startswith(("license", "licence", "licensing", "라이선스", "라이센스"))


def known_answer(info: Mapping[str, object]) -> dict[str, object]:
    """A hub answer with its keys, and those of its front-matter copy, in their known spelling."""
    answer = with_known_keys(info, ANSWER_KEYS)
    if "tags" in answer:
        answer["tags"] = _listed(answer["tags"])
    fields = answer.get("cardData")
    if isinstance(fields, Mapping):
        answer["cardData"] = with_known_keys(fields)
    config = answer.get("config")
    if isinstance(config, Mapping):
        answer["config"] = with_known_keys(config, CONFIG_KEYS["config.json"])
    return answer


def _listed(value: object) -> object:
    """Tags as a list of texts; unchanged if part of them is none."""
    tags = listed_tags(value)
    return value if tags is None else [tag.text for tag in tags]


def listed_tags(value: object) -> tuple[Value, ...] | None:
    """Tags of any shape as texts.

    A text with commas and colons holds several: `license:mit, base_model:org/name`. A blank after
    the colon turns a tag of YAML into a mapping: `dataset: org/name` states what
    `dataset:org/name` does.

    Args:
        value: The value of `tags`.

    Returns:
        Each tag with its path below `tags`; None if part of them is no text, or there is none.
    """
    read = texts(value)
    if read.leftovers or not read.values:
        return None
    tags: list[Value] = []
    for stated in read.values:
        text = ":".join([*_tag_labels(stated.path), stated.text])
        are_several = "," in text and ":" in text
        parts = text.split(",") if are_several else [text]
        tags += [Value(part.strip(), stated.path) for part in parts if part.strip()]
    return tuple(tags)


def _tag_labels(path: Path) -> list[str]:
    """The labels of a tag, which precede its value: `base_model`, `finetune`. Keys above them are
    the author's own."""
    steps = [step for step in path if isinstance(step, str)]
    for index, step in enumerate(steps):
        label = TAG_LABELS.get(step.strip().lower())
        if label:
            return [label, *steps[index + 1 :]]
    return []


def is_gated(info: Mapping[str, object]) -> bool:
    """Whether a hub answer says that access must be requested: true, or a word such as `manual`."""
    stated = info.get("gated")
    if isinstance(stated, str):
        return stated.strip().lower() not in ("", "false", "no", "none")
    return bool(stated)


def looks_like_repository(text: str) -> bool:
    """Whether a text is `org/name` or a link to a repository, and not another pair of words."""
    link = hub_link(text)
    if link:
        return is_owned_name(link[1])
    owner, _, name = text.partition("/")
    in_words = owner.lower() not in _NO_OWNERS and _LETTER.search(owner) and _LETTER.search(name)
    return bool(in_words) and is_owned_name(text)


@cache
def _exact(known: tuple[str, ...]) -> frozenset[str]:
    """Keys that are written as a known one, or are known not to be one."""
    names = _meanings(known).values()
    return frozenset({*names, *OTHER_CARD_KEYS, *OTHER_ANSWER_KEYS, *OTHER_CONFIG_KEYS})


@cache
def _own_names(known: tuple[str, ...]) -> frozenset[str]:
    """The known keys that any spelling can mean."""
    return frozenset(_meanings(known).values())


@cache
def _meanings(known: tuple[str, ...]) -> Mapping[str, str]:
    """Known keys and their synonyms, by normalised letters."""
    plain = {letters_of(key): key for key in known}
    return plain | {word: key for word, key in _SPELLINGS.items() if key in known}


def _known_key(key: str, value: object, meanings: Mapping[str, str], slips: bool) -> str | None:
    word = letters_of(key)
    if word in meanings:
        return meanings[word]
    synonym = _SYNONYMS.get(word)
    if synonym in meanings.values() and _names_only(value):
        return synonym
    if not slips or len(word) < _SHORTEST_FOR_SLIPS:
        return None
    near = (own for known, own in meanings.items() if _is_slip(word, known))
    return next(near, None)


def _names_only(value: object) -> bool:
    read = names(value)
    certain = all(looks_like_repository(text) for text in read.texts)
    return bool(read.values) and not read.leftovers and certain


def letters_of(key: str) -> str:
    """A key without case and separators, for comparing spellings."""
    return _JOINTS.sub("", key).casefold()


def _is_slip(word: str, known: str) -> bool:
    """Whether one letter is wrong, missing or extra, or two neighbours are swapped."""
    if len(known) < _SHORTEST_FOR_SLIPS or abs(len(word) - len(known)) > 1:
        return False
    same = 0
    while same < min(len(word), len(known)) and word[same] == known[same]:
        same += 1
    rest = word[same:]
    known_rest = known[same:]
    is_wrong = rest[1:] == known_rest[1:]
    is_missing = rest == known_rest[1:]
    is_extra = rest[1:] == known_rest
    if is_wrong or is_missing or is_extra:
        return True
    has_pair = len(known_rest) > 1
    is_swapped = has_pair and rest[:2] == known_rest[1::-1]
    return is_swapped and rest[2:] == known_rest[2:]
