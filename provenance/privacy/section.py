"""The grade of a section on personal data (PRIV-082): nothing said, something said, something that can be checked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from provenance.privacy.disclosure import Grade
from provenance.privacy.sentences import language, sentences
from provenance.privacy.stance import ABSENT_BARE, ABSENT_REASON, DEIDENTIFIED, PUBLIC_ONLY, Claim, read_sentence
