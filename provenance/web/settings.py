"""Configuration of the web page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from provenance.hubs import Hub
from provenance.policy import Policy

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class WebSettings:
    """Configuration of the web page.

    Attributes:
        hub: Opens the hubs; called once per review.
        folder: Folder for reviews and decisions.
        host: Address to listen on.
        port: Port to listen on.
        token: Required once from every browser; empty for none, which is only safe on loopback.
        names: Additional host names of the page, such as that of a proxy.
        policy: The team's policy, or None.
        today: Date for checking whether waivers have expired.
        workers: Number of concurrent reviews. They share the request pace of each hub.
    """

    hub: Callable[[], Hub]
    folder: Path
    host: str = "127.0.0.1"
    port: int = 8000
    token: str = ""
    names: tuple[str, ...] = ()
    policy: Policy | None = None
    today: date = date.min
    workers: int = 2

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Accepted values of the Host header. A name that merely resolves to this machine (DNS
        rebinding) is not among them."""
        own = {*LOOPBACK[:2], "[::1]", self.host, *self.names}
        return frozenset({*own, *(f"{name}:{self.port}" for name in own)})
