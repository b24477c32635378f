"""A survey judges thousands of models in partitions and writes tables (extra `survey`).

One process fetches, with threads and at one pace. Processes, here or on a cluster, judge what was
fetched; they are functions of what they are given. Each partition is written when it is judged.
Modules here import pyarrow and duckdb, so nobody imports them before `requirements.require`.
"""
