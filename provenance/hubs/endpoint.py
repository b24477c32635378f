"""The address of a hub, separate from its credentials, so that no password is ever shown."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from provenance.errors import UsageError

# `user:password@` behind the scheme; a password may hold an `@` of its own.
# Neither are `container@account` of Azure, `git@host`, and the state of a folder in a store.
_PLAIN_NAME = (
    r"(?:(?<=abfs://)|(?<=abfss://))[\w-]+@|(?<=ssh://)git@"
    r"|[^/?#\s@:]{1,200}@listing-[0-9a-f]{64}(?![\w@])"
)
_SIGN_IN = re.compile(rf"(?<=://)(?!{_PLAIN_NAME})[^/?#\s]*@")


@dataclass(frozen=True, slots=True)
class Endpoint:
    """The address of a hub.

    Attributes:
        url: Base URL without user name, password or trailing slash; safe to show.
        authorization: Value of the Authorization header, or empty; never shown.
    """

    url: str
    authorization: str = field(default="", repr=False)


def read_endpoint(address: str) -> Endpoint:
    """Separate user name and password from an address such as `https://user:password@hub.example`.

    They become Basic authentication (https://www.rfc-editor.org/rfc/rfc7617), as in HTTP clients.

    Args:
        address: An http or https URL.

    Raises:
        UsageError: It is not a URL; the message does not repeat it.
    """
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is no number
    except ValueError:
        raise UsageError(
            "the hub's address is not a URL",
            "Give `--hub` or HF_ENDPOINT an address as https://host.",
        ) from None
    sign_in, _, host = parts.netloc.rpartition("@")
    url = urlunsplit(parts._replace(netloc=host)).rstrip("/")
    if not sign_in:
        return Endpoint(url)
    user, _, password = sign_in.partition(":")
    return Endpoint(url, basic(unquote(user), unquote(password)))


def basic(user: str, password: str) -> str:
    """The Authorization header of a user name and a password (RFC 7617)."""
    return f"Basic {b64encode(f'{user}:{password}'.encode()).decode()}"


def has_sign_in(text: str) -> bool:
    """Whether a text contains an address with a user name or a password."""
    return _SIGN_IN.search(text) is not None


def without_sign_in(text: str) -> str:
    """A text without the user names and passwords of the addresses in it."""
    return _SIGN_IN.sub("", text)


def without_credentials(location: str) -> str:
    """The showable part of a text that was given as a hub address and may contain a password."""
    return location.rpartition("@")[2]
