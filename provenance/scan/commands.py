"""Names in commands: from a shell, a Dockerfile, a container's `args` or a job."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from provenance.model.artifact import Kind
from provenance.scan import python
from provenance.scan.compose import DOCKER_MODEL_RUNNER
from provenance.scan.keys import REVISIONS, kind_of, normal
from provenance.scan.likely import Sureness, sureness_of
from provenance.scan.mention import Mention, MentionedText, UnreadableError
from provenance.scan.names import in_ollama, is_address

# Programs and images whose `--model` is a hub model.
_SERVERS = re.compile(
    r"vllm|sglang|lmdeploy|text-generation|text-embeddings|\btgi\b|\btei\b|optimum-cli|mlx_lm"
    r"|mlx_vlm|trtllm|tensorrt_llm|openllm|aphrodite|infinity|xinference|guidellm|lm_eval|lm-eval"
    r"|autotrain|unsloth"
)
_SERVED = (
    "model",
    "model_path",
    "tokenizer",
    "speculative_model",
    "draft_model",
    "embedding_model",
    "speculative_draft_model_path",
)
# A program stands among the first words: `env`, `sudo` and variables may precede it.
_MOST_BEFORE_PROGRAM = 8
# The project's own programs; their model names must look like hub names.
_SCRIPTS = re.compile(
    r"(?:.*/)?(?:python[\d.]*|accelerate|torchrun|deepspeed|uv|poetry|trl|llamafactory-cli|litgpt"
    r"|tune)"
)
_SCRIPTED = {
    "model": Kind.MODEL,
    "model_name": Kind.MODEL,
    "base_model": Kind.MODEL,
    "pretrained_model": Kind.MODEL,
    "tokenizer": Kind.MODEL,
    "tokenizer_name": Kind.MODEL,
    "dataset": Kind.DATASET,
}
_HOST_OF_CLONE = re.compile(r"^.*?(?:huggingface\.co|hf\.co)[/:]")
# The word after these is a name.
_BEHIND = (
    (("vllm", "serve"), Kind.MODEL),
    (("hf", "download"), Kind.MODEL),
    (("huggingface-cli", "download"), Kind.MODEL),
    (("lmdeploy", "serve", "api_server"), Kind.MODEL),
    (("litgpt", "download"), Kind.MODEL),
    (("text-generation-server", "download-weights"), Kind.MODEL),
)
_ELSEWHERE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("ollama", "pull"), "Ollama"),
    (("ollama", "run"), "Ollama"),
    (("docker", "model", "pull"), DOCKER_MODEL_RUNNER),
    (("docker", "model", "run"), DOCKER_MODEL_RUNNER),
    (("models", "instances", "versions", "download"), "Kaggle"),
)
# Programs whose `org/name` are images, repositories or packages.
_OTHER_PROGRAMS = re.compile(
    r"docker|podman|nerdctl|buildah|skopeo|git|gh|pip3?|conda|mamba|apt(?:-get)?|npm|npx|yarn|brew"
    r"|kubectl|helm|cd|mkdir|rm|cp|mv|ls|cat|tar|echo|source|\."
)
_LLAMA = ("-hf", "-hfr", "--hf-repo", "-hfd", "--hf-repo-draft", "-hfv")
_CLONED = re.compile(r"(?:https?://|git@)(?:[^@/\s]*@)?(?:huggingface\.co|hf\.co)[/:].+")
_MODEL_ARGS = re.compile(r"(?:^|,)pretrained=([^,]+)")
_ARGS_REVISION = re.compile(r"(?:^|,)revision=([^,]+)")
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=.*", re.DOTALL)

Expand = Callable[[str], Sequence[MentionedText]]


# Markers around the number of a template in a configuration's text.
TEMPLATE_START, TEMPLATE_END = "\ue000", "\ue001"


def is_template(word: str) -> bool:
    """Whether a word contains a variable or template."""
    return "$" in word or "{{" in word or TEMPLATE_START in word


def plain(word: str) -> Sequence[MentionedText]:
    """A word that no shell expanded; unknown if it contains a variable or template."""
    return (
        MentionedText(text=None, shown=word) if is_template(word) else MentionedText(text=word),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """The words of one command.

    Attributes:
        words: As written; leading words such as `sudo` or assignments are harmless.
        line: Its first line.
        expand: Returns the possible values of a word.
        context: Further hints at the program, such as the image of a container.
    """

    words: Sequence[str]
    line: int
    expand: Expand = plain
    context: str = ""

    def mentions(self) -> Iterator[Mention]:
        """The names in the command."""
        if len(self.words) == 1 and not self.words[0].startswith("-"):
            # Addresses and assignments only: this covers most lines of a long file at a third of
            # the time.
            addresses = tuple(dict.fromkeys(self._addresses()))
            yield from addresses or self._strings()
            return
        options = self._options()
        revision = self._revision(options)
        mentions = (
            *self._positional(options),
            *self._optional(options),
            *self._addresses(),
            *self._code(),
        )
        known = {mention.value.text for mention in mentions}
        others = [mention for mention in self._strings() if mention.value.text not in known]
        for mention in dict.fromkeys((*mentions, *others)):
            yield replace(mention, revision=revision) if mention.revision is None else mention

    def _options(self) -> Mapping[str, str]:
        """`--name value` and `--name=value`, by normalised name; the first of each."""
        options: dict[str, str] = {}
        for word, following in zip(self.words, [*self.words[1:], ""], strict=True):
            if word.startswith("-"):
                name, sign, value = word.partition("=")
                options.setdefault(normal(name), value if sign else following)
        return options

    def _revision(self, options: Mapping[str, str]) -> MentionedText | None:
        given = next((options[name] for name in REVISIONS if options.get(name)), None)
        return next(iter(self.expand(given)), None) if given else None

    def _mention(self, kind: Kind, word: str, via: str, bare: bool = False) -> Iterator[Mention]:
        for text in self.expand(word):
            yield Mention(kind=kind, value=text, line=self.line, via=via, bare=bare)

    def _positional(self, options: Mapping[str, str]) -> Iterator[Mention]:
        words = [word.rpartition("/")[2] for word in self.words]
        kinds = {"dataset": Kind.DATASET}
        for lead, kind in _BEHIND:
            chosen = (kinds | {"model": kind}).get(options.get("repo_type", "model"))
            for name in self._behind(words, lead):
                if chosen:
                    yield from self._mention(chosen, name, " ".join(lead), bare=True)
        runs_spacy = "spacy" in words
        for word, following in zip(self.words, self.words[1:], strict=False):
            if word in _LLAMA:
                yield from self._mention(Kind.MODEL, following.partition(":")[0], word)
            elif word == "download" and runs_spacy:
                yield self._elsewhere(following, "spacy download", "spaCy")
        for command, place in _ELSEWHERE:
            for name in self._behind(words, command):
                if not in_ollama(name):
                    yield self._elsewhere(name, " ".join(command[-2:]), place)
        if "modelscope" in words and options.get("model"):
            yield self._elsewhere(options["model"], "modelscope", "ModelScope")

    def _behind(self, words: Sequence[str], lead: tuple[str, ...]) -> Iterator[str]:
        """The word after each occurrence of the words of `lead`."""
        size = len(lead)
        for start in range(len(words) - size):
            following = self.words[start + size]
            if tuple(words[start : start + size]) == lead and not following.startswith("-"):
                yield following

    def _elsewhere(self, name: str, via: str, place: str) -> Mention:
        """A model that is not served by the hub."""
        return Mention(
            kind=Kind.MODEL,
            value=MentionedText(text=name),
            line=self.line,
            via=via,
            elsewhere=place,
        )

    def _optional(self, options: Mapping[str, str]) -> Iterator[Mention]:
        kinds = self._kinds(options)
        for name, value in options.items():
            kind, bare = kinds.get(name, (None, False))
            if kind is None or not value or value.startswith("-"):
                continue
            for mention in self._mention(kind, value, f"--{name}", bare):
                if bare or mention.value.text is not None:
                    yield mention
        yield from self._model_args(options.get("model_args", ""))

    def _kinds(self, options: Mapping[str, str]) -> dict[str, tuple[Kind, bool]]:
        """The options that name something: its kind, and whether a name without owner counts."""
        by_name = {name: kind for name in options if (kind := kind_of(name))}
        kinds = {
            name: (kind, len(by_name) > 1 or kind is Kind.MODEL) for name, kind in by_name.items()
        }
        context = f"{self.context} {' '.join(self.words[:40])}"[:4000]
        is_served = _SERVERS.search(context) is not None
        if is_served and not {"modelscope", "model_args"} & {*self.words, *options}:
            for name in options.keys() & _SERVED:
                kinds.setdefault(name, (Kind.MODEL, name == "model"))
        if self._runs_script():
            for name in options.keys() & _SCRIPTED.keys():
                kinds.setdefault(name, (_SCRIPTED[name], False))
        return kinds

    def _model_args(self, text: str) -> Iterator[Mention]:
        """The model in a test harness's `pretrained=org/name,revision=...`."""
        model = _MODEL_ARGS.search(text)
        if not model:
            return
        stated = _ARGS_REVISION.search(text)
        revision = MentionedText(text=stated[1]) if stated else None
        for mention in self._mention(Kind.MODEL, model[1], "--model_args", bare=True):
            yield replace(mention, revision=revision)

    def _addresses(self) -> Iterator[Mention]:
        runner = self._runner()
        clones = "clone" in self.words
        for word in self.words:
            if runner and (name := in_ollama(word)):
                yield from self._mention(Kind.MODEL, name, runner)
            elif clones and _CLONED.fullmatch(word):
                address = _HOST_OF_CLONE.sub("https://huggingface.co/", word).removesuffix(".git")
                yield from self._mention(Kind.MODEL, address, "git clone")
            elif is_address(word):
                yield from self._mention(Kind.MODEL, word, self.words[0])
        for word in self.words:
            if _ASSIGNMENT.fullmatch(word):
                yield from self._assigned(word)

    def _runner(self) -> str:
        """The program that takes hub models as `hf.co/org/name:quantisation`; empty for others."""
        if "ollama" in self.words:
            return "ollama"
        return "docker model" if {"docker", "model"} <= set(self.words) else ""

    def _assigned(self, word: str) -> Iterator[Mention]:
        """The value of `NAME=value` if the name indicates a model or dataset."""
        name, _, value = word.partition("=")
        kind = kind_of(normal(name))
        if kind is None or not value:
            return
        for mention in self._mention(kind, value, name):
            if mention.value.text is not None:
                yield mention

    def _strings(self) -> Iterator[Mention]:
        """Words and option values of any program that look like model names."""
        program = next((word for word in self.words if not _ASSIGNMENT.fullmatch(word)), "")
        if _OTHER_PROGRAMS.fullmatch(program.rpartition("/")[2]):
            return
        for word in self.words:
            option, _, value = word.rpartition("=")
            if "/" not in value:
                continue
            for text in self.expand(value):
                sureness = sureness_of(text.text or "")
                if sureness is not Sureness.NO:
                    yield Mention(
                        kind=Kind.MODEL,
                        value=text,
                        line=self.line,
                        via=option or program,
                        unsure=sureness is Sureness.MAYBE,
                    )

    def _code(self) -> Iterator[Mention]:
        """`python -c CODE`."""
        if not self._runs_script():
            return
        for word, following in pairwise(self.words):
            if word == "-c":
                yield from code(following, self.line)

    def _runs_script(self) -> bool:
        """Whether an interpreter or a launcher of scripts is among the first words."""
        return any(_SCRIPTS.fullmatch(word) for word in self.words[:_MOST_BEFORE_PROGRAM])


def code(text: str, line: int) -> Iterator[Mention]:
    """Python code inside another file, from `line` on; text that is not Python yields nothing."""
    try:
        for mention in python.read(text):
            yield replace(mention, line=mention.line + line - 1)
    except UnreadableError:
        return
