"""Pace the requests of all workers in a process: slow down before a hub's quota is exhausted, pause
when it is.

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
# A quota of a billion or a window of thirty years; larger values are meaningless.
_DIGITS = r"\d{1,9}(?![\d.])"
_LEFT = re.compile(rf";r=({_DIGITS});t=({_DIGITS})", re.ASCII)
_POLICY = re.compile(rf";q=({_DIGITS})", re.ASCII)
_WINDOW = re.compile(rf";w=({_DIGITS})", re.ASCII)
_LONGEST_HEADER = 1000


@dataclass(frozen=True, slots=True)
class RateLimit:
    """A hub's statement about its quota.

    Attributes:
        remaining: Requests left in this window.
        reset_in_seconds: Seconds until the next window.
        limit: Requests per window, or None if unknown.
    """

    remaining: int
    reset_in_seconds: int
    limit: int | None = None


def read_rate_limit(headers: Mapping[str, str]) -> RateLimit | None:
    """The contents of RateLimit and RateLimit-Policy, or None if there are none."""
    left = _LEFT.search(headers.get("ratelimit", "")[:_LONGEST_HEADER].replace(" ", ""))
    if left is None:
        return None
    policy = _POLICY.search(headers.get("ratelimit-policy", "")[:_LONGEST_HEADER].replace(" ", ""))
    return RateLimit(int(left[1]), int(left[2]), int(policy[1]) if policy else None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """What a hub has stated of one of its quotas.

    Attributes:
        host: The host.
        name: `api` for metadata, `files` for content.
        limit: Requests that a window permits.
        window: Seconds of a window.
    """

    host: str
    name: str
    limit: int
    window: int


def known_quotas() -> tuple[Quota, ...]:
    """The quotas that hubs have stated in this process, sorted."""
    stated = []
    for (host, name), pace in sorted(_PACES.items()):
        limit, window = pace.policy
        if limit and window:
            stated.append(Quota(host=host, name=name, limit=limit, window=window))
    return tuple(stated)


_PACES: dict[tuple[str, str], Pace] = {}
_PACES_LOCK = threading.Lock()


def pace_of(host: str, quota: str) -> Pace:
    """The pace that all workers of this process share for one quota of one host."""
    with _PACES_LOCK:
        return _PACES.setdefault((host, quota), Pace())


def seconds_to_wait() -> float:
    """Seconds until the shortest quota allows the next request; 0 if none is limiting."""
    return max((pace.waiting for pace in list(_PACES.values())), default=0.0)


def _policy_of(headers: Mapping[str, str]) -> tuple[int, int]:
    """Requests that a window permits and its seconds; zeros where the hub does not say."""
    text = headers.get("ratelimit-policy", "")[:_LONGEST_HEADER].replace(" ", "")
    limit, window = _POLICY.search(text), _WINDOW.search(text)
    return (int(limit[1]) if limit else 0, int(window[1]) if window else 0)


class Pace:
    """Schedules the requests of one quota.

    Args:
        clock: Returns seconds; must be monotonic.
        sleep: Waits.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._closed_until = 0.0
        self._ready = 0.0
        self._gap = 0.0
        # Requests that may still start in this window, where the hub states that; those under way
        # may not be in the number that it stated last.
        self._left: int | None = None
        self._under_way = 0
        self._reset_at = 0.0
        self.policy = (0, 0)

    @property
    def waiting(self) -> float:
        """Seconds until the next request may start."""
        return max(self._closed_until - self._clock(), self._ready - self._clock(), 0.0)

    def take(self, longest: float) -> float:
        """Wait for permission to start a request.

        Args:
            longest: Maximum seconds to wait.

        Returns:
            The hub's waiting time in seconds if it exceeds `longest` (without having waited), else
            0.
        """
        with self._lock:
            now = self._clock()
            closed_until = max(self._closed_until, self._window_is_used_up_until(now))
            if closed_until - now > longest:
                return closed_until - now
            start = min(max(now, closed_until, self._ready), now + longest)
            self._ready = start + self._gap
            self._count(start)
        if start > now:
            self._sleep(start - now)
        return 0.0

    def _window_is_used_up_until(self, now: float) -> float:
        """When the next window begins, if nothing is left of this one; else now."""
        is_used_up = self._left is not None and self._left <= 0
        return max(now, self._reset_at) if is_used_up else now

    def _count(self, start: float) -> None:
        """Count a request that starts then; a new window begins with all that the hub permits."""
        if self._left is None:
            return
        if start >= self._reset_at:
            self._left = self.policy[0] or None
            self._reset_at = start + self.policy[1]
            self._under_way = 0
        if self._left is not None:
            self._left -= 1
            self._under_way += 1

    def observe(self, headers: Mapping[str, str]) -> None:
        """Update the remaining quota from an answer.

        The last tenth of a quota is spread over the rest of the window; with nothing left, requests
        wait for the next window.
        """
        limit = read_rate_limit(headers)
        if limit is None:
            return
        self.policy = _policy_of(headers)
        scarce = limit.limit is not None and limit.remaining < limit.limit * SPARE
        with self._lock:
            self._gap = limit.reset_in_seconds / max(limit.remaining, 1) if scarce else 0.0
            self._under_way = max(self._under_way - 1, 0)
            self._left = limit.remaining - self._under_way
            self._reset_at = self._clock() + limit.reset_in_seconds
        if limit.remaining == 0:
            self.close_for(limit.reset_in_seconds)

    def close_for(self, seconds: float) -> None:
        """Pause all requests for `seconds`, as the hub asked."""
        with self._lock:
            self._closed_until = max(self._closed_until, self._clock() + seconds)
