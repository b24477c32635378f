"""The licence catalogue: one entry per licence for hub and SPDX identifiers and names on cards."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from provenance.licences.claim import Duty, Licence
from provenance.licences.spellings import spellings
from provenance.licences.wording import duty_text

_LONGEST_NAME = 200
_LICENSEDB = "LicenseRef-scancode-"
# Creative Commons publishes deed and text in many languages: `/deed.ko`.
_ADDRESS_NOISE = re.compile(
    r"^https?://(?:www\.)?|(?:/(?:deed|legalcode)(?:\.[a-z_-]{2,10})?)?/*(?:[#?].*)?$"
)
_REPOSITORY_FILE = re.compile(
    r"https?://(?:www\.)?(github\.com/[\w.-]{1,100}/[\w.-]{1,100}#[^#?\s]{1,200})"
)
# Creative Commons also has texts for single countries: `/licenses/by-nc/2.0/kr`. They map to the
# licence of that version, or to one of its family if the catalogue has only later versions.
_CC_PAGE = re.compile(
    r"creativecommons\.org/licenses/(?P<kind>by(?:-nc)?(?:-sa|-nd)?)/(?P<version>\d\.\d)"
    r"(?:/[a-z]{2,8})?"
)
# The address, without scheme, of a licence on the SPDX list or on the site whose names hubs use;
# old pages end in `.txt` or `.json`.
_SPDX_PAGE = re.compile(
    r"(?:spdx\.org|choosealicense\.com)/licenses/([a-z0-9.+-]{1,100}?)(?:\.html|\.txt|\.json)?"
)
_VERSION_BY_HYPHEN = re.compile(r"-(\d)-(\d)$")
# Families of licences that are not just versions of one, with the keys of their members.
_COVERED_BY_NAME = {
    "bsd": re.compile(r"^(?:0bsd$|bsd-)"),
    "cc": re.compile(r"^cc(?:0|-by)"),
    "exaone": re.compile("^exaone-"),
    "openrail": re.compile("rail"),
    "tencent-hunyuan-community": re.compile("^tencent-hunyuan-"),
}
_SPACE = re.compile(r"\s+")
_QUOTATION = re.compile("[\"\u201c\u201d\u2018\u2019]|(?<!\\w)'|'(?!\\w)")
# Names kept with their entry: a card's licence is looked up by every reader of it.
_NAMES_KEPT = 4_096


def lookup(value: str) -> Licence | None:
    """The catalogue entry that `value` names.

    Args:
        value: A hub identifier, an SPDX identifier in any case, a `LicenseRef-...`, a retired hub
            identifier or a known `license_name`; not a sentence. Names that are merely similar do
            not match.

    Returns:
        The entry; its category is `family` if the name covers several licences (`cc`, `gpl`,
        `openrail`) and `unresolved` for `other` and `unknown`. None for an unknown name.
    """
    if not isinstance(value, str) or len(value) > _LONGEST_NAME:
        return None
    return _entry_of(value)


@lru_cache(maxsize=_NAMES_KEPT)
def _entry_of(value: str) -> Licence | None:
    entries, aliases, _ = _load()
    name = _plain(value)
    hyphened = name.replace("_", "-").replace(" ", "-")
    versioned = _VERSION_BY_HYPHEN.sub(r"-\1.\2", hyphened)
    # Full names are kept with blanks, and cards also write them as `nvidia_open_model_license`.
    spaced = name.replace("_", " ")
    for form in (name, spaced, _one_word(name), hyphened, versioned, *spellings(versioned)):
        entry = entries.get(form) or entries.get(aliases.get(form, ""))
        if entry:
            return entry
    return None


def is_member(key: str, family: str) -> bool:
    """Whether a licence is a version of a family without one: `cc-by-nc-4.0` of `cc-by-nc`.

    Args:
        key: Key of a licence.
        family: Key of the possible family.
    """
    entry = _load()[0].get(family)
    version = key.removeprefix(f"{family}-")
    is_version = version != key and version[:1].isdigit()
    return entry is not None and entry.category == "family" and is_version


def is_of_family(key: str, family: str) -> bool:
    """Whether a licence is in a family: a version of it, or one of the licences that its name
    covers, such as `bsd-3-clause` for `bsd`.

    Args:
        key: Key of a licence.
        family: Key of the possible family.
    """
    if is_member(key, family):
        return True
    covered = _COVERED_BY_NAME.get(family)
    return covered is not None and key != family and covered.search(key) is not None


def without_families(keys: Iterable[str]) -> frozenset[str]:
    """The keys without families that have a member among the keys."""
    known = frozenset(keys)
    return frozenset(
        key for key in known if not any(is_member(other, family=key) for other in known)
    )


def catalogue() -> Mapping[str, Licence]:
    """Every licence of the catalogue by its identifier, sorted."""
    return _load()[0]


@cache
def _load() -> tuple[Mapping[str, Licence], Mapping[str, str], Mapping[str, str]]:
    """Licences by identifier, identifiers by alias, identifiers by address of the text."""
    content = json.loads(
        (files("provenance.licences") / "data" / "licences.json").read_text("utf-8")
    )
    entries = {row["id"]: _licence(row) for row in content["licences"]}
    return (
        MappingProxyType(entries),
        MappingProxyType(_aliases(entries, content["aliases"])),
        MappingProxyType(content["links"]),
    )


def _aliases(entries: Mapping[str, Licence], stated: Mapping[str, str]) -> dict[str, str]:
    """The stated aliases, and the full name of each licence where no other has the same."""
    aliases = {_plain(alias): key for alias, key in stated.items()}
    for alias, key in list(aliases.items()):
        if _one_word(alias) not in entries:
            aliases.setdefault(_one_word(alias), key)
    named: dict[str, list[str]] = {}
    for key, entry in entries.items():
        named.setdefault(_plain(entry.name), []).append(key)
    for name, keys in named.items():
        if len(keys) == 1 and name not in entries:
            aliases.setdefault(name, keys[0])
            aliases.setdefault(_one_word(name), keys[0])
    return aliases


def _one_word(name: str) -> str:
    """A name with hyphens for its blanks and underscores, as identifiers are written."""
    return _SPACE.sub("-", name.replace("_", " "))


def _plain(name: str) -> str:
    """A name in lower case with single blanks, American spelling and no quotation marks."""
    plain = _SPACE.sub(" ", _QUOTATION.sub("", name)).strip().lower()
    return plain.replace("licence", "license")


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
    """The SPDX or ScanCode LicenseDB page with the text; empty if neither has it."""
    if row.get("spdx"):
        return f"https://spdx.org/licenses/{row['spdx']}.html"
    reference = str(row.get("ref") or "")
    key = reference.removeprefix(_LICENSEDB)
    return f"https://scancode-licensedb.aboutcode.org/{key}.html" if key != reference else ""


def lookup_link(link: str) -> Licence | None:
    """The catalogue entry whose text is at `link`.

    Args:
        link: An address as a card gives it; None is returned unless it is the address of a known
            licence text.
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
    """An address without the parts that vary between equivalent spellings.

    The catalogue names a file of a repository behind `#`. One repository can hold several
    licences, so there the file is part of the address.
    """
    plain = link.strip().lower()
    repository = _REPOSITORY_FILE.fullmatch(plain)
    return repository[1] if repository else _ADDRESS_NOISE.sub("", plain)
