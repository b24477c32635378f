"""Mark in a component what it does not state.

The 2026 Minimum Elements require that unknown information is identified as such. A reader then
knows whether a field is missing because nobody states it or because it was not read.
"""

from __future__ import annotations

from cyclonedx.model import Property
from cyclonedx.model.component import Component

PREFIX = "provenance:unknown:"
NOT_STATED, NOT_READ = "no source states it", "could not be read"


def mark_unknowns(component: Component, was_read: bool) -> None:
    """Add a property for each of version, producer, licence and hash that a component lacks.

    Args:
        component: The component, otherwise complete.
        was_read: Whether everything that could state them was read; only then is it certain that no
            source does.
    """
    files = (part for part in component.components if part.hashes)
    stated = {
        "version": component.version,
        "producer": component.publisher or component.authors or component.supplier,
        "licence": component.licenses,
        "hash": component.hashes or next(files, None),
    }
    reason = NOT_STATED if was_read else NOT_READ
    for name, value in stated.items():
        if not value:
            component.properties.add(Property(name=PREFIX + name, value=reason))
