"""Parse the text of a card into a `Card`."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from provenance.cards.front_matter import read_front_matter
from provenance.cards.markdown import read_body
from provenance.collector import collector_paused
from provenance.model.card import Card

MAX_PROBLEMS = 100


@collector_paused()
def parse_card(text: str, check_time: Callable[[], None] = lambda: None) -> Card:
    """Read a model or dataset card: YAML front matter, then CommonMark with GFM tables.

    Lines end at LF, CRLF or CR, as in an editor.

    Args:
        text: The whole file. Any text is a card; what cannot be interpreted becomes a
            `ReadingProblem`, at most 100 of them.
        check_time: Called between blocks; raise from it to stop reading.

    Returns:
        The card. Its `fields` are empty where the front matter is absent or has a fatal problem.
    """
    head = read_front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    body = read_body(head.body, head.body_line, check_time)
    return Card(
        fields=MappingProxyType(head.fields),
        positions=MappingProxyType(head.positions),
        written=MappingProxyType(head.written),
        front_matter=head.span,
        sections=body.sections,
        links=body.links,
        problems=(head.problems + body.problems)[:MAX_PROBLEMS],
        overridden=head.overridden,
    )
