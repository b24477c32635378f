"""Formats turn a Report into bytes; each is one pure function."""
