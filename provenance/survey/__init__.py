"""Judge thousands of models in partitions and write the results as tables (extra `survey`).

One process fetches, with threads and a common rate limit. Processes, here or on a cluster, judge
what was fetched; their results depend only on their input. Each partition is written once it is
judged. Modules here import pyarrow and duckdb, so call `requirements.require` before importing
them.
"""
