"""What signs in at a hub: a token, a user name with a key, or the file in which a hub's own client
keeps both."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from provenance.errors import UsageError
from provenance.files.local import read_local
from provenance.files.safe_json import JsonError, load_json
from provenance.hubs.endpoint import basic
from provenance.messages import message

_FILE_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """Credentials of one hub; the first that is set counts. No secret is part of its `repr`.

    Attributes:
        token: A bearer token.
        user: User name, with `key`.
        key: Key or password of the user.
        file: A JSON file with `username` and `key`.
    """

    token: str = field(default="", repr=False)
    user: str = ""
    key: str = field(default="", repr=False)
    file: Path | None = None

    def authorization(self) -> str:
        """Value of the Authorization header; empty for an anonymous user.

        Raises:
            UsageError: The file holds no user name and key; its content is not repeated.
        """
        if self.token:
            return f"Bearer {self.token}"
        if self.user and self.key:
            return basic(self.user, self.key)
        return _from_file(self.file) if self.file else ""


def _from_file(path: Path) -> str:
    hint = message("hub.sign-in-file.hint")
    try:
        stated = load_json(read_local(path, _FILE_LIMIT, hint)).value
    except JsonError:
        stated = None
    user = stated.get("username") if isinstance(stated, dict) else None
    key = stated.get("key") if isinstance(stated, dict) else None
    if not isinstance(user, str) or not isinstance(key, str) or not user or not key:
        raise UsageError(message("hub.sign-in-file", path=str(path)), hint)
    return basic(user, key)
