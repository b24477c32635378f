"""Record the state of a lineage in a file, and compare it later."""

from provenance.lock.compare import compare
from provenance.lock.hold import hold
from provenance.lock.nouns import Lock, Locked
from provenance.lock.reading import LIMIT, pin, read_lock, unread_then, write_lock
from provenance.lock.show import FORMS, show_changes

__all__ = [
    "FORMS",
    "LIMIT",
    "Lock",
    "Locked",
    "compare",
    "hold",
    "pin",
    "read_lock",
    "show_changes",
    "unread_then",
    "write_lock",
]
