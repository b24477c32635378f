"""How the web page is run."""

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
    """How the web page is run.

    Attributes:
        hub: Opens the hubs that reviews read; called once for each review.
        folder: Where reviews and decisions are kept.
        host: Address to listen on.
        port: Port to listen on.
        token: What a browser must show once before it sees anything; empty for nothing, which is
            only safe on loopback.
        names: Further host names under which the page is reached, such as that of a proxy.
        policy: What the team demands, or None.
        today: The day on which the waivers of the policy are judged.
        workers: How many reviews run side by side. They share the pace towards each hub.
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
        """Values of the Host header that are meant for this page. A name that only resolves to
        this machine (DNS rebinding) is none of them."""
        own = {*LOOPBACK[:2], "[::1]", self.host, *self.names}
        return frozenset({*own, *(f"{name}:{self.port}" for name in own)})
