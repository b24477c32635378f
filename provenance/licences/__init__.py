"""Licence claims are read and concluded here."""
