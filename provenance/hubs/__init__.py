"""Hubs fetch; nothing else touches a network."""
