"""Check single values of a bill of materials whose format can be judged on its own."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

LONGEST_EXPRESSION = 4000
# Hexadecimal digits per algorithm, in the spelling of CycloneDX, or of SPDX without separators;
# BLAKE3 has any length.
_DIGITS = {
    "md5": 32,
    "sha1": 40,
    "sha224": 56,
    "sha256": 64,
    "sha384": 96,
    "sha512": 128,
    "sha3224": 56,
    "sha3256": 64,
    "sha3384": 96,
    "sha3512": 128,
    "blake2b256": 64,
    "blake2b384": 96,
    "blake2b512": 128,
    "streebog256": 64,
    "streebog512": 128,
}
_HEX = re.compile(r"[0-9A-Fa-f]+")
_SEPARATORS = re.compile(r"[-_]")
_UNFIT_IN_PURL = re.compile(r"[\s\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})")
_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)
_FRACTION = re.compile(r"\.\d+")
_REFERENCE = re.compile(
    r"(?:DocumentRef-[A-Za-z0-9.-]+:)?(?:LicenseRef|AdditionRef)-[A-Za-z0-9.-]+"
)


def purl_fault(text: str) -> str | None:
    """Why a text is not a package URL (ECMA-427), or None."""
    from packageurl import PackageURL

    if _UNFIT_IN_PURL.search(text):
        return "has a character that must be percent-encoded"
    try:
        PackageURL.from_string(text)
    except ValueError as error:
        return f"is not a package URL ({str(error).rpartition(': ')[0] or error})"
    return None


def hash_fault(algorithm: str, digest: str) -> str | None:
    """Why a text is not a digest of that algorithm, or None; for unknown algorithms any hexadecimal
    passes."""
    if not _HEX.fullmatch(digest):
        return "is not hexadecimal"
    digits = _DIGITS.get(_SEPARATORS.sub("", algorithm).lower())
    if digits is not None and len(digest) != digits:
        return f"has {len(digest)} digits; {algorithm} has {digits}"
    return None


def time_fault(text: str) -> str | None:
    """Why a text is not a date and time (RFC 3339, section 5.6), or None."""
    if not _TIME.fullmatch(text):
        return "is not a date and time with its zone"
    try:
        datetime.fromisoformat(_FRACTION.sub("", text.upper()).replace(":60", ":59"))
    except ValueError:
        return "is not an existing date or time"
    return None


def expression_fault(text: str) -> str | None:
    """Why a text is not a licence expression (SPDX 3.0, annex B), or None.

    Valid identifiers are those of the licence list in cyclonedx-python-lib, in any case,
    `LicenseRef-...` and `DocumentRef-...:LicenseRef-...`.
    """
    # Imported here: the import takes 40 ms.
    from license_expression import (  # type: ignore[import-untyped]
        ExpressionError,
        Licensing,
        ParseError,
    )

    if len(text) > LONGEST_EXPRESSION:
        return f"is longer than {LONGEST_EXPRESSION:,} characters"
    try:
        parsed = Licensing().parse(text, simple=True)
    except (ExpressionError, ParseError, RecursionError) as error:
        return (
            f"is not a licence expression ({error})"
            if str(error)
            else "is not a licence expression"
        )
    if parsed is None:
        return "names no licence"
    keys = _keys_of(parsed)
    unknown = [key for key in keys if not _is_known(key)]
    if unknown:
        return f"names {', '.join(unknown)}, which is neither an SPDX identifier nor a LicenseRef"
    return None if keys else "names no licence"


def _keys_of(parsed: Any) -> list[str]:
    """The licences and exceptions of a parsed expression, sorted by symbol."""
    from license_expression import LicenseWithExceptionSymbol

    keys: list[str] = []
    for symbol in sorted(parsed.symbols, key=str):
        if isinstance(symbol, LicenseWithExceptionSymbol):
            keys += [symbol.license_symbol.key, symbol.exception_symbol.key]
        else:
            keys.append(symbol.key)
    return keys


def _is_known(key: str) -> bool:
    from cyclonedx.spdx import fixup_id

    return bool(fixup_id(key) or fixup_id(key.removesuffix("+")) or _REFERENCE.fullmatch(key))
