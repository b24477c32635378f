"""A statement that an artefact was made from another."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from provenance.errors import UsageError
from provenance.hubs import hub_type, parse_reference
from provenance.messages import message
from provenance.model.artifact import BASES, DATA, ArtifactRef, Gap, Kind
from provenance.model.finding import Evidence, shorten
from provenance.stated import hub_link

BASE = "base"
DATASET = "dataset"
# Only the code is run; nothing was made from it.
CODE = "code"
# The hub's relations (https://huggingface.co/docs/hub/model-cards#specifying-a-base-model) ...
HUB_RELATIONS = ("finetune", "adapter", "quantized", "merge")
# ... and one of ours.
MODEL_RELATIONS = (*HUB_RELATIONS, "distilled")
# Sources that do not exist to state a model's origin: a sentence, the path a configuration was
# saved under, the settings of a run that may be an earlier one.
_INFERRED = frozenset({"config", "prose", "training-config"})


# https://huggingface.co/docs/huggingface_hub/guides/manage-cache
_CACHE_FOLDER = re.compile(r"\bmodels--(?P<owner>[\w.]+(?:-[\w.]+)*)--(?P<name>[\w.-]+)")
_LOCAL = re.compile(r"[./~]|[A-Za-z]:[\\/]")
_MARKS = re.compile(r"[\W_]+")
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Parent:
    """A statement that an artefact was made from another.

    Attributes:
        ref: The parent.
        relation: One of MODEL_RELATIONS, `base` if unspecified, `dataset`, or `code` if only its
            code is run.
        source: `card`, `hub-tag`, `hub-base-models`, `hub-card`, `adapter-config`, `merge-config`,
            `quantization-config`, `weight-header`, `code-reference`, `loaded-code`, `hub-config`,
            `config` (`_name_or_path`), `training-config` or `prose`.
        evidence: Where it is stated.
    """

    ref: ArtifactRef
    relation: str
    source: str
    evidence: Evidence

    @property
    def is_base(self) -> bool:
        """Whether the parent is a model that the artefact was made from."""
        return self.ref.kind is Kind.MODEL and self.relation != CODE

    @property
    def confidence(self) -> str:
        """`stated` if the place exists to state it, else `inferred`."""
        return "inferred" if self.source in _INFERRED else "stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentStatement:
    """A name as written, before checking whether a hub could have it."""

    name: str
    kind: Kind
    relation: str
    source: str
    evidence: Evidence


def followed(parents: Iterable[Parent]) -> tuple[Parent, ...]:
    """The statements that a lineage follows: stated ones, and inferred ones if nothing of the same
    kind is stated.

    Any other inferred statement only confirms or contradicts.
    """
    every = tuple(parents)
    stated = {_topic(parent) for parent in every if parent.confidence == "stated"}
    return tuple(
        parent for parent in every if parent.confidence == "stated" or _topic(parent) not in stated
    )


def _topic(parent: Parent) -> tuple[Kind, bool]:
    """The subject of a statement: a base, data, or code."""
    return parent.ref.kind, parent.relation == CODE


def resolve(
    child: ArtifactRef, statements: Iterable[ParentStatement]
) -> tuple[tuple[Parent, ...], tuple[Gap, ...]]:
    """Resolve names to references.

    Args:
        child: The artefact that was made.
        statements: The statements about it.

    Returns:
        The parents, and a gap for each stated name that no hub could have. Inferred names leave no
        gap: a sentence may link to anything, and a configuration mostly names a local folder. A
        local folder with the name of a known base is a copy of it.
    """
    parents: list[Parent] = []
    without_ref: list[ParentStatement] = []
    for statement in statements:
        link = hub_link(statement.name)
        name = link[1] if link else _in_cache(statement.name) or statement.name.strip().rstrip("/")
        try:
            if name.startswith((".", "/", "~", "pkg:")):
                raise UsageError(name)
            ref = parse_reference(name, statement.kind)
            hub = hub_type(ref.hub)
            if statement.source in _INFERRED and hub and not hub.named_in_prose:
                continue
            parent = Parent(
                ref=ref,
                relation=statement.relation,
                source=statement.source,
                evidence=statement.evidence,
            )
        except UsageError:
            if statement.source not in _INFERRED:
                without_ref.append(statement)
        else:
            parents.append(parent)
    gaps = [
        _unresolvable(child, statement)
        for statement in without_ref
        if not _is_copy_of_one(statement, parents)
    ]
    return tuple(parents), tuple(dict.fromkeys(gaps))


def _in_cache(path: str) -> str | None:
    """The repository of a folder in the hub client's cache; None for any other path."""
    folder = _CACHE_FOLDER.search(path)
    return f"{folder['owner']}/{folder['name']}" if folder else None


def _is_copy_of_one(statement: ParentStatement, parents: Iterable[Parent]) -> bool:
    """Whether a statement is a local folder with the name of a known base in its path."""
    if statement.kind is not Kind.MODEL or not _is_local(statement.name):
        return False
    path = _plain(statement.name)
    names = (_plain(parent.ref.name.rpartition("/")[2]) for parent in parents if parent.is_base)
    return any(len(name) >= _SHORTEST_NAME and name in path for name in names)


def _plain(name: str) -> str:
    return _MARKS.sub("", name).lower()


def _is_local(name: str) -> bool:
    """Whether a name is a path on its author's machine."""
    return _LOCAL.match(name.strip()) is not None


def _unresolvable(child: ArtifactRef, statement: ParentStatement) -> Gap:
    where = statement.evidence.file + (
        f":{statement.evidence.start_line}" if statement.evidence.start_line else ""
    )
    name = shorten(statement.name, 80)
    key = "gap.not-followed-local" if _is_local(statement.name) else "gap.not-followed"
    detail = message(key, place=where, name=repr(name))
    topic = DATA if statement.kind is Kind.DATASET else BASES
    if statement.relation == CODE:
        topic = ""  # what code loads is no base
    return Gap(
        artifact=child.purl,
        what=f"{statement.relation} {name}",
        reason="unresolvable",
        detail=detail,
        topic=topic,
    )
