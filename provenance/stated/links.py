"""Addresses on the hub's site, however they are written: what they lead to."""

from __future__ import annotations

import re

from provenance.model.artifact import Kind

# hf-mirror.com serves the same namespace. Links of cards leave out the scheme now and then.
_SITE = re.compile(
    r"(?:https?://|//)?(?:www\.)?(?:huggingface\.co|hf\.co|hf-mirror\.com)/(?P<name>[^\s?#]+)",
    re.IGNORECASE,
)
# huggingface_hub's file system: https://huggingface.co/docs/huggingface_hub/guides/hf_file_system
_FILE_SYSTEM = re.compile(r"hf://(?P<name>[^\s?#]+)", re.IGNORECASE)
_VIEWER = re.compile(
    r"https?://huggingface\.co/(?:nlp|datasets)/viewer/?\?(?:.*&)?dataset=(?P<name>[\w.-]+(?:/[\w.-]+)?)"
)
# First parts of addresses that are pages of the site and no repository.
_NO_REPOSITORY = (
    "spaces",
    "papers",
    "docs",
    "blog",
    "collections",
    "models",
    "nlp",
    "learn",
    "join",
    "settings",
    "buckets",
)
_PATH_OF_FILES = re.compile(r"/(?:resolve|blob|tree|raw|discussions|commit|commits)(?:/.*)?$")


def hub_link(url: str) -> tuple[Kind, str] | None:
    """What an address on the hub's site leads to: a model's or dataset's page or a file in it; else
    None."""
    if path := _FILE_SYSTEM.match(url):
        return _repository("/".join(_without_file(path["name"])))
    link = _SITE.match(url)
    if link is None:
        return None
    if viewed := _VIEWER.match(url):
        return Kind.DATASET, viewed["name"]
    name = _PATH_OF_FILES.sub("", link["name"].rstrip("/"))
    # A trainer's card template links the Python list of its data.
    return _repository(name.replace("['", "").replace("']", ""))


def _without_file(path: str) -> list[str]:
    """The parts of a path of the file system that name the repository, without revision and
    file."""
    parts = path.strip("/").split("/")
    of_repository = 3 if parts[0] in ("datasets", "spaces") else 2
    return [part.partition("@")[0] for part in parts[:of_repository]]


def _repository(name: str) -> tuple[Kind, str] | None:
    kind = Kind.DATASET if name.startswith("datasets/") else Kind.MODEL
    name = name.removeprefix("datasets/")
    return None if name.split("/")[0] in _NO_REPOSITORY else (kind, name)
