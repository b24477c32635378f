"""Parse references to artefacts: each hub reads its own forms."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache

from packageurl import PackageURL

from provenance.errors import UsageError
from provenance.hubs.base import HubType
from provenance.hubs.endpoint import has_sign_in
from provenance.hubs.registry import HUBS
from provenance.model.artifact import NO_HUB, ArtifactId, ArtifactRef, HubName, Kind

_PURL = "pkg:"
# References kept once parsed, up to this length: all readers of a card ask about the same names.
_REFERENCES_KEPT, _LONGEST_KEPT = 4_096, 200


def parse_reference(text: str, kind: Kind = Kind.MODEL, *, typed: bool = False) -> ArtifactRef:
    """Parse a reference to any hub.

    Args:
        text: A reference from a user, a manifest or a card, such as `org/name`, `hf:org/name@rev`,
            `pkg:huggingface/org/name@sha`, an address copied from a browser, or `./folder`.
        kind: Model or dataset, if the text does not say.
        typed: Whether a user names it. Some hubs are read for nobody else.

    Raises:
        UsageError: The text names nothing that a hub could have, or holds a password; the message
            does not repeat it then.
    """
    text = text.strip()
    if len(text) > _LONGEST_KEPT:
        return _parsed(text, kind, typed)
    return _parsed_once(text, kind, typed)


def _parsed(text: str, kind: Kind, typed: bool) -> ArtifactRef:
    if has_sign_in(text):
        raise UsageError(
            "a reference holds a user name or a password, which every report would repeat",
            "Leave it out, and sign in as the hub's own client does.",
        )
    for hub in HUBS:
        if hub.typed_only and not typed:
            continue
        ref = hub.parse(text, kind)
        if ref is not None and (hub.typed_only or _is_safe(ref)):
            return ref
    if text.startswith(_PURL):
        raise _unread_purl(text)
    raise UsageError(f"{text!r} is not a valid name of a model or dataset", _hint(text))


_parsed_once = lru_cache(maxsize=_REFERENCES_KEPT)(_parsed)


def read_id(text: str) -> ArtifactId:
    """The identity of an external package URL; any other text identifies itself."""
    try:
        purl = PackageURL.from_string(text)
    except ValueError:
        return ArtifactId(text)
    return ArtifactId.of_package(text, purl, _hub_of(purl))


def _is_safe(ref: ArtifactRef) -> bool:
    """Whether no part of a name would lead to another place of its hub."""
    return ref.hub.local or not {".", ".."} & set(ref.name.split("/"))


def as_reference(ref: ArtifactRef) -> str:
    """How a user writes a reference; `parse_reference` reads it back."""
    hub = hub_type(ref.hub)
    return hub.written(ref) if hub else str(ref)


def hub_type(name: str) -> HubType | None:
    """The hub of that name, or None."""
    return next((hub for hub in HUBS if hub.name == name), None)


def hub_names() -> tuple[HubName, ...]:
    """The names of all hubs."""
    return tuple(hub.name for hub in HUBS)


def is_hub_address(text: str) -> bool:
    """Whether a string in code can only mean an artefact of a certain hub."""
    return any(hub.address.fullmatch(text) for hub in HUBS if hub.address)


def client_reference(service: str, name: str, kind: Kind) -> str:
    """The reference for a name that a service's own client takes.

    Args:
        service: The service, such as `Kaggle`.
        name: The name, as code passes it to that client.
        kind: Model or dataset.

    Returns:
        A reference for `parse_reference`; empty for a service of no known hub.
    """
    hub = next((hub for hub in HUBS if service in hub.clients), None)
    return hub.client_reference(service, name, kind) if hub else ""


def web_url(artifact: ArtifactId, page: str, path: str = "", line: int | None = None) -> str:
    """The web page of a file, or of all files, of an artefact; see `HubType.web_url`."""
    hub = hub_type(artifact.hub)
    if hub is None or not page or not artifact.revision:
        return ""
    return hub.web_url(page, artifact.revision, path, line)


def _hub_of(purl: PackageURL) -> HubName:
    """The hub with package URLs of this type; a folder in a store before one on this machine, whose
    package URLs hold less."""
    names = [hub.name for hub in HUBS if hub.name.purl_type == purl.type]
    names.sort(key=lambda name: name.local)
    return next((name for name in names if name.name_in(purl)), NO_HUB)


def _unread_purl(text: str) -> UsageError:
    hint = "Write pkg:huggingface/org/name@commit."
    try:
        purl = PackageURL.from_string(text)
    except ValueError as error:
        return UsageError(f"{text!r} is not a package URL: {error}", hint)
    return UsageError(f"no known hub has package URLs of type {purl.type!r}", hint)


def _hint(text: str) -> str:
    """The prefix that was mistyped, else all forms of a reference."""
    prefix, colon, rest = text.partition(":")
    known = [form.partition(":")[0] for hub in HUBS for form in hub.forms if ":" in form]
    near = get_close_matches(prefix.lower(), known, 1) if colon and rest else []
    if near and near[0] != prefix:
        return f"Did you mean `{near[0]}:{rest}`?"
    return f"Write {_forms()}."


def _forms() -> str:
    forms = [form for hub in HUBS for form in hub.forms]
    return f"{', '.join(forms[:-1])}, or {forms[-1]}"
