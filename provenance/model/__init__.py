"""Data types that every other room uses: artefacts, cards, findings, changes."""
