"""Do work that takes much memory in a process of its own, which returns it all at the end."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib.abc import MetaPathFinder
from multiprocessing import get_context
from typing import ParamSpec, TypeVar

import pyarrow as pa

from provenance.errors import UsageError
from provenance.messages import message

P = ParamSpec("P")
T = TypeVar("T")
# Less is done in this process, because starting another takes a second. Each partition's file is
# 4 KB before its first row, so this is a survey of a few hundred models.
SMALL = 1024 * 1024
# The option of mallopt(3), and from which size on a request gets memory of its own.
_M_MMAP_THRESHOLD = -3
_LARGE = 128 * 1024


def apart(size: int, work: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
    """Call a function, in a process of its own if its files are large.

    Args:
        size: Bytes of the files that it reads.
        work: A function of a module.
        args: Its arguments, which can be pickled.
        options: More of them.

    Raises:
        UsageError: The process was ended from outside.
    """
    if size <= SMALL:
        return work(*args, **options)
    context = get_context("spawn")
    try:
        with ProcessPoolExecutor(1, mp_context=context, initializer=spare_memory) as pool:
            return pool.submit(work, *args, **options).result()
    except BrokenProcessPool:
        raise UsageError(
            message("survey.process-lost"), message("survey.process-lost.hint")
        ) from None


class _WithoutPandas(MetaPathFinder):
    """Says that pandas is not installed."""

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> None:
        """See `MetaPathFinder.find_spec`.

        Raises:
            ModuleNotFoundError: The module is pandas.
        """
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def spare_memory() -> None:
    """Let a process that does nothing but survey take little memory, and return what it can.

    Arrow imports pandas, if it is installed, when it first converts Python's values. That takes
    34 MB, and a survey has no data frames. Arrow tries once only, so one conversion without pandas
    is enough. Pandas can still be imported afterwards, but Arrow will not use it.
    """
    return_memory()
    finder = _WithoutPandas()
    sys.meta_path.insert(0, finder)
    try:
        pa.array([0])
    finally:
        sys.meta_path.remove(finder)


def return_memory() -> None:
    """Let this process return memory to the system that it no longer needs.

    The default pool of Arrow keeps what it once had. The allocator of glibc serves large requests
    from a heap that only grows, once it has seen such requests returned; a fixed bound stops that.
    """
    pa.set_memory_pool(pa.system_memory_pool())
    set_option = getattr(ctypes.CDLL(None), "mallopt", None) if os.name == "posix" else None
    if set_option is not None:
        set_option(_M_MMAP_THRESHOLD, _LARGE)
