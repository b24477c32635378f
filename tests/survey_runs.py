"""Surveys as tests run them: judging happens in this process, so that no interpreter is started."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from provenance.hubs import open_hub
from provenance.survey.conduct import CommandOutput, Hubs, conduct
from provenance.survey.engines import Engine
from provenance.survey.folder import RunFolder
from provenance.survey.plan import SurveyOptions
from provenance.survey.sources import SurveySources

DAY = date(2026, 11, 29)


class HereExecutor(Executor):
    """Does the work when it is submitted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        """Do it."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **more))
        except BaseException as error:
            future.set_exception(error)
        return future


@contextmanager
def here() -> Iterator[Engine]:
    """An engine that judges in this process, one partition after another."""
    yield Engine(executor=HereExecutor(), width=1)


def hubs(place: str, store: Path) -> Hubs:
    """The hubs of a run at a place, with a store of its own."""
    return Hubs(online=open_hub(place, store), kept=open_hub(place, store, offline=True))


def survey(
    into: Path, place: str, *subjects: str, options: SurveyOptions | None = None, **sources: Any
) -> CommandOutput:
    """Run a survey; what else is given are fields of `SurveySources`."""
    engine = sources.pop("engine", here)
    return conduct(
        RunFolder(into),
        sources=SurveySources(subjects=subjects, place=place, **sources),
        options=options or SurveyOptions(day=DAY, partition_size=2, disclosures=True),
        hubs=hubs(place, into / "sources"),
        engine=engine,
    )


def rows(into: Path, table: str) -> list[dict[str, Any]]:
    """The rows of a table of a finished run."""
    table_rows: list[dict[str, Any]] = pq.read_table(into / f"{table}.parquet").to_pylist()
    return table_rows


def written(into: Path) -> dict[str, bytes]:
    """The tables of a finished run, as bytes by name."""
    return {path.name: path.read_bytes() for path in sorted(into.glob("*.parquet"))}
