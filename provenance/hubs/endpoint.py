"""The address of a hub, with what signs in to it kept apart, so that no password is ever shown."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from provenance.errors import UsageError


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a hub is.

    Attributes:
        url: Base URL without user name, password or a slash at the end: fit to be shown.
        authorization: Value of the header that signs in, or empty; never shown.
    """

    url: str
    authorization: str = field(default="", repr=False)


def read_endpoint(address: str) -> Endpoint:
    """Take user name and password out of an address, as `https://user:password@hub.example`.

    They become Basic authentication (https://www.rfc-editor.org/rfc/rfc7617), which is what HTTP
    clients make of them.

    Args:
        address: An http or https URL.

    Raises:
        UsageError: It is no URL; the message does not repeat it.
    """
    try:
        parts = urlsplit(address)
        _ = parts.port  # raises where it is no number
    except ValueError:
        raise UsageError(
            "the hub's address is no URL", "Give `--hub` or HF_ENDPOINT an address as https://host."
        ) from None
    sign_in, _, host = parts.netloc.rpartition("@")
    url = urlunsplit(parts._replace(netloc=host)).rstrip("/")
    if not sign_in:
        return Endpoint(url)
    user, _, password = sign_in.partition(":")
    credentials = f"{unquote(user)}:{unquote(password)}".encode()
    return Endpoint(url, f"Basic {b64encode(credentials).decode()}")


def without_credentials(location: str) -> str:
    """What may be shown of something that was meant as a hub's address and may hold a password."""
    return location.rpartition("@")[2]
