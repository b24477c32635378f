"""The web page: enter a model's name, watch it being read, decide, download the files.

It uses the same pipeline as the command line and adds no judgement. Everything here needs the extra
`web`.
"""
