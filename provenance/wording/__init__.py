"""Wording and facts that all readable outputs share, in English and Korean."""
