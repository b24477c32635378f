"""ScanCode's findings on a licence text: a second opinion, with the extra `scancode`."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from provenance.errors import MissingExtraError, UsageError

_LONGEST = 400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A licence text or notice that ScanCode found.

    Attributes:
        licence: Licence expression in the keys of LicenseDB.
        spdx: The same as SPDX identifiers and LicenseRefs.
        coverage: Share of ScanCode's own text or notice that was matched, 0 to 1.
        start_line: First line, counted from 1.
        end_line: Last line, inclusive.
    """

    licence: str
    spdx: str
    coverage: float
    start_line: int
    end_line: int


def second_opinion(text: str) -> tuple[Opinion, ...]:
    """Run ScanCode on a text to identify its licences.

    Loading its index takes a few seconds; it uses no network.

    Args:
        text: The text as read; at most 400,000 characters are examined.

    Returns:
        The matches in line order; empty if there are none.

    Raises:
        UsageError: ScanCode is not installed, or could not be started.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # ScanCode warns of which libmagic it found
        matches = _index().match(query_string=text[:_LONGEST])
    opinions = [_opinion(match) for match in matches]
    return tuple(
        sorted(
            opinions, key=lambda opinion: (opinion.start_line, opinion.end_line, opinion.licence)
        )
    )


def _index() -> Any:
    try:
        return import_module("licensedcode.cache").get_index()
    except ImportError:
        raise MissingExtraError(
            "A second opinion", "scancode", "leave out --second-opinion"
        ) from None
    except Exception as error:  # its plugins fail in many ways where a part of it is missing
        raise UsageError(
            f"ScanCode could not be started: {type(error).__name__}", "Leave out --second-opinion."
        ) from error


def _opinion(match: Any) -> Opinion:
    rule = match.rule
    return Opinion(
        licence=str(rule.license_expression),
        spdx=str(rule.spdx_license_expression()),
        coverage=round(float(match.coverage()) / 100, 4),
        start_line=int(match.start_line),
        end_line=int(match.end_line),
    )
