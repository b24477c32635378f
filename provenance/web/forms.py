"""Read what a browser sends: form fields and preferred language."""

from __future__ import annotations

from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request

from provenance.errors import UsageError
from provenance.hubs import hub_type
from provenance.licences import parse_use
from provenance.messages import LANGUAGES, message
from provenance.model.artifact import ArtifactRef
from provenance.privacy.profiles import profiles
from provenance.project.subjects import gather
from provenance.web.store import StoredQuestion

LANGUAGE_COOKIE = "provenance_language"
MOST_REFS = 50
LONGEST_FIELD = 2000
_LONGEST_HEADER = 200
_COMMERCIAL = {"yes": True, "no": False}


def field(form: FormData, name: str) -> str:
    """A form field, trimmed and limited in length; empty if missing."""
    value = form.get(name)
    return value.strip()[:LONGEST_FIELD] if isinstance(value, str) else ""


def question_of(form: FormData, lang: str) -> StoredQuestion:
    """The question in the form on the first page.

    Args:
        form: The form.
        lang: Language of the page.

    Raises:
        UsageError: A reference or a word of the use is invalid.
    """
    refs = tuple(dict.fromkeys(field(form, "refs").split()))[:MOST_REFS]
    if any(_is_private(ref) for _, ref in gather(refs).inputs):
        raise UsageError(message("web.no-folders"), message("web.no-folders.hint"))
    use = _use(form)
    if use:
        parse_use(use)
    profile = field(form, "profile")
    known = {listed.name for listed in profiles()}
    chosen = (profile,) if profile in known else ()
    return StoredQuestion(refs=refs, use=use, profiles=chosen, lang=lang)


def _is_private(ref: ArtifactRef) -> bool:
    """Whether a reference points to this machine or to an address in its network."""
    hub = hub_type(ref.hub)
    return ref.hub.local or (hub is not None and hub.typed_only)


def _use(form: FormData) -> dict[str, Any]:
    """The intended use, in the form that `parse_use` accepts; empty fields are left out."""
    regions = field(form, "region").replace(",", " ").split()
    stated = {
        "activity": field(form, "use") or None,
        "commercial": _COMMERCIAL.get(field(form, "commercial")),
        "users": field(form, "users") or None,
        "regions": regions or None,
    }
    return {name: value for name, value in stated.items() if value is not None}


def language_of(request: Request) -> str:
    """The chosen language, or else the browser's first supported one."""
    chosen = request.cookies.get(LANGUAGE_COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    wanted = request.headers.get("accept-language", "")[:_LONGEST_HEADER].lower()
    korean, english = wanted.find("ko"), wanted.find("en")
    if korean < 0:
        return "en"
    return "ko" if english < 0 or korean < english else "en"
