"""Record the state of a lineage in a file, and compare it later."""

from provenance.lock.compare import compare
from provenance.lock.judging import against_lock
from provenance.lock.locked import Lock, Locked
from provenance.lock.reading import LIMIT, pin, read_lock, unread_then, write_lock
from provenance.lock.show import FORMS, show_changes

__all__ = [
    "FORMS",
    "LIMIT",
    "Lock",
    "Locked",
    "against_lock",
    "compare",
    "pin",
    "read_lock",
    "show_changes",
    "unread_then",
    "write_lock",
]
