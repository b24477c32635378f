"""What a lineage was at one time, kept in a file, and what has changed since."""

from provenance.lock.compare import compare
from provenance.lock.nouns import Change, Lock, Locked
from provenance.lock.reading import pin, read_lock, write_lock
from provenance.lock.show import FORMS, show_changes

__all__ = ["FORMS", "Change", "Lock", "Locked", "compare", "pin", "read_lock", "show_changes", "write_lock"]
