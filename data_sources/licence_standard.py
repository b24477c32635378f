"""The duties of standard licences, which need no terms research, and which use policies are one in
substance."""

from __future__ import annotations

import re

KEEP_NOTICES = "keep-notices"
SHARE_ALIKE = "share-alike"
NON_COMMERCIAL = "non-commercial"
NO_DERIVATIVES = "no-derivatives"
# Whole duties of standard licences: (duty, clause, scope). Read from the licences as SPDX publishes
# them.
STANDARD: dict[str, list[tuple[str, str, str]]] = {
    **{key: [] for key in ("cc0-1.0", "pddl", "unlicense", "wtfpl", "0bsd", "mit-0")},
    "mit": [(KEEP_NOTICES, "", "")],
    "isc": [(KEEP_NOTICES, "", "")],
    "ncsa": [(KEEP_NOTICES, "", "")],
    "postgresql": [(KEEP_NOTICES, "", "")],
    "zlib": [(KEEP_NOTICES, "3", "")],
    "bsl-1.0": [(KEEP_NOTICES, "", "")],
    "bsd-2-clause": [(KEEP_NOTICES, "1, 2", "")],
    "bsd-3-clause": [(KEEP_NOTICES, "1, 2", "")],
    "bsd-3-clause-clear": [(KEEP_NOTICES, "", "")],
    "apache-2.0": [(KEEP_NOTICES, "4", "")],
    "ecl-2.0": [(KEEP_NOTICES, "4", "")],
    "afl-3.0": [(KEEP_NOTICES, "6", "")],
    "odc-by": [(KEEP_NOTICES, "4.2", "")],
    "etalab-2.0": [(KEEP_NOTICES, "", "")],
    "openmdw-1.0": [(KEEP_NOTICES, "", "")],
    "openmdw-1.1": [(KEEP_NOTICES, "", "")],
    "cc-by-2.0": [(KEEP_NOTICES, "4(b)", "")],
    "cc-by-2.5": [(KEEP_NOTICES, "4(b)", "")],
    "cc-by-3.0": [(KEEP_NOTICES, "4(b)", "")],
    "cc-by-4.0": [(KEEP_NOTICES, "3(a)", "")],
    "cc-by-sa-3.0": [(KEEP_NOTICES, "4(c)", ""), (SHARE_ALIKE, "4(b)", "cc-by-sa")],
    "cc-by-sa-4.0": [(KEEP_NOTICES, "3(a)", ""), (SHARE_ALIKE, "3(b)", "cc-by-sa")],
    "cc-by-nc-2.0": [(KEEP_NOTICES, "4(c)", ""), (NON_COMMERCIAL, "4(b)", "")],
    "cc-by-nc-3.0": [(KEEP_NOTICES, "4(c)", ""), (NON_COMMERCIAL, "4(b)", "")],
    "cc-by-nc-4.0": [(KEEP_NOTICES, "3(a)", ""), (NON_COMMERCIAL, "2(a)(1)", "")],
    "cc-by-nd-4.0": [(KEEP_NOTICES, "3(a)", ""), (NO_DERIVATIVES, "2(a)(1)(B)", "")],
    "cc-by-nc-nd-3.0": [
        (KEEP_NOTICES, "4(c)", ""),
        (NON_COMMERCIAL, "4(b)", ""),
        (NO_DERIVATIVES, "3", ""),
    ],
    "cc-by-nc-nd-4.0": [
        (KEEP_NOTICES, "3(a)", ""),
        (NON_COMMERCIAL, "2(a)(1)", ""),
        (NO_DERIVATIVES, "2(a)(1)(B)", ""),
    ],
    "cc-by-nc-sa-2.0": [
        (KEEP_NOTICES, "4(d)", ""),
        (NON_COMMERCIAL, "4(c)", ""),
        (SHARE_ALIKE, "4(b)", "cc-by-nc-sa"),
    ],
    "cc-by-nc-sa-3.0": [
        (KEEP_NOTICES, "4(d)", ""),
        (NON_COMMERCIAL, "4(c)", ""),
        (SHARE_ALIKE, "4(b)", "cc-by-nc-sa"),
    ],
    "cc-by-nc-sa-4.0": [
        (KEEP_NOTICES, "3(a)", ""),
        (NON_COMMERCIAL, "2(a)(1)", ""),
        (SHARE_ALIKE, "3(b)", "cc-by-nc-sa"),
    ],
    "cdla-permissive-1.0": [(KEEP_NOTICES, "3.1", "")],
    "cdla-permissive-2.0": [(KEEP_NOTICES, "2.1", "")],
    "cdla-sharing-1.0": [(KEEP_NOTICES, "3.1(c)", ""), (SHARE_ALIKE, "3.1(a)", "cdla-sharing")],
    "odbl": [(KEEP_NOTICES, "4.2", ""), (SHARE_ALIKE, "4.4", "odbl")],
    "gpl-2.0": [
        (KEEP_NOTICES, "1", ""),
        ("source-code", "3", ""),
        (SHARE_ALIKE, "2(b)", "gpl-2.0"),
    ],
    "gpl-3.0": [
        (KEEP_NOTICES, "4, 5", ""),
        ("source-code", "6", ""),
        (SHARE_ALIKE, "5(c)", "gpl-3.0"),
    ],
    "lgpl-2.1": [(KEEP_NOTICES, "1", ""), ("source-code", "4", ""), (SHARE_ALIKE, "2(c)", "lgpl")],
    "lgpl-3.0": [(KEEP_NOTICES, "4", ""), ("source-code", "4(d)", ""), (SHARE_ALIKE, "2", "lgpl")],
    "gpl-1.0-only": [
        (KEEP_NOTICES, "1", ""),
        ("source-code", "3", ""),
        (SHARE_ALIKE, "2(b)", "gpl-1.0"),
    ],
    "lgpl-2.0-only": [
        (KEEP_NOTICES, "1", ""),
        ("source-code", "4", ""),
        (SHARE_ALIKE, "2(c)", "lgpl"),
    ],
    "agpl-3.0": [
        (KEEP_NOTICES, "4, 5", ""),
        ("source-code", "6", ""),
        (SHARE_ALIKE, "5(c)", "agpl-3.0"),
        ("network-source", "13", ""),
    ],
    "mpl-2.0": [
        (KEEP_NOTICES, "3.4", ""),
        ("source-code", "3.2", ""),
        (SHARE_ALIKE, "3.1", "mpl-2.0"),
    ],
    "epl-1.0": [(KEEP_NOTICES, "3", ""), ("source-code", "3", ""), (SHARE_ALIKE, "3", "epl")],
    "epl-2.0": [(KEEP_NOTICES, "3.3", ""), ("source-code", "3.1", ""), (SHARE_ALIKE, "3.1", "epl")],
    "eupl-1.1": [(KEEP_NOTICES, "5", ""), ("source-code", "5", ""), (SHARE_ALIKE, "5", "eupl")],
    "eupl-1.2": [(KEEP_NOTICES, "5", ""), ("source-code", "5", ""), (SHARE_ALIKE, "5", "eupl")],
    "polyform-noncommercial-1.0.0": [(KEEP_NOTICES, "", ""), (NON_COMMERCIAL, "", "")],
    "osl-3.0": [
        (KEEP_NOTICES, "6", ""),
        ("source-code", "3", ""),
        (SHARE_ALIKE, "1(c)", "osl-3.0"),
        ("network-source", "5", ""),
    ],
}
# Clauses of the Creative Commons licences before 4.0, by what the licence holds: attribution moves
# down as other clauses come before it. The ports to national law number theirs in other ways.
_CC_BEFORE_4 = {
    "by": {KEEP_NOTICES: "4(b)"},
    "by-sa": {KEEP_NOTICES: "4(c)", SHARE_ALIKE: "4(b)"},
    "by-nd": {KEEP_NOTICES: "4(b)", NO_DERIVATIVES: "3"},
    "by-nc": {KEEP_NOTICES: "4(c)", NON_COMMERCIAL: "4(b)"},
    "by-nc-nd": {KEEP_NOTICES: "4(c)", NON_COMMERCIAL: "4(b)", NO_DERIVATIVES: "3"},
    "by-nc-sa": {KEEP_NOTICES: "4(d)", NON_COMMERCIAL: "4(c)", SHARE_ALIKE: "4(b)"},
}
_CC = re.compile(r"cc-(by(?:-nc)?(?:-nd|-sa)?)-(\d\.\d)(-[a-z]{2,3})?")


