"""Check whether a text is a URI or an IRI reference (RFC 3986, RFC 3987), in linear time."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address

_PLANES = "".join(
    f"{chr(plane)}-{chr(plane + 0xFFFD)}" for plane in range(0x10000, 0xE0000, 0x10000)
)
_UCS = f"\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}\U000e1000-\U000efffd"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_PLAIN = rf"A-Za-z0-9\-._~!$&'()*+,;={_UCS}"


def _made_of(more: str) -> re.Pattern[str]:
    return re.compile(rf"(?:[{_PLAIN}{more}]|%[0-9A-Fa-f]{{2}})*")


# RFC 3986, appendix B: splits any text into scheme, authority, path, query and fragment.
_PARTS = re.compile(r"(?:([^:/?#]+):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*")
_AUTHORITY = re.compile(r"(?:([^@\[\]]*)@)?(\[[^\]]*\]|[^:\[\]@]*)(?::[0-9]*)?")
_FUTURE = re.compile(r"\[[vV][0-9A-Fa-f]+\.[A-Za-z0-9\-._~!$&'()*+,;=:]+\]")
_USER, _NAME, _PATH, _FRAGMENT, _QUERY = map(_made_of, (":", "", ":@/", ":@/?", f":@/?{_PRIVATE}"))


def is_iri_reference(text: object) -> bool:
    """Whether a text matches the rule `IRI-reference` (RFC 3987, section 2.2).

    One character class per part keeps the time linear. The grammar library that jsonschema would
    use takes about 20 ms per address.

    Args:
        text: Any value; non-text passes, as `format` in JSON Schema requires.
    """
    if not isinstance(text, str):
        return True
    match = _PARTS.fullmatch(text)
    scheme, authority, path, query, fragment = match.groups() if match else (None,) * 5
    if scheme is not None and not _SCHEME.fullmatch(scheme):
        return False
    if authority is not None and not _is_authority(authority):
        return False
    is_relative = scheme is None and authority is None
    # A colon in the first segment of a relative path would be read as the end of a scheme.
    if is_relative and ":" in (path or "").partition("/")[0]:
        return False
    parts = ((_PATH, path), (_QUERY, query), (_FRAGMENT, fragment))
    return all(pattern.fullmatch(part or "") for pattern, part in parts)


def is_uri(text: object) -> bool:
    """Whether a text is a URI (RFC 3986): an ASCII IRI reference with a scheme. Non-text passes."""
    if not isinstance(text, str):
        return True
    scheme, colon, _ = text.partition(":")
    return (
        bool(colon)
        and _SCHEME.fullmatch(scheme) is not None
        and text.isascii()
        and is_iri_reference(text)
    )


def _is_authority(text: str) -> bool:
    match = _AUTHORITY.fullmatch(text)
    if match is None or not _USER.fullmatch(match[1] or ""):
        return False
    host = match[2]
    if not host.startswith("["):
        return _NAME.fullmatch(host) is not None
    try:
        return _FUTURE.fullmatch(host) is not None or (
            "%" not in host and IPv6Address(host[1:-1]) is not None
        )
    except AddressValueError:
        return False
