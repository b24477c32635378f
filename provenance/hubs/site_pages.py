"""Addresses of hubs' web pages as people copy them from a browser: with or without scheme and
`www.`, in any case of the host, with queries, fragments and a slash at the end."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

_SCHEME = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class SitePage:
    """An address in parts.

    Attributes:
        host: The host in lower case, without `www.`.
        parts: The parts of the path, decoded; empty parts are left out.
        query: The query; the first value of a name counts.
    """

    host: str
    parts: tuple[str, ...]
    query: Mapping[str, str]

    def after(self, *start: str) -> tuple[str, ...] | None:
        """The parts that follow a path; None if the path begins otherwise. Case does not matter."""
        length = len(start)
        stated = [part.lower() for part in self.parts[:length]]
        wanted = [part.lower() for part in start]
        return self.parts[length:] if stated == wanted else None


def read_page(text: str, *hosts: str) -> SitePage | None:
    """Parse the address of a page; None if it is on no such host.

    Args:
        text: The address.
        hosts: Host names in lower case, without `www.`; `.name` stands for all hosts below a name.
    """
    if len(text) > _LONGEST or any(character.isspace() for character in text):
        return None
    address = text if _SCHEME.match(text) else f"//{text}"
    try:
        url = urlsplit(address)
        host = (url.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if not _is_one_of(host, hosts):
        return None
    # Console addresses put settings of the page behind a semicolon.
    parts = (unquote(part).partition(";")[0] for part in url.path.split("/"))
    query = dict(reversed(parse_qsl(url.query)))
    return SitePage(host, tuple(part for part in parts if part), query)


def _is_one_of(host: str, hosts: Sequence[str]) -> bool:
    return any(host == name or (name[0] == "." and host.endswith(name)) for name in hosts)
