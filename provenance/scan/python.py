"""Python source: calls that take the name of a model or dataset, and other mentions of names, by
syntax tree."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from provenance.hubs import is_hub_address
from provenance.model.artifact import Kind
from provenance.scan.bindings import Binding, Bindings, Scope, dotted, gather, last_name
from provenance.scan.calls import (
    BUILDERS,
    HUB_CLASS,
    NAME_OF_ONE,
    OTHER_HUBS,
    PRETRAINED,
    TAKERS,
    WRITES,
    Taker,
    takers,
)
from provenance.scan.keys import kind_of, normal
from provenance.scan.likely import (
    Sureness,
    any_likely,
    is_of_data,
    likely_kind,
    may_hold,
    names_entry,
    service_of,
    sureness_of,
)
from provenance.scan.mention import Mention, MentionedText, UnreadableError
from provenance.scan.names import is_address, is_early
from provenance.scan.values import Evaluator

_SIGNS = (
    "_name_or_path",
    "model_id",
    "MODEL_ID",
    "dataset_id",
    "dataset_name",
    "dataset_path",
    "DATASET_",
    "repo_id",
    "hf://",
    "/resolve/",
)
# Words that are called, or imported under another name.
_CALLED = re.compile(r"\b([A-Za-z_]\w*)(?:\(| as )")
# Takers whose argument may be a name without an organisation or a computed one. Takers that call a
# server count only with `org/name`, which is recognised without them.
_TAKING = frozenset(
    name for name, entries in TAKERS.items() if not all(entry.served for entry in entries)
)
_SAVING = frozenset(
    (
        "save_pretrained",
        "save_model",
        "save_to_disk",
        "save",
        "save_pretrained_merged",
        "makedirs",
        "mkdir",
    )
)
_SAVED_AS = frozenset(
    ("output_dir", "save_directory", "cache_dir", "local_dir", "save_path", "output_path")
)
_TOKENS = ("token", "use_auth_token", "hf_token", "huggingfacehub_api_token", "api_key")
_TOKEN = re.compile(r"hf_[A-Za-z0-9]{20,}")
# Arguments that take a repository whose code is run.
_CODE = ("attn_implementation", "custom_generate", "custom_pipeline")
_ABBREVIATED = re.compile(r"[0-9a-f]{7,40}")
_WHOLE = re.compile(r"[A-Za-z0-9][\w.-]*/[\w.-]+")
_DOCUMENTS = re.compile(
    r"docstring"
)  # `@auto_docstring(checkpoint=...)` gives an example, and loads nothing
# Classes of a project's own that describe a model or a dataset, and their arguments that name it.
_DESCRIBES = re.compile(
    r"(?:[A-Z]\w*)?(?P<what>Dataset|Model)"
    r"(?:Record|Config|Spec|Info|Entry|Card|Meta|Metadata|Definition|Description|Source|Details)"
)
_NAMING = frozenset(
    (
        *("name", "path", "id", "repo", "source", "model", "dataset", "model_name"),
        *("dataset_name", "hf_name", "hf_path", "hf_id", "hf_repo", "hub_id", "hub_name"),
    )
)
# OtherTerms one of these keys, `path` is what `load_dataset` takes.
_SPLITS = frozenset(("split", "train_split", "valid_split", "test_split", "subset"))
_KINDS = {"model": Kind.MODEL, "dataset": Kind.DATASET}


def read(text: str) -> Iterator[Mention]:
    """The mentions in Python source, by line; nothing is run.

    Raises:
        UnreadableError: It is not Python of this version, or nested too deeply.
    """
    if _is_worth_parsing(text):
        mentions = dict.fromkeys(_Pass(gather(parse(text)), text).mentions())
        yield from sorted(mentions, key=lambda mention: mention.line)


def _is_worth_parsing(text: str) -> bool:
    """Whether a text may contain mentions, judged by its words alone."""
    if any(sign in text for sign in _SIGNS):
        return True
    return not _TAKING.isdisjoint(_CALLED.findall(text)) or any_likely(text)


def parse(text: str) -> ast.Module:
    """The syntax tree of Python source.

    Raises:
        UnreadableError: It is not Python of this version, or nested too deeply.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the source, not of ours
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise UnreadableError("syntax") from None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    """A call with its arguments by name."""

    node: ast.Call
    scope: Scope
    name: str
    keywords: dict[str, ast.expr]


