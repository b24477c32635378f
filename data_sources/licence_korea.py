"""The Korea Open Government License (KOGL, 공공누리), under which Korean public bodies publish.

Its four types are named by their conditions: naming the source in all of them, no commercial use in
types 2 and 4, no changes in types 3 and 4. Source: the pages of the licence at www.kogl.or.kr.
"""

from __future__ import annotations

from typing import Any

_PAGE = "https://www.kogl.or.kr/info/licenseType{number}.do"
_NON_COMMERCIAL, _NO_DERIVATIVES = (2, 4), (3, 4)
TYPES = (1, 2, 3, 4)


def _key(number: int) -> str:
    return f"kogl-type-{number}"


def _category(number: int) -> str:
    if number in _NON_COMMERCIAL:
        return "non-commercial"
    return "no-derivatives" if number in _NO_DERIVATIVES else "permissive"


def _entry(number: int) -> dict[str, Any]:
    duties = [{"id": "keep-notices"}]
    if number in _NO_DERIVATIVES:
        duties.append({"id": "no-derivatives"})
    if number in _NON_COMMERCIAL:
        duties.append({"id": "non-commercial"})
    page = _PAGE.format(number=number)
    return {
        "name": f"Korea Open Government License, type {number}",
        "category": _category(number),
        "ref": f"LicenseRef-{_key(number)}",
        "url": page,
        "source": page,
        "duties": duties,
        "known_terms": True,
    }


def _terms(number: int) -> list[dict[str, Any]]:
    return [
        {"id": "commercial-use", "value": "no" if number in _NON_COMMERCIAL else "yes"},
        {"id": "derivatives", "value": number not in _NO_DERIVATIVES},
        {"id": "share-alike", "value": False},
    ]


ENTRIES = {_key(number): _entry(number) for number in TYPES}
TERMS = {_key(number): _terms(number) for number in TYPES}
