"""Words for what was done to data before it was used."""

from __future__ import annotations

import re

_DONE = (
    r"(?:tokeni[sz]ed|lower-?cased|de-?duplicated|filtered|cleaned|normali[sz]ed|segmented"
    r"|truncated|discarded|removed|excluded|converted|resized|cropped|trimmed|stripped|parsed"
    r"|anonymi[sz]ed|pre-?processed|concatenated|rescaled|augmented|down-?sampled"
    r"|machine[- ]translated|sub-?sampled|randomly sampled|skipped|balanced)"
)
PREPARED = re.compile(
    r"\b(?:we|they|the (?:authors?|curators?|creators?|researchers?|team))"
    rf"(?: \w+){{0,2}} {_DONE}\b"
    r"|\b(?:tokeni[sz]ation|normali[sz]ation|filtering|cleaning|pre-?processing|de-?duplication"
    r"|lemmati[sz]ation|segmentation) (?:was|were) (?:done|performed|applied|carried out)\b"
    rf"|\b(?:was|were|been|are|is)(?: (?!an?\b|the\b)\w+){{0,2}} {_DONE}\b"
    r"|\bwe (?:\w+ )?(?:filter|remove|discard|normali[sz]e|lowercase|tokeni[sz]e|exclude|skip|clean"
    r"|apply \w+ \w+ cleaning)\b"
    r"|(?:제거|정제|필터링|정규화|변환|전처리|비식별)(?:하였|했|되었|됐|하여|해)",
    re.IGNORECASE,
)
"""A sentence that says what was done to data."""

# A model's card also names the tool, or calls the text itself filtered.
PREPARED_TEXT = re.compile(
    rf"{PREPARED.pattern}|\bfor (?:sentence splitting|tokeni[sz]ation|pre-?processing)\b"
    r"|\b(?:filtered|cleaned|de-?duplicated|lower-?cased|sentence[- ]segmented)(?: and \w+){0,2}"
    r" (?:\w+ ){0,2}(?:version|text|texts|data|corpus|dataset|pairs"
    r"|sentences|documents|captions)\b",
    re.IGNORECASE,
)

STEP = re.compile(
    r"(?:convert|trim|resiz|sharpen|extend|negat|remov|filter|clean|normali[sz]|tokeni[sz]|lowercas"
    r"|crop|pad|dedup\w{0,6}|split|strip)\w{0,6}ing\b",
    re.IGNORECASE,
)
"""The first words of an item in a list of steps: `Resizing the longest edge`."""