class _Pass:
    """Examines every call of a file."""

    def __init__(self, facts: Bindings, text: str) -> None:
        self._facts = facts
        self._text = text
        self._evaluator = Evaluator(facts)
        self._saved: frozenset[str] | None = None
        self._service_name: str | None = None

    def mentions(self) -> Iterator[Mention]:
        """What is used; then other names in the file, most certain first, such as those passed to
        other code."""
        used = list(self._used())
        yield from used
        known = {mention.value.text for mention in used}
        by_context = (
            *self._named(),
            *self._entries(),
            *self._dataset_settings(),
            *self._likely(),
        )
        known_kinds = bool(used) or bool(by_context)
        for mention in (*by_context, *self._strings(names_others=known_kinds)):
            if mention.value.text not in known:
                known.add(mention.value.text)
                yield mention

    def _used(self) -> Iterator[Mention]:
        for node, scope in self._facts.calls:
            call = _Call(
                node=node,
                scope=scope,
                name=self._full_name(node.func),
                keywords={k.arg: k.value for k in node.keywords if k.arg},
            )
            yield from self._call(call)
            yield from self._addresses(call)
            if not takers(call.name, self._package(node.func)):
                yield from self._keyed(call.keywords.items(), scope)
            if last_name(node.func) == "add_argument":
                yield from self._option(call)
        for display, scope in self._facts.dicts:
            yield from self._keyed(list(_text_keys(display)), scope)
        for name, bindings in self._facts.attributes.items():
            for binding in bindings:
                yield from self._keyed([(name, binding.node)], binding.scope)

    def _option(self, call: _Call) -> Iterator[Mention]:
        """The default of an option: `add_argument("--model-name", default="org/name")`."""
        first = call.node.args[0] if call.node.args else None
        default = call.keywords.get("default")
        if isinstance(first, ast.Constant) and default is not None:
            option = str(first.value).lstrip("-").replace("-", "_")
            yield from self._keyed([(option, default)], call.scope)

    def _named(self) -> Iterator[Mention]:
        """Names in variables, parameters and arguments whose own name indicates a model, and names
        with a commit."""
        for name, binding in self._facts.named:
            kind = kind_of(normal(name))
            if kind:
                for known in self._evaluator.bound(binding):
                    yield from _whole(kind, known.text, _line(binding.node, known), name)
        for node, scope in self._facts.calls:
            yield from self._named_arguments(node, scope)
        for display, scope in self._facts.dicts:
            yield from self._named_entries(display, scope)

    def _named_arguments(self, node: ast.Call, scope: Scope) -> Iterator[Mention]:
        """Names in `repo_id=` and in the arguments for a repository of code, of any function."""
        function = last_name(node.func)
        keywords = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
        for argument, value in keywords.items():
            reads_repository = argument == "repo_id" and not WRITES.fullmatch(function)
            if argument in _CODE or reads_repository:
                kind = self._kind(keywords, scope, Kind.MODEL)
                via = f"{function}({argument}=)"
                for text in self._evaluator.strings(value, scope):
                    yield from _whole(kind, text.text, value.lineno, via)

    def _named_entries(self, display: ast.Dict, scope: Scope) -> Iterator[Mention]:
        """Names under `repo_id` in a dict, and pairs of a name and a commit in it."""
        for key, value in zip(display.keys, display.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "repo_id":
                for text in self._evaluator.strings(value, scope):
                    yield from _whole(Kind.MODEL, text.text, value.lineno, "repo_id")
            name, commit = _name_and_commit(value)
            if commit:
                revision = MentionedText(text=commit)
                yield from _whole(Kind.MODEL, name, value.lineno, "with a commit", revision)

    def _likely(self) -> Iterator[Mention]:
        """Strings that look like model names in variables, entries and arguments that may hold
        one."""
        places = [(name, binding, False) for name, binding in self._facts.named]
        places += [
            (name, binding, False)
            for name, bindings in self._facts.attributes.items()
            for binding in bindings
        ]
        for node, scope in self._facts.calls:
            if not _DOCUMENTS.search(last_name(node.func)):
                places += [
                    (given.arg, Binding(node=given.value, scope=scope), True)
                    for given in node.keywords
                    if given.arg
                ]
        for name, binding, passed in places:
            if may_hold(name):
                for value in self._evaluator.bound(binding):
                    text = value.text or ""
                    kind = likely_kind(normal(name), text, passed=passed)
                    for mention in _whole(kind, text, _line(binding.node, value), name):
                        yield self._served(mention)

    def _entries(self) -> Iterator[Mention]:
        """Names that are given to a class of the file's own making that says what it describes:
        `DatasetRecord(name="org/name")`."""
        for node, _ in self._facts.calls:
            own = last_name(node.func)
            described = _DESCRIBES.fullmatch(own)
            if not described:
                continue
            kind = _KINDS[described["what"].lower()]
            given = [(keyword.arg, keyword.value) for keyword in node.keywords]
            given += [("name", argument) for argument in node.args[:1]]
            for name, value in given:
                text = value.value if isinstance(value, ast.Constant) else None
                if name in _NAMING and isinstance(text, str) and names_entry(text, kind):
                    for mention in _whole(kind, text, value.lineno, f"{own}({name}=)"):
                        yield self._served(mention)

    def _dataset_settings(self) -> Iterator[Mention]:
        """`{"path": "org/name", "train_split": ...}`: the arguments of `load_dataset` as a map."""
        for display, scope in self._facts.dicts:
            entries = {}
            for key, value in zip(display.keys, display.values, strict=True):
                if isinstance(key, ast.Constant):
                    entries[key.value] = value
            path = entries.get("path")
            if path is None or _SPLITS.isdisjoint(entries):
                continue
            for text in self._evaluator.strings(path, scope):
                if names_entry(text.text or "", Kind.DATASET):
                    yield from _whole(Kind.DATASET, text.text, _line(path, text), "path")

    def _strings(self, *, names_others: bool) -> Iterator[Mention]:
        """Strings elsewhere that look like model names.

        They count if they can only mean an artefact of one hub, if an organisation of that name
        publishes models, if the list or map indicates models, or if the file names others. The rest
        are candidates.
        """
        outputs = self._outputs()
        ranges = self._model_lists()
        documents = self._documents()
        for node in self._facts.strings:
            text = str(node.value)
            if text in outputs or node in documents:
                continue
            if is_hub_address(text):
                value = MentionedText(text=text)
                yield Mention(kind=Kind.MODEL, value=value, line=node.lineno, via="string")
                continue
            within = names_others or any(first <= node.lineno <= last for first, last in ranges)
            sureness = sureness_of(text, expected=within)
            if sureness is Sureness.NO:
                continue
            kind = Kind.DATASET if is_of_data("", text) else Kind.MODEL
            for mention in _whole(kind, text, node.lineno, "string"):
                unsure = sureness is Sureness.MAYBE
                yield self._served(replace(mention, unsure=unsure))

    def _documents(self) -> frozenset[ast.expr]:
        """The arguments of calls that only produce documentation and load nothing."""
        return frozenset(
            argument
            for node, _ in self._facts.calls
            if _DOCUMENTS.search(last_name(node.func))
            for argument in (*node.args, *(keyword.value for keyword in node.keywords))
        )

    def _model_lists(self) -> list[tuple[int, int]]:
        """First and last lines of lists and maps whose own name indicates models."""
        containers = ast.Dict | ast.List | ast.Tuple | ast.Set | ast.Call
        return [
            (binding.node.lineno, binding.node.end_lineno or binding.node.lineno)
            for name, binding in self._facts.named
            if isinstance(binding.node, containers) and may_hold(name)
        ]

    def _served(self, mention: Mention) -> Mention:
        """Mark models that a service runs: they are fetched from there, not from the hub."""
        if mention.kind is not Kind.MODEL:
            return mention
        return replace(mention, elsewhere=self._service())

    def _service(self) -> str:
        """The service that the file uses, determined once."""
        if self._service_name is None:
            self._service_name = service_of(self._text)
        return self._service_name

    def _full_name(self, func: ast.expr) -> str:
        """The dotted name of a call with import aliases resolved."""
        first, _, rest = dotted(func).partition(".")
        whole = self._facts.imports.get(first, first)
        return f"{whole}.{rest}" if rest else whole

    def _package(self, func: ast.expr) -> str | None:
        """The package that a called name was imported from; empty for the file's own, None if
        unknown."""
        first = dotted(func).partition(".")[0]
        whole = self._facts.imports.get(first)
        return None if whole is None else whole.partition(".")[0]

    def _is_module(self, owner: ast.expr) -> bool:
        """Whether the owner is an imported module: `datasets.load_dataset` is, `store.load_dataset`
        is not."""
        while isinstance(owner, ast.Attribute):
            owner = owner.value
        return isinstance(owner, ast.Name) and owner.id in self._facts.imports

    def _call(self, call: _Call) -> Iterator[Mention]:
        package = self._package(call.node.func)
        takes = self._taker(call, package)
        kind = self._kind(call.keywords, call.scope, takes.kind) if takes else None
        if takes is None or kind is None:
            return
        elsewhere = OTHER_HUBS.get(package or "", "")
        if takes.served:
            elsewhere = elsewhere or self._service()
        pattern = Mention(
            kind=kind,
            value=MentionedText(text=None, shown="the library's default model"),
            line=call.node.lineno,
            via=".".join(call.name.split(".")[-2:])[:60],
            revision=self._revision(call),
        )
        arguments = list(self._arguments(call, takes))
        if not arguments and call.name == "transformers.pipeline" and call.node.args:
            yield pattern
        pattern = replace(
            pattern,
            bare=takes.bare and self._takes_bare(call, package),
            elsewhere=elsewhere,
            token=self._token(call),
        )
        for node in arguments:
            for text in self._evaluator.strings(node, call.scope):
                name = self._understood(text, takes, kind)
                if name:
                    yield replace(pattern, value=name, line=_line(node, text))

    def _taker(self, call: _Call, package: str | None) -> Taker | None:
        """What the call takes as a name; None if it is not a known function of a library."""
        function = call.node.func
        # In `pipeline("task", model=name)(text)` the outer call is on the result of the inner one.
        if isinstance(function, ast.Call):
            return None
        if isinstance(function, ast.Name) and call.name in self._facts.defined:
            return None
        possible = takers(call.name, package)
        takes = next((entry for entry in possible if self._meets(call, entry)), None)
        if takes is None or takes.method or not isinstance(function, ast.Attribute):
            return takes
        return takes if self._is_module(function.value) else None

    def _arguments(self, call: _Call, takes: Taker) -> Iterator[ast.expr]:
        """The expressions in the position of the name."""
        given = next(
            (call.keywords[name] for name in takes.keywords if name in call.keywords), None
        )
        if given is None and takes.position is not None:
            before = call.node.args[: takes.position + 1]
            if len(before) > takes.position and not any(
                isinstance(arg, ast.Starred) for arg in before
            ):
                given = before[-1]
        if given is not None:
            yield given
        for name in takes.further:
            value = call.keywords.get(name)
            if isinstance(value, ast.Constant | ast.List):
                yield value

    def _meets(self, call: _Call, takes: Taker) -> bool:
        """Whether other arguments have the values that the taker requires."""
        for keyword, accepted in takes.when:
            node = call.keywords.get(keyword)
            values = self._evaluator.strings(node, call.scope) if node is not None else ()
            if not any(value.text in accepted for value in values):
                return False
        return True

    def _understood(self, text: MentionedText, takes: Taker, kind: Kind) -> MentionedText | None:
        """The name in a given value, or None if it is not a name."""
        if text.text is None:
            by_context = not takes.objects or NAME_OF_ONE.fullmatch(text.shown)
            return text if by_context and not takes.prefix and not takes.served else None
        if takes.served and likely_kind("model", text.text, passed=True) is None:
            return None
        if takes.prefix:
            start = next((prefix for prefix in takes.prefix if text.text.startswith(prefix)), None)
            return (
                MentionedText(text="/".join(text.text.removeprefix(start).split("/")[-2:]))
                if start
                else None
            )
        if kind is Kind.DATASET and text.text in BUILDERS:
            return None
        return MentionedText(text=text.text, local=True) if text.text in self._outputs() else text

    def _outputs(self) -> frozenset[str]:
        """The strings under which this file saves something; they are folders."""
        if self._saved is None:
            nodes = [
                (given, scope)
                for node, scope in self._facts.calls
                for given in (
                    *(node.args[:1] if last_name(node.func) in _SAVING else ()),
                    *(keyword.value for keyword in node.keywords if keyword.arg in _SAVED_AS),
                )
            ]
            texts = (text for node, scope in nodes for text in self._evaluator.strings(node, scope))
            self._saved = frozenset(text.text for text in texts if text.text)
        return self._saved

    def _kind(self, keywords: dict[str, ast.expr], scope: Scope, usual: Kind) -> Kind | None:
        """Model or dataset; None for a Space."""
        if "repo_type" not in keywords:
            return usual
        texts = [
            value.text
            for value in self._evaluator.strings(keywords["repo_type"], scope)
            if value.text
        ]
        return _KINDS.get(texts[0]) if texts else usual

    def _revision(self, call: _Call) -> MentionedText | None:
        given = call.keywords.get("revision")
        if given is None:
            return None
        texts = self._evaluator.strings(given, call.scope)
        return texts[0] if texts else None

    def _token(self, call: _Call) -> str:
        given = next((call.keywords[name] for name in _TOKENS if name in call.keywords), None)
        if given is None:
            return ""
        is_off = isinstance(given, ast.Constant) and not given.value
        if is_off:
            return ""
        values = self._evaluator.strings(given, call.scope)
        is_literal = any(_TOKEN.fullmatch(value.text or "") for value in values)
        return "literal" if is_literal else "passed"

    def _takes_bare(self, call: _Call, package: str | None) -> bool:
        """Whether `gpt2` is a name here: classes of other libraries have names of their own."""
        owner = call.name.split(".")[-2:-1]
        if last_name(call.node.func) != "from_pretrained" or not owner:
            return True
        return HUB_CLASS.fullmatch(owner[0]) is not None or package in (
            "transformers",
            "diffusers",
            "tokenizers",
        )

    def _addresses(self, call: _Call) -> Iterator[Mention]:
        """`pd.read_parquet("hf://datasets/org/name/file")` and URLs of files on the hub."""
        for node in (*call.node.args, *call.keywords.values()):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and is_address(node.value)
            ):
                via = ".".join(call.name.split(".")[-2:])[:60]
                yield Mention(
                    kind=Kind.MODEL, value=MentionedText(text=node.value), line=node.lineno, via=via
                )

    def _keyed(self, pairs: Iterable[tuple[str, ast.expr]], scope: Scope) -> Iterator[Mention]:
        """Values under keys that always mean a name; only known values count."""
        for key, node in pairs:
            if kind_of(key) is not Kind.MODEL:  # `dataset_name` is as often a label as a name
                continue
            for text in self._evaluator.strings(node, scope):
                name = text.text is not None and self._understood(text, PRETRAINED, Kind.MODEL)
                if name:
                    yield Mention(
                        kind=Kind.MODEL,
                        value=name,
                        line=_line(node, text),
                        via=key,
                        bare=is_early(name.text or ""),
                    )