def creative_commons(key: str) -> list[tuple[str, str, str]]:
    """The duties of a Creative Commons licence of any version before 4.0; empty for another."""
    match = _CC.fullmatch(key)
    if match is None or match[2] == "4.0":
        return []
    kind, port = match[1], match[3]
    return [
        (duty, "" if port else clause, f"cc-{kind}" if duty == SHARE_ALIKE else "")
        for duty, clause in _CC_BEFORE_4[kind].items()
    ]


# What every member of a family asks, whichever is meant; what else the one that is meant asks is
# not known.
FAMILIES: dict[str, list[tuple[str, str, str]]] = {
    "bsd": [(KEEP_NOTICES, "", "")],
    "cc-by": [(KEEP_NOTICES, "", "")],
    "cc-by-nc": [(KEEP_NOTICES, "", ""), (NON_COMMERCIAL, "", "")],
    "cc-by-nc-nd": [(KEEP_NOTICES, "", ""), (NON_COMMERCIAL, "", ""), (NO_DERIVATIVES, "", "")],
    "cc-by-nc-sa": [
        (KEEP_NOTICES, "", ""),
        (NON_COMMERCIAL, "", ""),
        (SHARE_ALIKE, "", "cc-by-nc-sa"),
    ],
    "cc-by-nd": [(KEEP_NOTICES, "", ""), (NO_DERIVATIVES, "", "")],
    "cc-by-sa": [(KEEP_NOTICES, "", ""), (SHARE_ALIKE, "", "cc-by-sa")],
    # EXAONE 1.1 - NC and 1.2 - NC. K-EXAONE has a name of its own.
    "exaone": [
        (NON_COMMERCIAL, "3.1", ""),
        ("research-only", "2.1", ""),
        ("name-prefix", "2.1.c", "EXAONE"),
        ("pass-terms", "2.1.d", "exaone"),
        ("outputs-training", "3.1", ""),
        ("use-restrictions", "3.3, 3.4", "exaone"),
    ],
    "gfdl": [(KEEP_NOTICES, "", ""), (SHARE_ALIKE, "", "gfdl")],
    "gpl": [(KEEP_NOTICES, "", ""), ("source-code", "", ""), (SHARE_ALIKE, "", "gpl")],
    "lgpl": [(KEEP_NOTICES, "", ""), ("source-code", "", ""), (SHARE_ALIKE, "", "lgpl")],
    "modified-mit": [(KEEP_NOTICES, "", "")],
    "openrail": [("pass-terms", "", "openrail"), ("use-restrictions", "", "openrail")],
}
# Licences that LicenseDB sorts by who may read the source; their titles and first sentences forbid
# commercial use.
NON_COMMERCIAL_ALL_THE_SAME = frozenset({"ncgl-uk-2.0", "polyform-noncommercial-1.0.0"})
# Identifiers that SPDX has deprecated, and the ones that replaced them.
DEPRECATED = {
    "standardml-nj": "smlnj",
    "agpl-1.0": "agpl-1.0-only",
    "gpl-1.0": "gpl-1.0-only",
    "gpl-1.0+": "gpl-1.0-or-later",
    "gpl-2.0+": "gpl-2.0-or-later",
    "gpl-3.0+": "gpl-3.0-or-later",
    "lgpl-2.0": "lgpl-2.0-only",
    "lgpl-2.0+": "lgpl-2.0-or-later",
    "lgpl-2.1+": "lgpl-2.1-or-later",
    "lgpl-3.0+": "lgpl-3.0-or-later",
}
# For use restrictions: licences whose lists of uses are in substance one.
POLICY_FAMILY = {
    **dict.fromkeys(("llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4"), "llama"),
    **dict.fromkeys(
        (
            "creativeml-openrail-m",
            "openrail++",
            "bigscience-openrail-m",
            "bigscience-bloom-rail-1.0",
        ),
        "openrail",
    ),
    **dict.fromkeys(
        ("tencent-hunyuan-large", "tencent-hunyuan-video", "tencent-hunyuan-image-3"),
        "tencent-hunyuan",
    ),
}
