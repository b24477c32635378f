"""Repositories that a model's own Python code loads: what runs with the model may fetch others.

A loader runs the modules that configurations name (https://huggingface.co/docs/transformers/
custom_models), and some files by their names alone. What these load with `from_pretrained`,
`hf_hub_download` or `torch.hub.load` (https://pytorch.org/docs/stable/hub.html) comes with the
model, and no configuration names it. Nothing is run; names that the code computes are not known.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from pathlib import PurePosixPath

from provenance.errors import FaultError
from provenance.messages import message
from provenance.model.artifact import ArtifactRef, Gap, Kind, Snapshot, SourceText
from provenance.model.fault import in_full
from provenance.model.finding import Evidence, shorten
from provenance.parents.code import code_references
from provenance.parents.statement import CODE, ParentStatement
from provenance.scan import ScannedReference, State, references_in
from provenance.scan.mention import UnreadableError
from provenance.scan.python import parse

LOADED_CODE = "loaded-code"
MOST_CODE_FILES = 8
# Files that a loader or a service runs by their names.
RUN_BY_NAME = ("handler.py", "pipeline.py", "hubconf.py", "custom_generate/generate.py")
OTHER_CODE = "other Python files"
_IN_ROOT = re.compile(r"[^/]{1,200}\.py")
# How transformers and diffusers call modules that a configuration names.
_MODULE = re.compile(
    r"(?:[\w-]+_)?(?:model(?:l?ing)?|configuration|config|tokeni[sz]ation|tokenizer|processing"
    r"|processor|extraction|generation|pipeline|scheduler|transformer|unet|vae)(?:_[\w-]+)?\.py",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"^[ \t]{0,40}from[ \t]{1,9}\.(?P<module>\w{1,100})[ \t]", re.MULTILINE)
_MAIN = re.compile(r"^if[ \t]+__name__\b", re.MULTILINE)
_OF_GITHUB = re.compile(
    r"\bhub\.(?:load|help|list)\(\s{0,99}(?:repo_or_dir\s{0,9}=\s{0,9})?[\"']"
    r"(?P<name>[\w.-]{1,100}/[\w.-]{1,100})(?::(?P<branch>[\w./-]{1,100}))?[\"']"
)
_BY_ADDRESS = re.compile(
    r"\b(?:load_state_dict_from_url|download_url_to_file|urlretrieve)\(\s{0,99}"
    r"(?:url\s{0,9}=\s{0,9})?[\"'](?P<url>https?://[^\"'\s]{1,500})[\"']"
)
_MOST_STATEMENTS = 50
_SHOWN = 5
# How a reference is called whose string only looks like a name.
_UNSURE = "string"


def code_files(listed: Iterable[str]) -> list[str]:
    """Python files that may run with a model, those that surely do first.

    Args:
        listed: Paths of its repository.
    """
    paths = set(listed)
    by_name = [path for path in RUN_BY_NAME if path in paths]
    in_root = sorted(path for path in paths if _IN_ROOT.fullmatch(path) and path not in by_name)
    modules = [path for path in in_root if _MODULE.fullmatch(path)]
    return [*by_name, *modules, *(path for path in in_root if path not in modules)]


def named_like_code(listed: Iterable[str]) -> list[str]:
    """Python files that loaders and services run by their names, or that are named like the
    modules that a configuration names; sorted.

    Args:
        listed: Paths of a repository.
    """
    return sorted(path for path in listed if _MODULE.fullmatch(path) or path in RUN_BY_NAME)


def loaded_statements(
    ref: ArtifactRef,
    documents: Mapping[str, SourceText],
    configs: Mapping[str, Mapping[str, object]],
) -> tuple[list[ParentStatement], list[Gap]]:
    """The other repositories that the code of a model loads, at most 50.

    Args:
        ref: The model.
        documents: Texts that were read, by path.
        configs: Parsed JSON files, by path.

    Returns:
        The statements, and a gap for each file that could not be read as Python.
    """
    statements: list[ParentStatement] = []
    gaps: list[Gap] = []
    for path in sorted(run_with_model(documents, configs)):
        document = documents[path]
        try:
            parse(document.text)
            references = references_in(PurePosixPath(path), document.text)
        except UnreadableError:
            gaps.append(
                _gap(ref, f"{path} code", "malformed", message("gap.code-syntax", path=path))
            )
            continue
        except FaultError as error:
            gaps.append(_gap(ref, f"{path} code", error.reason, in_full(error)))
            continue
        statements += _statements(document, references)
    own = ref.name.lower()
    others = [statement for statement in statements if statement.name.lower() != own]
    return others[:_MOST_STATEMENTS], gaps


def run_with_model(
    documents: Mapping[str, SourceText], configs: Mapping[str, Mapping[str, object]]
) -> set[str]:
    """The Python files that run when a model is loaded or served, and those that they import.

    Args:
        documents: Texts that were read, by path.
        configs: Parsed JSON files, by path.
    """
    waiting = named_like_code(documents)
    waiting += [
        path
        for reference in code_references(documents, configs)
        if not reference.repository
        for path in reference.files_in(documents.keys())
    ]
    known: set[str] = set()
    while waiting:
        path = waiting.pop()
        if path in known or not path.endswith(".py"):
            continue
        known.add(path)
        folder = path.rpartition("/")[0]
        modules = (f"{match['module']}.py" for match in _RELATIVE.finditer(documents[path].text))
        beside = (f"{folder}/{module}" if folder else module for module in modules)
        waiting += [module for module in beside if module in documents]
    return known


def unread_code_files(
    snapshot: Snapshot,
    documents: Mapping[str, SourceText],
    configs: Mapping[str, Mapping[str, object]],
    requested: Container[str],
) -> Iterator[Gap]:
    """One gap for code of a subject that a configuration names or that has such a name, and that
    was not requested.

    Args:
        snapshot: The hub's answer.
        documents: Texts that were read, by path.
        configs: Parsed JSON files, by path.
        requested: The requested paths, whether or not they could be fetched.
    """
    listed = {entry.path for entry in snapshot.files if entry.kept}
    left = sorted(path for path in _named_code(listed, documents, configs) if path not in requested)
    was_asked = any(path in requested for path in code_files(listed))
    if left and (was_asked or not code_files(listed)):
        files = tuple(shorten(path, 100) for path in left[:_SHOWN])
        detail = message("gap.code-left-out", files=files, count=len(left))
        yield _gap(snapshot.ref, OTHER_CODE, "bound", detail)


def _named_code(
    listed: Collection[str],
    documents: Mapping[str, SourceText],
    configs: Mapping[str, Mapping[str, object]],
) -> set[str]:
    named = set(named_like_code(listed))
    for reference in code_references(documents, configs):
        if not reference.repository:
            named.update(reference.files_in(listed))
    return named


def _statements(
    document: SourceText, references: Iterable[ScannedReference]
) -> Iterator[ParentStatement]:
    """What one file loads; a demonstration below `if __name__` runs only by itself."""
    end = len(document.text)
    if main := _MAIN.search(document.text):
        end = main.start()
    last = document.text.count("\n", 0, end) + 1
    for reference in references:
        # Data that code loads, such as a list of labels, need not be what a model was trained on.
        is_model = reference.kind is Kind.MODEL and reference.state is State.HUB
        if is_model and reference.via != _UNSURE and reference.place.line <= last:
            name = reference.name
            if reference.revision:
                name = f"{name}@{reference.revision}"
            yield _statement(document, reference.place.line, name)
    for match in _OF_GITHUB.finditer(document.text, 0, end):
        name = f"github:{match['name']}" + (f"@{match['branch']}" if match["branch"] else "")
        yield _statement(document, _line(document, match.start()), name)
    for match in _BY_ADDRESS.finditer(document.text, 0, end):
        yield _statement(document, _line(document, match.start()), match["url"])


def _line(document: SourceText, offset: int) -> int:
    return document.text.count("\n", 0, offset) + 1


def _statement(document: SourceText, line: int, name: str) -> ParentStatement:
    evidence = Evidence.quoting(document, line, line)
    return ParentStatement(
        name=name, kind=Kind.MODEL, relation=CODE, source=LOADED_CODE, evidence=evidence
    )


def _gap(ref: ArtifactRef, what: str, reason: str, detail: str) -> Gap:
    return Gap(artifact=ref.purl, what=what, reason=reason, detail=detail)
