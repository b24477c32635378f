"""The web page: paste a model's name, watch it being read, decide, take the files along.

It calls the same pipeline as the command line and judges nothing itself. Everything here needs the
extra `web`.
"""
