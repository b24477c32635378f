"""Our own sentences by id, in English and Korean. Quotes of other people are never translated.

A sentence is written once per language in `data/FAMILY.json`, side by side:

    {"lineage.licence-drift": {"en": "{child} drops ...", "ko": "..."}}

The part of an id before the first dot names the file. Code makes a `Message` of an id and its
arguments; whoever shows it picks the language. Nothing recognises a finished sentence.
"""

from provenance.messages.catalogue import (
    LANGUAGES,
    Message,
    has,
    ids,
    in_language,
    message,
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
    "restored",
    "stable_key",
]
