"""The command line: parse, call, write, exit. The only room that prints or reads the
environment."""
