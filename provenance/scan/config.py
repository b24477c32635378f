"""Names in YAML, TOML and JSON: settings of servers and trainers, containers of Compose, Kubernetes
and Helm, CI jobs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from provenance.files.safe_json import JsonError, load_json
from provenance.files.safe_toml import TomlError, load_toml
from provenance.files.safe_yaml import load_yaml
from provenance.files.yaml_errors import YamlError
from provenance.model.artifact import Kind
from provenance.scan.calls import BUILDERS
from provenance.scan.commands import TEMPLATE_END, TEMPLATE_START, plain
from provenance.scan.compose import DOCKER_MODEL_RUNNER, compose_models
from provenance.scan.keys import REVISIONS, kind_of, normal
from provenance.scan.likely import Sureness, likely_kind, may_hold, service_of, sureness_of
from provenance.scan.mention import Mention, MentionedText, UnreadableError
from provenance.scan.names import in_ollama, is_address
from provenance.scan.shell import Script, words_of

MOST_NODES, DEEPEST, MOST_DOCUMENTS, MOST_MENTIONS = 200_000, 60, 1_000, 1_000
_SIGNS = re.compile(
    r"model|dataset|huggingface|hf\.co|/resolve/|\bhf\b|hf_|vllm|download", re.IGNORECASE
)
_DOCUMENT = re.compile(r"^---(?:[ \t].*)?$", re.MULTILINE)
# Lines that consist of a Helm or Jinja template, and templates within a line.
_TEMPLATE_LINE = re.compile(
    r"^[ \t]*(?:\{\{[^\n]*\}\}|\{%[^\n]*%\})[ \t]*$",
    re.MULTILINE,
)
_TEMPLATE = re.compile(r"\{\{[^{}\n]*\}\}|\{%[^{}%\n]*%\}")
_TOKEN = re.compile(f"{TEMPLATE_START}(\\d+){TEMPLATE_END}")
# A line that is not YAML, such as a template.
_ENTRY = re.compile(
    r"\s*(?:-\s+)?[\"']?([\w.-]+)[\"']?\s*[:=]\s*[\"']?([\w.-]+/[\w.-]+)[\"']?,?\s*"
)
_SCRIPTS = frozenset(
    (
        "run",
        "script",
        "before_script",
        "after_script",
        "cmd",
        "cmds",
        "entrypoint",
        "command",
        "args",
        "commands",
    )
)
# Keys with a one-line shell script. `command` and `args` contain its words.
_ONE_LINE = _SCRIPTS - {"entrypoint", "command", "args"}
# Beside one of these keys, `model` is a model that vLLM, SGLang or a test harness loads.
_SERVING = frozenset(
    (
        "tensor_parallel_size",
        "max_model_len",
        "gpu_memory_utilization",
        "served_model_name",
        "tensor_parallel",
        "max_num_seqs",
        "quantization",
        "trust_remote_code",
        "dtype",
        "model_impl",
        "enforce_eager",
        "load_format",
    )
)
# A file with one of these keys is a trainer's recipe, in which `base_model` and `datasets: - path:`
# are hub names.
_TRAINING = frozenset(
    (
        "base_model",
        "datasets",
        "adapter",
        "lora_r",
        "sequence_len",
        "micro_batch_size",
        "gradient_accumulation_steps",
        "num_epochs",
        "learning_rate",
        "model_name_or_path",
        "finetuning_type",
        "stage",
        "per_device_train_batch_size",
        "optimizer",
    )
)
_DATASETS = frozenset(("datasets", "test_datasets", "eval_datasets", "pretraining_dataset"))
# Keys whose value is always `org/name`: a word alone is something else there.
_NEVER_BARE = frozenset(("model_id", "model_url", "tokenizer"))
_PROXIES = re.compile(r"(?:huggingface|hosted_vllm|vllm)/(.+)")


@dataclass(frozen=True, slots=True)
class _UnplacedMention:
    """A mention whose line is not known yet: key and value as in the text."""

    mention: Mention
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class _LooseText:
    """A string with a slash in an unknown kind of place.

    Attributes:
        key: The key above it.
        is_data: Whether a key above it indicates datasets.
    """

    text: str
    key: str
    is_data: bool


def read_yaml(text: str) -> Iterator[Mention]:
    """The mentions in the documents of a YAML file; Helm templates are unknown values.

    Raises:
        UnreadableError: It is not YAML, or exceeds a limit.
    """
    if not _SIGNS.search(text):
        return
    templates: list[str] = []
    if "{{" in text or "{%" in text:
        text = _TEMPLATE.sub(
            lambda match: _token(match[0], templates), _TEMPLATE_LINE.sub("", text)
        )
    places = _Places(text, templates)
    broken = False
    for part in _DOCUMENT.split(text, MOST_DOCUMENTS):
        try:
            value = load_yaml(part).value
        except YamlError:
            broken = True
            yield from places.put(_entries(part))
            continue
        yield from places.put(_document(value, service_of(part)))
    if broken:
        raise UnreadableError("syntax")


def _token(template: str, templates: list[str]) -> str:
    """A plain word that replaces a template, so that YAML parses the line."""
    templates.append(template)
    return f"{TEMPLATE_START}{len(templates) - 1}{TEMPLATE_END}"


def _entries(text: str) -> Iterator[_UnplacedMention]:
    """The lines `key: org/name` of a text that does not parse."""
    for line in text.split("\n"):
        entry = _ENTRY.fullmatch(line)
        if not entry:
            continue
        key, value = entry[1], entry[2]
        kind = kind_of(normal(key)) or likely_kind(normal(key), value, passed=True)
        if kind:
            yield _hit(kind, value, key)


def read_json(text: str) -> Iterator[Mention]:
    """The mentions in a JSON file.

    Raises:
        UnreadableError: It is not JSON, or nested too deeply.
    """
    return _read(text, _json)


def read_toml(text: str) -> Iterator[Mention]:
    """The mentions in a TOML file.

    Raises:
        UnreadableError: It is not TOML, or nested too deeply.
    """
    return _read(text, load_toml)


def _json(text: str) -> object:
    return load_json(text).value


def _read(text: str, load: Callable[[str], Any]) -> Iterator[Mention]:
    if not _SIGNS.search(text):
        return
    try:
        value = load(text)
    except (JsonError, TomlError):
        raise UnreadableError("syntax") from None
    yield from _Places(text).put(_document(value, service_of(text)))


def _document(root: Any, service: str) -> Iterator[_UnplacedMention]:
    """The mentions in every mapping of a document, judged by its own keys, without recursion; then
    strings elsewhere that look like model names.

    Args:
        root: The value of the document.
        service: The service in the file that runs the named models.
    """
    known: set[str] = set()
    for name in compose_models(root):
        known.add(name)
        yield _run_by_docker(name)
    texts: list[_LooseText] = []
    for hit in _judged(root, texts):
        if hit.value in known:
            continue
        known.add(hit.mention.value.text or "")
        yield hit
    for loose in texts:
        if loose.text in known:
            continue
        known.add(loose.text)
        expected = may_hold(loose.key) if loose.key else False
        sureness = sureness_of(loose.text, expected=expected)
        if sureness is Sureness.NO:
            continue
        hit = _hit(Kind.DATASET if loose.is_data else Kind.MODEL, loose.text, loose.key)
        unsure = sureness is Sureness.MAYBE
        mention = replace(hit.mention, unsure=unsure, elsewhere=service, via=loose.key or "string")
        yield replace(hit, mention=mention, key="")


def _run_by_docker(name: str) -> _UnplacedMention:
    """A model of a Compose file: of the Hugging Face Hub if its name says so, else an image."""
    hub_name = in_ollama(name)
    hit = _hit(Kind.MODEL, hub_name or name, "model", written=name)
    elsewhere = "" if hub_name else DOCKER_MODEL_RUNNER
    return replace(hit, mention=replace(hit.mention, elsewhere=elsewhere))


def _judged(root: Any, texts: list[_LooseText]) -> Iterator[_UnplacedMention]:
    """The mentions that the keys of a document indicate.

    Args:
        root: The value of the document.
        texts: Receives every string with a slash.
    """
    keys = {normal(key) for key in root} if isinstance(root, dict) else set()
    merges, trains = "merge_method" in keys, len(keys & _TRAINING) > 1
    waiting: list[tuple[Any, str, int, bool]] = [(root, "", 0, False)]
    count = 0
    while waiting:
        value, under, depth, is_data = waiting.pop()
        is_data = is_data or under in _DATASETS
        count += 1
        if count > MOST_NODES or depth > DEEPEST:
            raise UnreadableError("too large")
        if isinstance(value, dict):
            yield from _mapping(value, under, merges, trains)
            for key, part in reversed(value.items()):
                waiting.append((part, normal(str(key)), depth + 1, is_data))
        elif isinstance(value, list):
            for part in reversed(value):
                waiting.append((part, under, depth + 1, is_data))
        elif isinstance(value, str):
            if "/" in value:
                texts.append(_LooseText(value, under, is_data))
            yield from _text(value, under)


def _text(value: str, under: str) -> Iterator[_UnplacedMention]:
    if is_address(value):
        yield _hit(Kind.MODEL, value, under)
        return
    if "\n" not in value:
        scripted = under in _ONE_LINE and " " in value
    else:
        scripted = under in _SCRIPTS or "#!/" in value[:4]
        yield from _inner_file(value, under)
    if scripted:
        for mention in Script().read(value):
            yield _UnplacedMention(mention, "", mention.value.text or mention.value.shown)


def _inner_file(value: str, under: str) -> Iterator[_UnplacedMention]:
    """The mentions in a file embedded in a ConfigMap; its normalised key ends in `_yaml` if the
    file name ends in `.yaml`."""
    suffix = under.rpartition("_")[2]
    read = {"yaml": read_yaml, "yml": read_yaml, "json": read_json, "toml": read_toml}.get(suffix)
    if read is None and suffix in ("sh", "env", "properties"):
        read = Script().read
    if read is None:
        return
    try:
        for mention in read(value):
            yield _UnplacedMention(mention, "", mention.value.text or mention.value.shown)
    except UnreadableError:
        return


def _mapping(
    value: dict[str, Any], under: str, merges: bool, trains: bool
) -> Iterator[_UnplacedMention]:
    entries = {normal(str(key)): (str(key), part) for key, part in value.items()}
    revision = _revision(entries)
    for name, (key, part) in entries.items():
        kind = kind_of(name)
        if kind is None and _means_model(name, entries, under, merges, trains):
            kind = Kind.DATASET if name == "path" else Kind.MODEL
        may_be_bare = kind is not Kind.DATASET and name not in _NEVER_BARE
        for text in _texts(part):
            understood = _understood(text, name, kind)
            if understood:
                what, short = understood
                yield _hit(what, short, key, revision, may_be_bare or trains, text)
    yield from _container(entries)


def _revision(entries: dict[str, tuple[str, Any]]) -> str | None:
    """The revision next to a name, if one is written."""
    for key in REVISIONS:
        part = entries.get(key, ("", None))[1]
        if isinstance(part, str):
            return part
    return None


def _texts(part: Any) -> list[str]:
    """The strings of a value: itself, or the entries of a list."""
    parts = part if isinstance(part, list) else [part]
    return [text for text in parts if isinstance(text, str)]


def _means_model(
    name: str, entries: dict[str, Any], under: str, merges: bool, trains: bool
) -> bool:
    """Whether neighbouring or enclosing keys make an ambiguous key the name of a model or
    dataset."""
    if name == "path":
        return under in _DATASETS and trains
    if name == "base_model":
        return merges or trains
    if name == "model":
        return merges or bool(_SERVING & entries.keys())
    return name == "tokenizer" and bool(_SERVING & entries.keys())


def _understood(text: str, name: str, kind: Kind | None) -> tuple[Kind, str] | None:
    """The kind and name in a value, or None if it is not a name."""
    if name in ("model", "model_name") and (proxied := _PROXIES.fullmatch(text)):
        return Kind.MODEL, "/".join(proxied[1].split("/")[-2:])
    if kind is None or text in BUILDERS:
        return None
    return kind, text.partition("+")[0]  # mergekit: org/name+adapter


def _container(entries: dict[str, Any]) -> Iterator[_UnplacedMention]:
    """`image`, `command`, `args` and `env` of a container; `environment` of a service."""
    words: list[str] = []
    for name in ("entrypoint", "command", "args"):
        words += _command_words(entries.get(name, ("", None))[1])
    image = str(entries.get("image", ("", ""))[1])
    if words and not any("\n" in word for word in words):
        for mention in Script(context=image).take(words, 1):
            yield _UnplacedMention(mention, "", mention.value.text or mention.value.shown)
    for name in ("env", "environment"):
        for key, value in _variables(entries.get(name, ("", None))[1]):
            kind = kind_of(normal(key))
            if kind:
                yield _hit(kind, value, key)


def _command_words(part: Any) -> list[str]:
    """The words of a command, written as a list or as one line."""
    if isinstance(part, list):
        return [str(word) for word in part]
    return words_of(part) if isinstance(part, str) else []


def _variables(part: Any) -> Iterator[tuple[str, str]]:
    """Names and values of variables: `{name: ..., value: ...}` of Kubernetes or `NAME=value` of
    Compose."""
    if isinstance(part, list):
        for item in part:
            if isinstance(item, str):
                name, _, value = item.partition("=")
                yield name, value
            elif isinstance(item, dict):
                key, content = item.get("name"), item.get("value")
                if isinstance(key, str) and isinstance(content, str):
                    yield key, content


def _hit(
    kind: Kind,
    text: str,
    key: str,
    revision: str | None = None,
    bare: bool = False,
    written: str | None = None,
) -> _UnplacedMention:
    mentioned = next(iter(plain(text)))
    return _UnplacedMention(
        Mention(
            kind=kind,
            value=mentioned,
            line=1,
            via=key,
            revision=MentionedText(text=revision) if revision else None,
            bare=bare,
        ),
        key,
        written or text,
    )


class _Places:
    """Locates values in the text of their file: the nth request for a value returns its nth
    place."""

    def __init__(self, text: str, templates: Sequence[str] = ()) -> None:
        self._templates = templates
        kept = (
            line if not line.lstrip().startswith(("#", "//")) else "" for line in text.split("\n")
        )
        self._lines = list(kept)
        self._uses: Counter[tuple[str, str]] = Counter()
        self._known: dict[tuple[str, str], list[int]] = {}

    def put(self, hits: Iterator[_UnplacedMention]) -> Iterator[Mention]:
        """Each mention with its line."""
        for number, hit in enumerate(hits):
            if number == MOST_MENTIONS:
                raise UnreadableError("too large")
            text = replace(hit.mention.value, shown=self._restored(hit.mention.value.shown))
            yield replace(hit.mention, value=text, line=self._line(hit.key, hit.value))

    def _restored(self, shown: str) -> str:
        """An expression with its original templates."""
        return _TOKEN.sub(lambda token: self._templates[int(token[1])], shown)

    def _line(self, key: str, value: str) -> int:
        entry = (key, value)
        if entry not in self._known:
            self._known[entry] = self._lines_with(key, value)
        places = self._known[entry]
        at = min(self._uses[entry], len(places) - 1)
        self._uses[entry] += 1
        return places[at]

    def _lines_with(self, key: str, value: str) -> list[int]:
        """The lines with a value, by number: those with its key as well, if any has both."""
        first_line = value.split("\n", maxsplit=1)[0]
        with_value: list[int] = []
        with_both: list[int] = []
        for number, line in enumerate(self._lines, 1):
            if first_line not in line:
                continue
            with_value.append(number)
            if key in line:
                with_both.append(number)
        return with_both or with_value or [1]
