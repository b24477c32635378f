"""One pace for all workers of a process: slow down before a hub's quota is gone, stand still when
it is.

Reads the RateLimit header (draft-ietf-httpapi-ratelimit-headers), which Hugging Face sends with
every answer: `RateLimit: "api";r=497;t=168` beside `RateLimit-Policy: "fixed
window";"api";q=500;w=300`.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

SPARE = 0.1
# A quota of a billion, or a window of thirty years: whatever is longer is no statement.
_DIGITS = r"\d{1,9}(?![\d.])"
_LEFT = re.compile(rf";r=({_DIGITS});t=({_DIGITS})", re.ASCII)
_POLICY = re.compile(rf";q=({_DIGITS})", re.ASCII)
_LONGEST_HEADER = 1000


@dataclass(frozen=True, slots=True)
class RateLimit:
    """What a hub says of its quota.

    Attributes:
        remaining: Requests that are left in this window.
        reset_in_seconds: When the next window begins.
        limit: Requests that a window permits, or None where the hub does not say.
    """

    remaining: int
    reset_in_seconds: int
    limit: int | None = None


def read_rate_limit(headers: Mapping[str, str]) -> RateLimit | None:
    """What RateLimit and RateLimit-Policy say, or None where they say nothing."""
    left = _LEFT.search(headers.get("ratelimit", "")[:_LONGEST_HEADER].replace(" ", ""))
    if left is None:
        return None
    policy = _POLICY.search(headers.get("ratelimit-policy", "")[:_LONGEST_HEADER].replace(" ", ""))
    return RateLimit(int(left[1]), int(left[2]), int(policy[1]) if policy else None)


_PACES: dict[tuple[str, str], Pace] = {}
_PACES_LOCK = threading.Lock()


def pace_of(host: str, quota: str) -> Pace:
    """The pace that all workers of this process keep towards one quota of one host."""
    with _PACES_LOCK:
        return _PACES.setdefault((host, quota), Pace())


def seconds_held() -> float:
    """Seconds until the quota that is shortest lets the next request start; 0 where none holds
    anybody up."""
    return max((pace.held for pace in list(_PACES.values())), default=0.0)


class Pace:
    """When the next request of one quota may start.

    Args:
        clock: Seconds that never go back.
        sleep: How to wait.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._held_until = 0.0
        self._ready = 0.0
        self._gap = 0.0

    @property
    def held(self) -> float:
        """Seconds until the next request may start."""
        return max(self._held_until - self._clock(), self._ready - self._clock(), 0.0)

    def take(self, longest: float) -> float:
        """Wait for a turn.

        Args:
            longest: Most seconds to wait.

        Returns:
            Seconds for which the hub wants no request, where that is longer than `longest` (nothing
            was waited then), else 0.
        """
        with self._lock:
            now = self._clock()
            if self._held_until - now > longest:
                return self._held_until - now
            start = min(max(now, self._held_until, self._ready), now + longest)
            self._ready = start + self._gap
        if start > now:
            self._sleep(start - now)
        return 0.0

    def observe(self, headers: Mapping[str, str]) -> None:
        """Learn from an answer what is left of the quota.

        Its last tenth is spread over the rest of the window; when nothing is left, nobody starts
        before the next one.
        """
        told = read_rate_limit(headers)
        if told is None:
            return
        scarce = told.limit is not None and told.remaining < told.limit * SPARE
        with self._lock:
            self._gap = told.reset_in_seconds / max(told.remaining, 1) if scarce else 0.0
        if told.remaining == 0:
            self.hold(told.reset_in_seconds)

    def hold(self, seconds: float) -> None:
        """Let nobody start before `seconds` have passed: the hub said so."""
        with self._lock:
            self._held_until = max(self._held_until, self._clock() + seconds)