def _line(node: ast.expr, value: MentionedText) -> int:
    """The line of a string within an expression, or of the expression if the string is
    elsewhere."""
    last = node.end_lineno or node.lineno
    return value.line if node.lineno <= value.line <= last else node.lineno


def _text_keys(display: ast.Dict) -> Iterator[tuple[str, ast.expr]]:
    """The entries of a dict under constant texts."""
    for key, value in zip(display.keys, display.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            yield key.value, value


def _name_and_commit(value: ast.expr) -> tuple[str, str]:
    """A pair of a name and an abbreviated commit: `("org/name", "0a1b2c3")`; empty for others."""
    members = value.elts if isinstance(value, ast.Tuple) else []
    constants = [member.value for member in members if isinstance(member, ast.Constant)]
    texts = [constant for constant in constants if isinstance(constant, str)]
    if len(texts) == 2 and _ABBREVIATED.fullmatch(texts[1]):
        return texts[0], texts[1]
    return "", ""


def _whole(
    kind: Kind | None, text: str | None, line: int, via: str, revision: MentionedText | None = None
) -> Iterator[Mention]:
    """A mention of `org/name`; None for anything else, because the place alone is ambiguous."""
    if kind and text and _WHOLE.fullmatch(text):
        yield Mention(
            kind=kind, value=MentionedText(text=text), line=line, via=via, revision=revision
        )
