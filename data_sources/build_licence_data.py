"""Build `provenance/licences/data/licences.json`, `terms.json` and `audits.json` from the research
files.

    python -m data_sources.build_licence_data --research DIR --licensedb WHEEL --spdx TARBALL

`WHEEL` is scancode-toolkit-mini from PyPI (its LicenseDB is CC-BY-4.0), `TARBALL` is
spdx-license-list from npm (CC0-1.0). Only facts are taken: identifiers, names, categories, clauses.
The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

from data_sources import licence_by_hand, licence_korea
from data_sources import licence_facts as facts
from data_sources.licence_audits import audits
from data_sources.licence_duties import duties, duties_of, standard_duties, with_implied
from data_sources.licence_reading import merge
from data_sources.licence_readings import claims as read_claims
from data_sources.licence_sources import Source, licensedb, spdx_list
from data_sources.licence_standard import (
    DEPRECATED,
    FAMILIES,
    NON_COMMERCIAL_ALL_THE_SAME,
    STANDARD,
    creative_commons,
)
from data_sources.licence_terms import standard_terms
from data_sources.licence_terms import terms as terms_of

DATA = Path(__file__).parent.parent / "provenance" / "licences" / "data"
_COPIED = ("spdx", "ref", "url", "source", "note", "on_hub")
SECOND_HAND = "secondary sources"
Entry = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--research", type=Path, required=True)
    parser.add_argument("--licensedb", type=Path, required=True)
    parser.add_argument("--spdx", type=Path, required=True)
    arguments = parser.parse_args()
    hub = json.loads((arguments.research / "hf_licences.json").read_text("utf-8"))
    terms = json.loads((arguments.research / "licence_terms.json").read_text("utf-8"))["licences"]
    texts, names = licensedb(arguments.licensedb), spdx_list(arguments.spdx)
    entries, known = catalogue(hub, terms, texts, names)
    aliases = {
        **full_names(hub, entries, names),
        **facts.ALIASES,
        **licence_by_hand.aliases(),
        **alias_table(hub, terms, entries),
    }
    missing = sorted({key for key in aliases.values() if key not in entries})
    if missing:
        raise SystemExit(f"aliases without an entry: {missing}")
    from_lists = {
        "hub": f"hub-docs {hub['hf_list_commit'][:7]} of {hub['hf_list_date']}",
        "spdx": arguments.spdx.name,
    }
    write(
        "licences.json",
        {
            "schema": "licences-1",
            "built_from": from_lists,
            "licences": tidy(entries),
            "links": links(entries),
            "aliases": {name: key for name, key in sorted(aliases.items()) if name != key},
        },
    )
    write("terms.json", {"schema": "licence-terms-1", "terms": known})
    audited = json.loads((arguments.research / "dataset_licence_audit.json").read_text("utf-8"))
    write("audits.json", audits(audited))


def catalogue(
    hub: dict[str, Any],
    terms: list[dict[str, Any]],
    texts: dict[str, Source],
    names: dict[str, str],
) -> tuple[dict[str, Entry], dict[str, Any]]:
    """Every licence by our key, and what is known of the terms of some of them."""
    entries = {row["hf_id"]: from_hub(row) for row in hub["ids"]}
    for row in hub["license_names"]:
        add_reference(entries, row)
    for key, name in facts.FAMILY_NAMES.items():
        entries[key] = {"ref": f"LicenseRef-{key}", "name": name, "category": "family"}
    for key, demands in FAMILIES.items():
        entries[key].update(duties=duties_of(demands), source=facts.EVERY_MEMBER)
    add_licensedb(entries, texts)
    known = add_terms(entries, terms, [name.lower() for name in names])
    add_read(entries, known)
    add_spdx(entries, names, texts)
    for key in DEPRECATED:
        entries.pop(key, None)
    add_standard(entries)
    add_implied(entries)
    entries.update(licence_korea.ENTRIES)
    entries.update(licence_by_hand.entries())
    known = dict(sorted({**known, **licence_korea.TERMS, **licence_by_hand.terms()}.items()))
    for key, entry in entries.items():
        if not entry.get("category") or not entry["name"]:
            raise SystemExit(f"no category or name for {key}")
        if not entry.get("spdx") and key not in ("other", "unknown"):
            entry.setdefault("ref", f"LicenseRef-{key}")
    return entries, known


def add_licensedb(entries: dict[str, Entry], texts: dict[str, Source]) -> None:
    for name, (key, category) in facts.LICENSEDB.items():
        entry = entries.setdefault(key, {})
        entry["name"] = entry.get("name") or facts.NAMES.get(key) or texts[name].name
        if category:
            entry["category"] = category
        if not entry.get("spdx"):
            entry.setdefault("ref", f"LicenseRef-scancode-{name}")


def add_spdx(entries: dict[str, Entry], names: dict[str, str], texts: dict[str, Source]) -> None:
    taken = {entry.get("spdx") for entry in entries.values()}
    for spdx, name in names.items():
        if spdx not in taken and spdx.lower() not in entries:
            entries[spdx.lower()] = {
                "spdx": spdx,
                "name": name,
                "category": spdx_category(spdx, texts),
            }


def add_standard(entries: dict[str, Entry]) -> None:
    for standard in STANDARD:
        later = f"{standard.removesuffix('-only')}-or-later"
        for key in {standard, later} & set(entries):
            _read_on_spdx(entries[key], standard_duties(standard))
    for key in set(entries) - set(STANDARD):
        demands = creative_commons(key)
        if demands:
            _read_on_spdx(entries[key], duties_of(demands))


def _read_on_spdx(entry: Entry, duties: list[dict[str, str]]) -> None:
    entry.update(duties=duties, known_terms=True)
    spdx = entry.get("spdx")
    if spdx:
        entry["source"] = f"https://spdx.org/licenses/{spdx}.html"


def add_implied(entries: dict[str, Entry]) -> None:
    """Where terms are not known, what the category of a licence says of them all the same."""
    for key in NON_COMMERCIAL_ALL_THE_SAME:
        entries[key]["category"] = "non-commercial"
    for key, entry in entries.items():
        if entry.get("known_terms"):
            continue
        known = entry.get("duties", [])
        entry["duties"] = with_implied(key, entry.get("category", ""), known)
        if entry["duties"] and not entry.get("source"):
            entry["source"] = facts.CATEGORY_ONLY


def from_hub(row: dict[str, Any]) -> Entry:
    special = row["hf_id"] in ("other", "unknown")
    return {
        "spdx": None if special else row["spdx_id"],
        "ref": None if special else facts.UNDATED.get(row["hf_id"], row["license_ref"]),
        "name": row["hf_name"],
        "category": facts.CATEGORIES.get(row["category"], row["category"]),
        "url": row["hf_links"][0] if row["hf_links"] else "",
        "note": facts.NOTES.get(row["hf_id"], ""),
        "on_hub": True,
    }


def add_reference(entries: dict[str, Entry], row: dict[str, Any]) -> None:
    """An entry for the reference that a `license_name` stands for, where no other source has
    one."""
    reference = row["canonical"]
    key = key_of(reference, entries)
    ambiguous = row["license_name"] in {*facts.FAMILY_NAMES, *facts.SAYS_TOO_LITTLE}
    if key not in entries and not ambiguous and reference.startswith("LicenseRef-"):
        category = facts.CATEGORIES.get(row["category"], row["category"])
        entries[key] = {"ref": reference, "name": facts.NAMES.get(key, ""), "category": category}


def key_of(reference: str, entries: dict[str, Entry]) -> str:
    if reference in facts.BY_REFERENCE:
        return facts.BY_REFERENCE[reference]
    for key, entry in entries.items():
        if reference in (entry.get("ref"), entry.get("spdx"), key):
            return key
    return reference.removeprefix("LicenseRef-").removeprefix("scancode-").lower()


def add_terms(
    entries: dict[str, Entry], terms: list[dict[str, Any]], spdx_keys: list[str]
) -> dict[str, Any]:
    known = {}
    for row in terms:
        if row["id"] in facts.NOT_A_LICENCE:
            continue
        key = row["hf_ids"][0] if row["hf_ids"] else facts.RENAMED.get(row["id"], row["id"])
        category = facts.CATEGORIES.get(row["kind"], row["kind"])
        entry = entries.setdefault(key, {})
        entry["name"] = entry.get("name") or row["name"]
        entry.setdefault("category", category)
        claims = read_claims(row)
        primary = "secondary" not in row["text_source"] and "index ids" not in row["text_source"]
        handed_on = any(
            name in claims for name in ("pass_through", "notice_file", "share_alike", "attribution")
        )
        entry.update(
            duties=duties(key, entry["category"], claims),
            known_terms=primary and handed_on,
            source=address(row["text_source"]) if primary else SECOND_HAND,
        )
        known[key] = terms_of(claims, primary)
    for key in STANDARD:
        add_missing(known.setdefault(key, []), standard_terms(standard_duties(key)))
    for key in spdx_keys:
        demands = creative_commons(key)
        if demands and key not in STANDARD:
            add_missing(known.setdefault(key, []), standard_terms(duties_of(demands)))
    known["cdla-permissive-1.0"].append(facts.NO_DUTIES_ON_RESULTS)
    for rows in known.values():
        rows.sort(key=lambda row: str(row["id"]))
    return dict(sorted(known.items()))


def add_read(entries: dict[str, Entry], known: dict[str, Any]) -> None:
    """Licences whose texts were read clause by clause, where nobody wrote down their terms before.

    They stay among those whose terms are not wholly known, since one reading is not enough."""
    for licence, read in merge.read_licences():
        key = licence["key"]
        entry = entries.setdefault(key, {})
        entry["name"] = entry.get("name") or licence.get("name", "")
        entry.setdefault("category", licence.get("category", ""))
        is_non_commercial = entry["category"] == "non-commercial"
        clauses = merge.without_requests(read) if is_non_commercial else read
        if known.get(key):
            merge.with_hashes(known[key], clauses)
            if entry.get("source") == SECOND_HAND:
                entry["source"] = licence.get("source") or merge.address(licence["text"])
            if not entry.get("known_terms"):
                complete(entry, known[key], key, clauses)
            continue
        known[key] = merge.terms(clauses)
        if licence.get("copy"):
            # Read in somebody's copy, not at its author's.
            known[key] = [{**row, "secondary": True} for row in known[key]]
        # Where the text was read in somebody's copy, people are shown a better place.
        source = licence.get("source") or merge.address(licence["text"])
        entry.update(duties=merge.duties(key, clauses), source=source)
        entry.setdefault("url", entry["source"])


def complete(entry: Entry, rows: list[Any], key: str, clauses: list[Any]) -> None:
    """What the clause reading adds to a licence whose terms were not wholly written down."""
    stated = {row["id"] for row in rows}
    names_fields = "fields" in stated
    more = [
        row
        for row in merge.terms(clauses)
        if not (row["id"] == "fields-conditional" and names_fields)
    ]
    add_missing(rows, more)
    rows.sort(key=lambda row: str(row["id"]))
    duties_known = {duty["id"] for duty in entry.get("duties", ())}
    places = {(duty["id"], duty["scope"]): duty["clause"] for duty in merge.duties(key, clauses)}
    for duty in entry.get("duties", ()):
        duty["clause"] = duty["clause"] or places.get((duty["id"], duty["scope"]), "")
    judged_otherwise = {"commercial-distribution", "competitor-limit"} & duties_known
    for duty in merge.duties(key, clauses):
        is_commerce = duty["id"] in ("registration", "non-commercial")
        if duty["id"] not in duties_known and not (is_commerce and judged_otherwise):
            entry.setdefault("duties", []).append(duty)
    entry["duties"] = sorted(
        entry.get("duties", []), key=lambda duty: (duty["id"], duty.get("scope", ""))
    )


def add_missing(rows: list[dict[str, Any]], more: list[dict[str, Any]]) -> None:
    stated = {row["id"] for row in rows}
    rows.extend(row for row in more if row["id"] not in stated)


def spdx_category(spdx: str, texts: dict[str, Source]) -> str:
    if re.search(r"-NC\b", spdx):
        return "non-commercial"
    if re.match(r"CC-.*-ND\b", spdx):
        return "no-derivatives"
    category = next(
        (source.category for source in texts.values() if spdx in (source.spdx, *source.other_spdx)),
        "",
    )
    return facts.LICENSEDB_CATEGORIES.get(category, "source-available")


def alias_table(
    hub: dict[str, Any], terms: list[dict[str, Any]], entries: dict[str, Entry]
) -> dict[str, str]:
    table = dict(DEPRECATED)
    for reference, key in facts.BY_REFERENCE.items():
        table[reference.lower()] = key
    for row in hub["retired_ids"]:
        table[row["hf_id"]] = row["replaced_by"] or "falcon-llm"
    for row in hub["license_names"]:
        name = row["license_name"]
        if name not in {*entries, *facts.FAMILY_NAMES, *facts.SAYS_TOO_LITTLE} and " (" not in name:
            table[name] = key_of(row["canonical"], entries)
    for row in terms:
        if row["id"].lower() not in entries and row["id"] not in facts.NOT_A_LICENCE:
            table[row["id"].lower()] = (
                row["hf_ids"][0] if row["hf_ids"] else facts.RENAMED[row["id"]]
            )
    for key, entry in entries.items():
        for name in (entry.get("spdx"), entry.get("ref")):
            if name and name.lower() not in entries:
                table[name.lower()] = key
        spdx = entry.get("spdx") or ""
        if spdx.endswith("-only") and key == spdx.lower() and f"{spdx[:-5]}".lower() not in entries:
            table[spdx[:-5].lower()] = key
    return table


def full_names(
    hub: dict[str, Any], entries: dict[str, Entry], names: dict[str, str]
) -> dict[str, str]:
    """Full names of what the hub lists and of what SPDX does not."""
    listed = {row["hf_id"] for row in hub["ids"]}
    table: dict[str, str] = {}
    for key, entry in entries.items():
        if key in listed or entry.get("ref"):
            official = names.get(entry.get("spdx") or "")
            table.update({name.lower(): key for name in (entry["name"], official) if name})
    return {name: key for name, key in table.items() if name not in entries}


def links(entries: dict[str, Entry]) -> dict[str, str]:
    """Addresses of licence texts, and the licence of each."""
    table = dict(facts.LINKS)
    for key in entries:
        match = re.fullmatch(r"cc-(by[a-z-]*)-(\d\.\d)", key)
        if match:
            table[f"creativecommons.org/licenses/{match[1]}/{match[2]}"] = key
        table[f"choosealicense.com/licenses/{key}"] = key
    table["creativecommons.org/publicdomain/zero/1.0"] = "cc0-1.0"
    return {
        link: key
        for link, key in sorted(table.items())
        if not link.startswith("choosealicense") or key in STANDARD
    }


def address(source: str) -> str:
    """A source of the research as an address that a person can open; others as they are."""
    in_repository = re.match(r"([\w.-]+/[\w.-]+?)(?:@(\w+))?:(.+)", source)
    if in_repository:
        repository, commit, path = in_repository.groups()
        return f"https://github.com/{repository}/blob/{commit or 'HEAD'}/{quote(path)}"
    in_licensedb = re.search(r"licensedcode/data/licenses/(.+)\.LICENSE", source)
    return (
        f"https://scancode-licensedb.aboutcode.org/{in_licensedb[1]}.html"
        if in_licensedb
        else source
    )


def tidy(entries: dict[str, Entry]) -> list[Entry]:
    """The entries sorted, empty fields left out, so the file stays small."""
    rows = []
    for key in sorted(entries):
        entry = entries[key]
        row: Entry = {"id": key, "name": entry["name"], "category": entry["category"]}
        row.update({field: entry[field] for field in _COPIED if entry.get(field)})
        if entry.get("duties"):
            row["duties"] = [
                {field: value for field, value in duty.items() if value} for duty in entry["duties"]
            ]
        if entry.get("known_terms"):
            row["known_terms"] = True
        rows.append(row)
    return rows


def write(name: str, content: dict[str, Any]) -> None:
    path = DATA / name
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(f"{path}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
