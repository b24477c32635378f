"""Recognise names on the Hugging Face Hub, and paths."""

from __future__ import annotations

import re

from provenance.errors import UsageError
from provenance.hubs import (
    Address,
    client_reference,
    is_hub_address,
    parse_reference,
    read_address,
)
from provenance.model.artifact import ArtifactRef, Kind

_SPACE = re.compile(r"\s")
_OLLAMA = re.compile(r"(?:https?://)?(?:hf|huggingface)\.co/([\w.-]+/[\w.-]+)(?::[\w.-]+)?")
_HUB_PREFIX = re.compile(r"(?:hf[-_]hub|hf|huggingface):(?!//)")
_PATH_START = re.compile(
    r"[./~\\]|[A-Za-z]:[\\/]|(?:path|paths?[_-]to[\w-]*|outputs?|out|results?|checkpoints?|ckpts?"
    r"|tmp|runs|saved?|saved[_-]models?|weights|local|data|models|logs|examples|tests?|assets|src"
    r"|root|home"
    r"|mnt|opt|"
    r"workspace|content)[/\\]",
    re.IGNORECASE,
)
_FILE_END = re.compile(
    r"\.(?:pt|pth|ckpt|bin|gguf|ggml|onnx|safetensors|h5|hdf5|keras|tflite|pb|npz|npy|pkl|joblib"
    r"|json|jsonl|csv|tsv|txt|parquet|arrow|ya?ml|toml|py|ipynb|xml|zip|tar|gz|tgz|bz2|zst|engine"
    r"|model|spm|vocab|nemo|md"
    r"|png|jpe?g|wav|mp3|mp4)$",
    re.IGNORECASE,
)
_LOCAL_NAME = re.compile(
    r"(?:checkpoint|ckpt|epoch|step)[-_]?\d*|.*[_-](?:dir|path|folder|output|outputs|checkpoints?)"
    r"|(?:my|your|some|fake|new|local|saved?|output|outputs|tmp|temp|test|dummy|path)(?:[_-].*)?"
    r"|models?|data",
    re.IGNORECASE,
)
# Constants, such as those of models that come with another library.
_CONSTANT = re.compile(r"[A-Z0-9]+(?:_[A-Z0-9]+)+")
_PLACEHOLDER = re.compile(
    r"(?:your|my|some|fake|user(?:name)?|org(?:anization)?|repo|namespace|account|foo|<.*>)"
    r"(?:[_-](?:user(?:name)?|org(?:anization)?|hf|name|namespace|account|repo|model|dataset|hub"
    r"|id).*)?/.*"
    r"|[\w.-]+/(?:your|my)[_-].*",
    re.IGNORECASE,
)


# Models that a service runs and nobody can fetch: such a name is not a repository.
_ONLY_SERVED = re.compile(
    r"(?:text-embedding-(?:ada|[345]|00|gecko)|gpt-[345]|chatgpt|claude|gemini|o[134](?:-mini)?$)"
    r".*",
    re.IGNORECASE,
)
# Repositories of the hub's first years, without an organisation.
_EARLY = re.compile(
    r"(?:bert|distilbert|roberta|distilroberta|albert|xlm|xlnet|t5|gpt2|distilgpt2|openai-gpt|bart"
    r"|camembert|ctrl|electra)(?:-.*)?"
)


def is_early(name: str) -> bool:
    """Whether a name without an organisation looks like an early hub repository."""
    return _EARLY.fullmatch(name) is not None


def hub_ref(text: str, kind: Kind, bare: bool) -> ArtifactRef | None:
    """The artefact that a string names, or None.

    Args:
        text: `org/name`, `org/name@revision`, a URL of the hub, `hf://...`, `hf-hub:org/name`.
        kind: The expected kind.
        bare: Whether a name without an organisation counts.
    """
    if address := _address(text):
        return _of_address(address, text)
    name = _HUB_PREFIX.sub("", text, count=1)
    if is_path(name) or _PLACEHOLDER.fullmatch(name):
        return None
    if "/" not in name and not (bare and _may_be_bare(name)):
        return None
    try:
        return parse_reference(name, kind)
    except UsageError:
        return None


def _may_be_bare(name: str) -> bool:
    """Whether a word may be a repository without an organisation, and not a folder or constant."""
    if len(name) < 2 or _LOCAL_NAME.fullmatch(name) or _CONSTANT.fullmatch(name):
        return False
    return not _ONLY_SERVED.fullmatch(name)


def _address(text: str) -> Address | None:
    """The target of a string that is nothing but the address of a repository with an owner."""
    address = None if _SPACE.search(text) else read_address(text)
    return address if address and "/" in address.name else None


def _of_address(address: Address, text: str) -> ArtifactRef | None:
    if _PLACEHOLDER.fullmatch(address.name):
        return None
    try:
        return address.ref(text)
    except UsageError:
        return None


def of_another_hub(text: str, service: str, kind: Kind) -> tuple[str, Kind] | None:
    """A reference to another hub in the form of `provenance audit`, with its kind; None for any
    other text.

    Args:
        text: An address that only one hub uses, such as `models:/NAME/1`, or a name.
        service: The service that a name is fetched from, or empty.
        kind: The expected kind.
    """
    reference = "" if _PLACEHOLDER.fullmatch(text) else client_reference(service, text, kind)
    if not reference and is_hub_address(text):
        reference = text
    if not reference:
        return None
    try:
        ref = parse_reference(reference, kind)
    except UsageError:
        return None
    return None if ref.hub.local else (reference, ref.kind)


def in_ollama(text: str) -> str | None:
    """`org/name` of a hub model in Ollama's notation, such as `hf.co/org/name:Q4_K_M`; None for
    others."""
    match = _OLLAMA.fullmatch(text)
    return match[1] if match else None


def is_address(text: str) -> bool:
    """Whether a string can only be a file or repository on a hub: `hf://...`, a URL with
    `/resolve/`, or an address of another hub, such as `azureml://registries/...`."""
    if is_hub_address(text):
        return True
    return text.startswith("hf://") or ("/resolve/" in text and _address(text) is not None)


def is_placeholder(text: str) -> bool:
    """Whether a name is a placeholder for the reader to replace: `your-org/model`."""
    return _PLACEHOLDER.fullmatch(text) is not None


def is_path(text: str) -> bool:
    """Whether a string is a path or an address outside the hub."""
    return bool(
        _PATH_START.match(text)
        or _FILE_END.search(text)
        or text.count("/") > 1
        or "\\" in text
        or "://" in text
    )
