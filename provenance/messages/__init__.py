"""Our own sentences by id, in English and Korean. Quoted text is never translated.

A sentence is written once per language in `data/FAMILY.json`, side by side:

    {"lineage.licence-drift": {"en": "{child} drops ...", "ko": "..."}}

The part of an id before the first dot names the file. Code creates a `Message` from an id and
arguments; whoever displays it chooses the language. Nothing parses a finished sentence.
"""

from provenance.messages.catalogue import (
    LANGUAGES,
    Message,
    has,
    ids,
    in_language,
    message,
    opens_with_argument,
    restored,
)
from provenance.messages.stored import as_json, from_json, identity, stable_key

__all__ = [
    "LANGUAGES",
    "Message",
    "as_json",
    "from_json",
    "has",
    "identity",
    "ids",
    "in_language",
    "message",
    "opens_with_argument",
    "restored",
    "stable_key",
]
