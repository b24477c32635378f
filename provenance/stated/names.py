"""Read names of models and datasets in any shape.

Unambiguous forms are read: `org/name`, a hub link, lists and mappings of these, several names in
one text. Anything else is left over or returned as text; the caller decides whether a hub could
have a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from provenance.errors import UsageError
from provenance.hubs import parse_reference
from provenance.messages import message
from provenance.stated.links import hub_link
from provenance.stated.reading import Path, Reading, Value, leftover, together
from provenance.stated.values import (
    DEEPEST,
    LABELS,
    MOST_VALUES,
    has_members,
    is_absent,
    is_blank_member,
    is_empty,
    members,
    texts,
)

LONGEST_TEXT = 4_000
MODEL_NAME = message("gap.expected.model-name")
DATASET_NAME = message("gap.expected.dataset-name")
# Written in place of a name by an author who has none: nothing is stated.
NONE_WORDS = frozenset(
    {"none", "null", "nil", "n/a", "na", "n.a.", "no", "nothing", "not applicable", "-", "--"}
    | {"undefined", "empty", "없음", "해당 없음", "해당없음"}
)
# Written to withhold a name, or by a trainer that got files: something is stated, and no hub has
# this name.
UNNAMED_WORDS = frozenset(
    {"unknown", "tbd", "tba", "todo", "?", "custom", "private", "internal", "proprietary", "own"}
    | {"other", "others", "unspecified", "undisclosed", "various", "confidential", "secret"}
    | {"generator", "json", "csv", "text", "parquet", "imagefolder", "audiofolder", "arrow"}
    | {"미정", "비공개", "자체", "자체 데이터", "기타", "알 수 없음"}
)
# Words of `source_datasets` for no dataset, an unnamed one, and one outside the hub.
_NO_SOURCES = frozenset({"original", "extended", "other"})
# Mapping keys that name a repository, most reliable first. `name` comes last: it is often a display
# name next to the repository.
_NAME_KEYS = (
    *("repo_url", "repo_id", "repo", "repository", "id", "model_id", "dataset_id", "hf_id"),
    *("huggingface", "hf", "hub", "hub_id", "url", "uri", "link", "href", "path", "model_path"),
    *("base_model", "model", "base", "dataset", "model_name", "dataset_name", "value", "source"),
    *("base_model_name_or_path", "model_name_or_path", "pretrained_model_name_or_path"),
    *("slug", "ref", "full_name", "name", "title", "text"),
)
_REVISION_KEYS = ("revision", "commit", "sha", "rev")
# Keys whose value may look like a name but is something else.
_NO_NAME_KEYS = frozenset(
    {"author", "authors", "organization", "organisation", "org", "creator", "developer", "owner"}
    | {"license", "licence", "task", "config", "split", "subset", "version", "description"}
    | {"relation", "type", "role", "note", "comment", "citation", "paper", "weight", "date"}
    | set(_REVISION_KEYS)
)
_REVISION = re.compile(r"[\w][\w.\-]{0,99}(?:/[\w.\-]{1,99}){0,3}")
_OWNED = re.compile(r"[A-Za-z0-9_][\w.\-]{0,95}/[A-Za-z0-9_][\w.\-]{0,95}", re.ASCII)
_BARE = re.compile(r"[A-Za-z0-9_][\w.\-]{0,95}", re.ASCII)
_MARKDOWN = re.compile(
    r"!?\[(?P<text>[^\[\]]{0,300})\]\(\s*<?(?P<url>[^()\s<>]{1,500})[^()]{0,200}\)"
)
_ANCHOR = re.compile(
    r"<a\s[^<>]{0,300}?href\s*=\s*[\"'](?P<url>[^\"'<>\s]{1,500})[\"']", re.IGNORECASE
)
_REMARK = re.compile(r"(?P<name>\S+)\s+\([^()]{0,300}\)")
_WRAPPED = (("`", "`"), ('"', '"'), ("'", "'"), ("<", ">"), ("“", "”"), ("[", "]"), ("**", "**"))
_MODELS = "models/"
_SEPARATORS = re.compile(r"[,;|\n、]|\s[+&/]\s|\sand\s|\s및\s")


def names(value: object, path: Path = (), expected: str = MODEL_NAME) -> Reading:
    """Every name at a place.

    Args:
        value: Plain JSON or YAML.
        path: Its place.
        expected: What belongs there, for leftovers.

    Returns:
        Texts that name something, such as `org/name`, `org/name@revision`, an address or other
        text; and leftovers that name nothing, empty members of a list among them.
    """
    readings: list[Reading] = []
    waiting: list[tuple[object, Path]] = [(value, path)]
    while waiting:
        here, at = waiting.pop()
        is_blank = is_blank_member(here, at, path)
        if (here is False or is_absent(here)) and not is_blank:
            continue
        if len(readings) >= MOST_VALUES or len(at) - len(path) > DEEPEST:
            within = message("gap.expected.name-limit", limit=MOST_VALUES)
            readings.append(leftover(here, at, within))
            break
        if has_members(here):
            waiting += reversed([(item, (*at, step)) for step, item in members(here)])
        elif is_blank:
            readings.append(leftover(here, at, expected))
        elif isinstance(here, Mapping):
            readings.append(_in_mapping(here, at, expected))
        elif isinstance(here, str):
            readings.append(_in_text(here, at, expected))
        else:
            readings.append(leftover(here, at, expected))
    return together(readings)


def source_names(value: object, path: Path = ()) -> Reading:
    """Every dataset that `source_datasets` names, as `extended|name` or as a name.

    `original`, and the hub's words for sources outside it, name none
    (https://github.com/huggingface/datasets).
    """
    read = texts(value, path, DATASET_NAME)
    sources = [
        names(_source(source.text), source.path, "the name of a dataset") for source in read.values
    ]
    return together((*sources, Reading(leftovers=read.leftovers)))


def _source(written: str) -> str:
    origin, bar, name = written.partition("|")
    if bar and origin.strip() == "extended":
        return "" if name.strip().startswith("other") else name
    return "" if written.strip() in _NO_SOURCES else written


def is_owned_name(text: str) -> bool:
    """Whether a text is exactly `org/name`, as a hub could have it."""
    return bool(_OWNED.fullmatch(text)) and _is_reference(text)


def _is_reference(text: str) -> bool:
    try:
        parse_reference(text)
    except UsageError:
        return False
    return not text.startswith((".", "/", "~"))


def _in_mapping(value: Mapping[str, object], path: Path, expected: str) -> Reading:
    """What a mapping names: by a key made for it, or else by its keys, or else by any of its
    values."""
    by_key = list(_by_key(value, path))
    if by_key:
        return _with_revision(value, path, by_key[0])
    keys = [str(key) for key in value]
    if all(_is_certain(key) for key in keys):
        return Reading(tuple(Value(_clean(key), (*path, key)) for key in keys))
    inner = _of_values(value, path, expected)
    certain = tuple(name for name in inner.values if _is_certain(name.text))
    if certain:
        return Reading(certain)
    if _has_labels_only(keys) and not inner.values and not inner.leftovers:
        return Reading()
    return leftover(value, path, expected)


def _has_labels_only(keys: Sequence[str]) -> bool:
    """Whether keys are all labels, and not all of them keys that hold no names."""
    has_names = any(key.lower() not in _NO_NAME_KEYS for key in keys)
    return has_names and all(key in LABELS for key in keys)


def _of_values(value: Mapping[str, object], path: Path, expected: str) -> Reading:
    """What the values of a mapping name, except under keys that hold no names."""
    return together(
        names(member, (*path, key), expected)
        for key, member in members(value)
        if str(key).lower() not in _NO_NAME_KEYS
    )


def _by_key(value: Mapping[str, object], path: Path) -> Iterator[Reading]:
    """Values of the keys that name a repository: unambiguous ones first, then a bare name."""
    spelt = {str(key).lower().replace("-", "_"): key for key in reversed(list(value))}
    known = [(value[spelt[key]], (*path, spelt[key])) for key in _NAME_KEYS if key in spelt]
    readings = [names(member, at) for member, at in known]
    understood = [reading for reading in readings if reading.values and not reading.leftovers]
    for reading in understood:
        if all(_is_certain(text) for text in reading.texts):
            yield reading
    for reading in understood:
        if len(reading.values) == 1 and _BARE.fullmatch(reading.texts[0]):
            yield reading


def _with_revision(value: Mapping[str, object], path: Path, read: Reading) -> Reading:
    """A name with the revision next to it, if a hub could have it."""
    key = next((key for key in _REVISION_KEYS if not is_empty(value.get(key))), None)
    if key is None:
        return read
    revision = value[key]
    if not isinstance(revision, str) or not _REVISION.fullmatch(revision.strip()):
        return together((read, leftover(revision, (*path, key), message("gap.expected.revision"))))
    if len(read.values) != 1 or "@" in read.texts[0] or hub_link(read.texts[0]):
        return read
    [named] = read.values
    return Reading((Value(f"{named.text}@{revision.strip()}", named.path),))


def _in_text(text: str, path: Path, expected: str) -> Reading:
    """What one text names: one name, several separated names, or itself."""
    if len(text) > LONGEST_TEXT:
        within = message("gap.expected.text-limit", what=expected, limit=LONGEST_TEXT)
        return leftover(text, path, within)
    is_plain = is_owned_name(text) and not text.startswith(_MODELS)
    name = text if is_plain else _clean(text)
    if name.lower() in NONE_WORDS:
        return Reading()
    if name.lower() in UNNAMED_WORDS:
        return leftover(text, path, expected)
    if is_plain:
        return Reading((Value(name, path),))
    parts = [_clean(part) for part in _split(name)]
    if len(parts) > 1 and not _is_certain(name):
        return _in_parts(name, parts, path, expected)
    return Reading((Value(parts[0] if len(parts) == 1 else name, path),))


def _in_parts(name: str, parts: list[str], path: Path, expected: str) -> Reading:
    """What the parts of a text name if at least one is unambiguous; else the text."""
    if all(_is_certain(part) or _BARE.fullmatch(part) for part in parts):
        return together(_in_text(part, path, expected) for part in parts)
    certain = [part for part in parts if _is_certain(part)]
    if not certain:
        return Reading((Value(name, path),))
    rest = ", ".join(part for part in parts if part not in certain)
    read = Reading(tuple(Value(part, path) for part in certain))
    return together((read, leftover(rest, path, expected)))


def _split(name: str) -> list[str]:
    """The parts of a text between separators; between blanks if each part is a complete name."""
    words = name.split()
    if len(words) > 1 and all(_is_certain(word.strip(",;")) for word in words):
        return [word.strip(",;") for word in words]
    # mergekit writes a model and its adapter as `org/model+org/adapter`.
    merged = name.split("+")
    if len(merged) > 1 and all(_is_certain(part) for part in merged):
        return merged
    return [part for part in _SEPARATORS.split(name) if part.strip()]


def _is_certain(text: str) -> bool:
    """Whether a text can only be a repository name: with its owner, or a link."""
    text = _clean(text)
    name, _, revision = text.partition("@")
    if revision and not _REVISION.fullmatch(revision):
        return False
    name = name.removeprefix("hf:").removeprefix("datasets/").removeprefix("models/")
    return is_owned_name(name) or hub_link(text) is not None


def _clean(text: str) -> str:
    """A name without surrounding quotes, backticks, Markdown or a bracketed remark."""
    name = text.strip()
    for pattern in (_MARKDOWN, _ANCHOR):
        link = pattern.match(name)
        if link and hub_link(link["url"]):
            return link["url"]
    if link := _MARKDOWN.fullmatch(name):
        name = link["text"].strip()
    name = _without_remark(_unwrapped(name))
    name = name.rstrip("/").strip()
    without = name.removeprefix(_MODELS)
    return without if is_owned_name(without) else name


def _unwrapped(name: str) -> str:
    """A name without surrounding pairs of marks."""
    for before, after in _WRAPPED:
        inner = name.removeprefix(before).removesuffix(after)
        is_wrapped = name.startswith(before) and name.endswith(after) and len(name) > 2
        if is_wrapped and inner:
            name = inner.strip()
    return name


def _without_remark(name: str) -> str:
    remark = _REMARK.fullmatch(name)
    if remark is None or hub_link(name):
        return name
    is_certain = is_owned_name(remark["name"]) or hub_link(remark["name"]) is not None
    return remark["name"] if is_certain else name
