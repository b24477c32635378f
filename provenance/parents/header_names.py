"""Models that only the name in a GGUF header shows: `general.name: Meta Llama 3 8B Instruct` in a
repository of somebody else.

A converter copies the name of what it converts into the header
(https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, "General metadata"). Of a repository
that has nothing but such files, the name is either its own or that of another model. Names of
folders that converters copied (`Models`, `checkpoint-1500`) show nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from provenance.messages import message
from provenance.model.artifact import BASES, ArtifactRef, Gap, Kind, Snapshot
from provenance.model.finding import shorten
from provenance.parents.configs import has_only_gguf
from provenance.parents.statement import Parent

_NAME, _BASENAME, _SIZE = "general.name", "general.basename", "general.size_label"
# Families of models that others build on, with a part of the names of their makers' accounts.
_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "deepseek": ("deepseek",),
    "exaone": ("lgai", "exaone"),
    "falcon": ("tiiuae", "falcon"),
    "gemma": ("google", "gemma"),
    "granite": ("ibm", "granite"),
    "hyperclova": ("naver", "hyperclova"),
    "hyperclovax": ("naver", "hyperclova"),
    "kanana": ("kakao",),
    "llama": ("meta", "facebook", "llama"),
    "mistral": ("mistral",),
    "mixtral": ("mistral",),
    "olmo": ("allenai",),
    "phi": ("microsoft",),
    "qwen": ("qwen", "alibaba"),
    "smollm": ("huggingface",),
    "solar": ("upstage",),
    "starcoder": ("bigcode",),
    "yi": ("01-ai",),
}
_WORD = re.compile(r"[a-z]{2,}", re.IGNORECASE)
_SIZED = re.compile(r"(?<![A-Za-z0-9.])\d{1,4}(?:[.x]\d{1,3})?[bm](?![a-z0-9])", re.IGNORECASE)
# Folder names of the hub's cache are commits.
_COMMIT = re.compile(r"[0-9a-f]{16,}", re.IGNORECASE)
_MARKS = re.compile(r"[\W_]+")
# Words that tell two models of one maker apart, and name neither.
_COMMON = frozenset(
    {
        *("model", "models", "instruct", "chat", "base", "hf", "gguf", "ggml", "merged", "final"),
        *("checkpoint", "output", "outputs", "export", "the", "it", "sft", "dpo", "lora", "bit"),
        *("fp", "bf", "preview", "version", "tuned", "finetune", "finetuned", "fine", "tune"),
    }
)
_SHORTEST_WORD = 3
_LONGEST_NAME = 80
_MOST = 5


def unnamed_conversions(
    snapshot: Snapshot, headers: Mapping[str, Mapping[str, str]], parents: Sequence[Parent]
) -> tuple[Gap, ...]:
    """A gap for each name of another model in the headers of a repository that has only GGUF files
    and no known base, at most 5.

    Args:
        snapshot: The hub's answer.
        headers: Texts by path and key.
        parents: The known parents.
    """
    ref = snapshot.ref
    is_candidate = ref.kind is Kind.MODEL and has_only_gguf(snapshot)
    if not is_candidate or any(parent.is_base for parent in parents):
        return ()
    gaps: list[Gap] = []
    reported: list[str] = []
    for path, texts in sorted(headers.items()):
        if any(key.startswith("general.base_model.") for key in texts):
            continue  # `unaddressed_sources` speaks of these.
        name = texts.get(_NAME, "") or texts.get(_BASENAME, "")
        is_reported = name in reported
        if not is_reported and _is_another(ref, name, texts.get(_SIZE, "")):
            reported.append(name)
            gaps.append(_gap(ref, path, name))
    return tuple(gaps[:_MOST])


def _is_another(ref: ArtifactRef, name: str, size: str) -> bool:
    """Whether a name is that of another model than the repository: of a family that somebody else
    makes, or of a model of a stated size without a word of the repository's name."""
    if _COMMIT.search(name):
        return False
    owner, _, own = ref.name.lower().rpartition("/")
    words = {word.lower() for word in _WORD.findall(name)}
    families = words & _FAMILIES.keys()
    if families:
        return not any(maker in owner for word in families for maker in _FAMILIES[word])
    telling = {word for word in words - _COMMON if len(word) >= _SHORTEST_WORD}
    is_sized = _SIZED.search(name) is not None or bool(size)
    plain = _MARKS.sub("", f"{owner}{own}")
    return bool(telling) and is_sized and not any(word in plain for word in telling)


def _gap(ref: ArtifactRef, path: str, name: str) -> Gap:
    name = shorten(name, _LONGEST_NAME)
    return Gap(
        artifact=ref.purl,
        what=f"base {name}",
        reason="unresolvable",
        detail=message("gap.header-name", path=path, name=repr(name)),
        topic=BASES,
    )
