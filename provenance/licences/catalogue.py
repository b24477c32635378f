"""The catalogue of licences: hub identifiers, SPDX identifiers and the names that cards give, each
one entry."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from provenance.licences.claim import Duty, Licence
from provenance.licences.spellings import spellings
from provenance.licences.wording import duty_text

_LONGEST_NAME = 200
_LICENSEDB = "LicenseRef-scancode-"
# The deed and the text of Creative Commons stand there in many languages: `/deed.ko`.
_ADDRESS_NOISE = re.compile(
    r"^https?://(?:www\.)?|(?:/(?:deed|legalcode)(?:\.[a-z_-]{2,10})?)?/*(?:[#?].*)?$"
)
# Creative Commons has texts for one country too: `/licenses/by-nc/2.0/kr`. They are the licence of
# that version, or one of its family where the catalogue has only later versions.
_CC_PAGE = re.compile(
    r"creativecommons\.org/licenses/(?P<kind>by(?:-nc)?(?:-sa|-nd)?)/(?P<version>\d\.\d)"
    r"(?:/[a-z]{2,8})?"
)
# An address of a licence on the SPDX list, or on the site whose names hubs use, without its scheme;
# old pages end in `.txt` or `.json`.
_SPDX_PAGE = re.compile(
    r"(?:spdx\.org|choosealicense\.com)/licenses/([a-z0-9.+-]{1,100}?)(?:\.html|\.txt|\.json)?"
)
_VERSION_BY_HYPHEN = re.compile(r"-(\d)-(\d)$")
_SPACE = re.compile(r"\s+")


def lookup(value: str) -> Licence | None:
    """The catalogue entry that `value` names.

    Args:
        value: A hub identifier, an SPDX identifier in any case, a `LicenseRef-...`, a retired hub
            identifier or a known `license_name`. Never a sentence: what a name merely resembles is
            not guessed.

    Returns:
        The entry; of category `family` where the name stands for several licences (`cc`, `gpl`,
        `openrail`), of `unresolved` for `other` and `unknown`; None where nothing of that name is
        known.
    """
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        return None
    entries, aliases, _ = _load()
    name = _SPACE.sub(" ", value).strip().lower()
    hyphened = name.replace("_", "-").replace(" ", "-")
    versioned = _VERSION_BY_HYPHEN.sub(r"-\1.\2", hyphened)
    for form in (name, hyphened, versioned, *spellings(versioned)):
        entry = entries.get(form) or entries.get(aliases.get(form, ""))
        if entry:
            return entry
    return None


def is_member(key: str, family: str) -> bool:
    """Whether a licence is a version of what a family names without one: `cc-by-nc-4.0` of
    `cc-by-nc`.

    Args:
        key: Key of a licence.
        family: Key of what may be its family.
    """
    entry = _load()[0].get(family)
    version = key.removeprefix(f"{family}-")
    is_version = version != key and version[:1].isdigit()
    return entry is not None and entry.category == "family" and is_version


def without_families(keys: Iterable[str]) -> frozenset[str]:
    """The keys without the families of which a member is named as well."""
    known = frozenset(keys)
    return frozenset(
        key for key in known if not any(is_member(other, family=key) for other in known)
    )


def catalogue() -> Mapping[str, Licence]:
    """Every licence of the catalogue by its identifier, sorted."""
    return _load()[0]


@cache
def _load() -> tuple[Mapping[str, Licence], Mapping[str, str], Mapping[str, str]]:
    """Licences by identifier, identifiers by other name, identifiers by address of the text."""
    content = json.loads(
        (files("provenance.licences") / "data" / "licences.json").read_text("utf-8")
    )
    entries = {row["id"]: _licence(row) for row in content["licences"]}
    return (
        MappingProxyType(entries),
        MappingProxyType(content["aliases"]),
        MappingProxyType(content["links"]),
    )


def _duty(row: Mapping[str, str]) -> Duty:
    word, scope, above = row["id"], row.get("scope", ""), row.get("above", "")
    text = duty_text(word, scope, above)
    return Duty(id=word, text=text, clause=row.get("clause", ""), scope=scope, above=above)


def _licence(row: Mapping[str, Any]) -> Licence:
    duties = tuple(_duty(duty) for duty in row.get("duties", ()))
    return Licence(
        id=row["id"],
        spdx=row.get("spdx"),
        ref=row.get("ref"),
        name=row["name"],
        category=row["category"],
        url=row.get("url") or _page(row),
        duties=duties,
        known_terms=row.get("known_terms", False),
        source=row.get("source", ""),
        note=row.get("note", ""),
        on_hub=row.get("on_hub", False),
    )


def _page(row: Mapping[str, Any]) -> str:
    """The page of SPDX or of ScanCode LicenseDB that holds the text; empty where neither has it."""
    if row.get("spdx"):
        return f"https://spdx.org/licenses/{row['spdx']}.html"
    reference = str(row.get("ref") or "")
    key = reference.removeprefix(_LICENSEDB)
    return f"https://scancode-licensedb.aboutcode.org/{key}.html" if key != reference else ""


def lookup_link(link: str) -> Licence | None:
    """The catalogue entry whose text stands at `link`.

    Args:
        link: An address as a card gives it; what is no address of a known licence text names
            nothing.
    """
    if not isinstance(link, str) or not 0 < len(link) <= _LONGEST_NAME:
        return None
    address = _address(link)
    entry = _links().get(address)
    if entry:
        return entry
    page = _SPDX_PAGE.fullmatch(address)
    if page:
        return lookup(page[1])
    page = _CC_PAGE.fullmatch(address)
    if page:
        return lookup(f"cc-{page['kind']}-{page['version']}") or lookup(f"cc-{page['kind']}")
    return None


@cache
def _links() -> Mapping[str, Licence]:
    entries, _, links = _load()
    own = {_address(entry.url): entry for entry in entries.values() if entry.url}
    return MappingProxyType({**own, **{link: entries[key] for link, key in links.items()}})


def _address(link: str) -> str:
    """An address without what varies between two ways to write it."""
    return _ADDRESS_NOISE.sub("", link.strip().lower())
