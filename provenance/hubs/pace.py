"""Pace the requests of all workers in a process: slow down before a hub's quota is exhausted, pause
when it is.

Reads the RateLimit header (draft-ietf-httpapi-ratelimit-headers), which Hugging Face sends with
every answer: `RateLimit: "api";r=497;t=168` next to `RateLimit-Policy: "fixed
window";"api";q=500;w=300`.
"""

from __future__ import annotations

import math
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

# The part of a quota whose requests are spread over the rest of the window.
SPARE = 0.1
# How long the first request to a hub holds up the others, and the part of a window that is waited
# for beyond its stated end.
_FIRST_ANSWER_SECONDS = 2.0
_MARGIN = 0.1
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
    return _number_after(_POLICY, text), _number_after(_WINDOW, text)


def _number_after(pattern: re.Pattern[str], text: str) -> int:
    """The number that a pattern captures; 0 without a match."""
    match = pattern.search(text)
    return int(match[1]) if match else 0


class Permit:
    """Permission to start one request.

    Args:
        pace: Its quota.
        window: Number of the window in which the request starts.
        late: The hub's waiting time in seconds, if it is longer than the caller is willing to wait:
            then there is no permission. Else 0.

    Attributes:
        is_under_way: Whether the request may still arrive at the hub.
    """

    __slots__ = ("is_under_way", "late", "pace", "window")

    def __init__(self, pace: Pace, *, window: int = 0, late: float = 0.0) -> None:
        self.pace = pace
        self.window = window
        self.late = late
        self.is_under_way = not late

    def observe(self, headers: Mapping[str, str]) -> None:
        """See `Pace.observe`."""
        self.pace.observe(headers, self)

    def release(self) -> None:
        """Note that the request has ended, with or without an answer."""
        self.pace.end(self)


class Pace:
    """Schedules the requests of one quota, so that no window gets more than the hub permits.

    A hub counts a request in the window in which it arrives; a client knows only when it was sent.
    So a request without an answer counts in its own window and, once that is over, in the next one
    as well.

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
        self._changed = threading.Condition()
        self._closed_until = 0.0
        self._ready = 0.0
        self._gap = 0.0
        # Whether the hub has answered, with or without a quota, and when the last request started.
        self._is_known = False
        self._last_start = 0.0
        self._under_way = 0
        # The current window: requests that may still start, None if the hub states no quota; its
        # latest possible end, which is a guess until an answer of this window states it.
        self._window = 0
        self._left: int | None = None
        self._reset_at = 0.0
        self._is_guess = True
        self.policy = (0, 0)

    @property
    def waiting(self) -> float:
        """Seconds until the next request may start."""
        now = self._clock()
        return max(self._opens_at(now), self._ready) - now

    def take(self, longest: float) -> Permit:
        """Wait for permission to start a request; `Permit.release` it when the request has ended.

        Args:
            longest: Maximum seconds to wait.
        """
        until = self._clock() + longest
        while True:
            with self._changed:
                self._wait_for_answers(until)
                now = self._clock()
                opens_at = self._opens_at(now)
                if opens_at > max(until, now):
                    return Permit(self, late=opens_at - now)
                # The spread of the last requests delays a request, but never fails it.
                start = max(opens_at, min(self._ready, until))
                if start <= now:
                    return self._count(now)
            self._sleep(start - now)

    def _wait_for_answers(self, until: float) -> None:
        """Wait for answers without which the next request might exceed the quota."""
        while self._under_way:
            patience = min(self._needs_answer_until(), until) - self._clock()
            if patience <= 0:
                return
            self._changed.wait(patience)

    def _needs_answer_until(self) -> float:
        """Until when the next request has to wait for an answer to another; past if it need not."""
        if not self._is_known:
            # The first request goes alone, because its answer states the quota.
            return self._last_start + _FIRST_ANSWER_SECONDS
        limit = self.policy[0]
        is_over = self._left is not None and self._clock() >= self._reset_at
        all_may_arrive_in_the_next = 0 < limit <= self._under_way
        return math.inf if is_over and all_may_arrive_in_the_next else -math.inf

    def _opens_at(self, now: float) -> float:
        """When the hub permits the next request; now if it does already."""
        is_used_up = self._left is not None and self._left <= 0
        return max(now, self._closed_until, self._reset_at if is_used_up else now)

    def _count(self, now: float) -> Permit:
        """Count a request that starts now."""
        if self._left is not None and now >= self._reset_at:
            self._open_window(now)
        if self._left is not None:
            self._left -= 1
        self._under_way += 1
        self._last_start = now
        self._ready = now + self._gap
        return Permit(self, window=self._window)

    def _open_window(self, now: float) -> None:
        """Begin a window that permits what the hub stated, less the requests under way, which may
        arrive in it."""
        limit, seconds = self.policy
        self._window += 1
        self._gap = 0.0
        self._is_guess = True
        self._reset_at = now + seconds + _margin(seconds)
        self._left = limit - self._under_way if limit else None
        self._is_known = limit > 0

    def observe(self, headers: Mapping[str, str], permit: Permit | None = None) -> None:
        """Update the remaining quota from an answer.

        The last tenth of a quota is spread over the rest of the window; with nothing left, requests
        wait for the next window.

        Args:
            headers: The answer's headers, with names in lower case.
            permit: The permit of the request.
        """
        limit = read_rate_limit(headers)
        with self._changed:
            self._end(permit)
            self._is_known = True
            if limit is None:
                return
            self.policy = _policy_of(headers)
            # An answer to a request of an earlier window may state what was left of that one.
            if permit is None or permit.window == self._window:
                self._update(limit)

    def _update(self, limit: RateLimit) -> None:
        """Apply the hub's statement to the current window.

        Answers overtake one another, so what is left only falls and the end only recedes.
        """
        is_scarce = limit.limit is not None and 0 < limit.remaining < limit.limit * SPARE
        self._gap = limit.reset_in_seconds / limit.remaining if is_scarce else 0.0
        left = limit.remaining - self._under_way
        if self._left is not None:
            left = min(self._left, left)
        self._left = left
        _, window = self.policy
        reset_at = self._clock() + limit.reset_in_seconds + _margin(window)
        if not self._is_guess:
            reset_at = max(self._reset_at, reset_at)
        self._reset_at = reset_at
        self._is_guess = False

    def end(self, permit: Permit) -> None:
        """Note that a request has ended, with or without an answer."""
        with self._changed:
            self._end(permit)

    def _end(self, permit: Permit | None) -> None:
        if permit is not None and permit.is_under_way:
            permit.is_under_way = False
            self._under_way -= 1
        self._changed.notify_all()

    def close_for(self, seconds: float) -> None:
        """Pause all requests for `seconds`, as the hub asked."""
        with self._changed:
            self._closed_until = max(self._closed_until, self._clock() + seconds)


def _margin(window: int) -> float:
    """Seconds to add to the end of a window: hubs state it in whole seconds, some rounded down."""
    return min(window * _MARGIN, 1.0)
