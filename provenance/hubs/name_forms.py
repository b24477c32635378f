"""Reference forms that all hubs share: `NAME:artefact@revision` and package URLs."""

from __future__ import annotations

import re

from packageurl import PackageURL

from provenance.errors import UsageError
from provenance.model.artifact import ArtifactId, ArtifactRef, HubName, Kind

_REVISION = re.compile(r"[\w][\w./:+-]{0,199}")
_DATASETS = "datasets/"
_DOTS = re.compile(r"(?:^|/)\.{1,2}(?:/|$)")
# What may follow `NAME:` in a string of code. Shorter or longer text is not a reference.
_IN_CODE = r":(?!//$)[\w./@:-]{3,400}"


def prefixed(*names: str) -> re.Pattern[str]:
    """A pattern for `HubType.address`: strings of code that start with one of the prefixes."""
    return re.compile(f"(?:{'|'.join(map(re.escape, names))}){_IN_CODE}")


def of_prefix(text: str, hub: HubName, kind: Kind, name: re.Pattern[str]) -> ArtifactRef | None:
    """Parse `NAME:artefact@revision`, with `datasets/` before the artefact for a dataset.

    Args:
        text: The reference.
        hub: The required prefix.
        kind: Model or dataset, if the text does not say.
        name: Pattern of this hub's names.

    Raises:
        UsageError: It has the prefix but names nothing that the hub could have.
    """
    prefix = f"{hub}:"
    if not text.startswith(prefix):
        return None
    rest = text.removeprefix(prefix).removeprefix("//")
    if rest.startswith(_DATASETS):
        rest, kind = rest.removeprefix(_DATASETS), Kind.DATASET
    stated, _, revision = rest.partition("@")
    if not is_name(stated, name) or (revision and not _REVISION.fullmatch(revision)):
        raise UsageError(
            f"{text!r} is not a valid name of a model or dataset on {hub}",
            f"Write {prefix}name@revision.",
        )
    return ArtifactRef(hub=hub, kind=kind, name=stated, revision=revision or None)


def is_name(text: str, pattern: re.Pattern[str]) -> bool:
    """Whether a text is a name of a hub. A part of dots alone would lead to another address.

    Args:
        text: The text, which may come from an answer.
        pattern: Pattern of this hub's names.
    """
    return bool(pattern.fullmatch(text)) and not _DOTS.search(text)


def of_purl(text: str, hub: HubName) -> ArtifactRef | None:
    """Parse a package URL of the hub's type; None for any other text."""
    if not text.startswith(f"pkg:{hub.purl_type}/"):
        return None
    try:
        purl = PackageURL.from_string(text)
    except ValueError:
        return None
    identity = ArtifactId.of_package(text, purl, hub)
    return ArtifactRef(
        hub=hub, kind=identity.kind, name=identity.name, revision=identity.revision or None
    )
