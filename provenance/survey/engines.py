"""Where judging runs: processes of this machine, or a Dask cluster. Both are executors."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

from provenance.errors import UsageError
from provenance.messages import message
from provenance.survey.judging import prepare_process

# How long to wait for a scheduler's answer.
_CONNECT_SECONDS = 20.0
# A task that ends its worker this often is itself the cause.
_RETRIES = 3
# Tasks of a partition on a cluster, which may grow while a survey runs.
_TASKS_OF_CLUSTER = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """Where judging runs.

    Attributes:
        executor: Runs a function with picklable arguments.
        width: Number of tasks per partition: one for each process.
    """

    executor: Executor
    width: int


@contextmanager
def local_engine(jobs: int | None = None) -> Iterator[Engine]:
    """Processes of this machine.

    Args:
        jobs: Number of processes; None for one per processor.
    """
    count = jobs or os.cpu_count() or 1
    context = get_context("spawn")
    with ProcessPoolExecutor(count, mp_context=context, initializer=prepare_process) as pool:
        yield Engine(executor=pool, width=count)


@contextmanager
def cluster_engine(address: str) -> Iterator[Engine]:
    """The workers of a Dask scheduler, which reassigns the task of a lost worker.

    Args:
        address: The scheduler's address, such as `tcp://host:8786`.

    Raises:
        UsageError: No scheduler answers at that address.
    """
    from distributed import Client

    try:
        client = Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            message("survey.no-scheduler", address=address, error=type(error).__name__),
            message("survey.no-scheduler.hint"),
        ) from None
    with client:
        executor = client.get_executor(pure=False, retries=_RETRIES)
        yield Engine(executor=executor, width=_TASKS_OF_CLUSTER)
