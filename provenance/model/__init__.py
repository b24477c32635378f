"""The nouns of every other room: artefacts, cards, findings, changes."""
