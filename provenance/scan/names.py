"""Recognise names on the Hugging Face Hub, and paths."""

from __future__ import annotations

import re
from dataclasses import replace

from provenance.errors import UsageError
from provenance.hubs import parse_reference
from provenance.model.artifact import ArtifactRef, Kind

_URL = re.compile(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/"
    r"(?P<section>datasets/|spaces/|api/|docs/|blog/|papers/)?(?P<name>[\w.-]+/[\w.-]+)"
    r"(?:/(?:resolve|blob|raw|tree)/(?P<revision>[\w.%-]+)(?:/[^\s]*)?)?/?(?:\?[^\s]*)?"
)
_SCHEME = re.compile(
    r"hf://(?P<section>datasets/|models/|spaces/|buckets/)?"
    r"(?P<name>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w.%-]+))?(?:[/:].*)?"
)
_OLLAMA = re.compile(r"(?:https?://)?(?:hf|huggingface)\.co/([\w.-]+/[\w.-]+)(?::[\w.-]+)?")
_OTHER_ADDRESS = re.compile(
    r"models:/[\w.-]{1,200}[/@][\w.-]{1,100}|azureml://registries/[\w./-]{1,400}"
    r"|(?:ollama|oci|kaggle|ngc|modelscope):(?!//$)[\w./@:-]{3,400}"
)
# A Kaggle variation with its version: owner/model/framework/variation/version.
_HANDLE = re.compile(r"((?:[\w.-]+/){3}[\w.-]+)/(\d{1,6})")
_WITH_VERSION = r"\1@\2"
# Reference prefix by service.
_PREFIXES = {"Ollama": "ollama:", "Kaggle": "kaggle:", "ModelScope": "modelscope:"}
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


# Models that a service runs and nobody can fetch: a name of these is no repository.
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
    for form in (_URL, _SCHEME):
        if address := form.fullmatch(text):
            return _of_address(address, kind)
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


def _of_address(address: re.Match[str], kind: Kind) -> ArtifactRef | None:
    section = (address["section"] or "").rstrip("/")
    if section not in ("", "models", "datasets") or _PLACEHOLDER.fullmatch(address["name"]):
        return None
    if section == "datasets":
        kind = Kind.DATASET
    elif section or address.re is _SCHEME:
        kind = Kind.MODEL
    try:
        ref = parse_reference(address["name"], kind)
        return replace(ref, revision=address["revision"]) if address["revision"] else ref
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
    reference = text if _OTHER_ADDRESS.fullmatch(text) else ""
    if service in _PREFIXES and not _PLACEHOLDER.fullmatch(text):
        section = "datasets/" if kind is Kind.DATASET and service != "Ollama" else ""
        reference = f"{_PREFIXES[service]}{section}{_HANDLE.sub(_WITH_VERSION, text)}"
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
    if _OTHER_ADDRESS.fullmatch(text):
        return True
    return text.startswith("hf://") or ("/resolve/" in text and _URL.fullmatch(text) is not None)


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
