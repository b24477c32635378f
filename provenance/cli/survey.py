"""`provenance survey`."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli import notices, options, output
from provenance.cli.progress import survey_line
from provenance.messages import LANGUAGES, message

if TYPE_CHECKING:
    from provenance.licences.use import IntendedUse

_PAGE = "report.html"
# Arrow's own allocator keeps what it once had. Arrow reads this when it is first imported.
_ALLOCATOR = ("ARROW_DEFAULT_MEMORY_POOL", "system")
# Where a run without a cache stores the data of its models' lineage.
_SOURCES = "sources"
_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)
_LANG = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", help="Language of the report."
)


@click.group("survey")
def command() -> None:
    """Judge an organisation, a list or a whole hub, and write Parquet tables (extra `survey`)."""


def _load_engines(*, cluster: bool) -> None:
    """Choose Arrow's allocator before Arrow is imported, and check that the extras are installed.

    Args:
        cluster: Whether Dask is needed as well.
    """
    os.environ.setdefault(*_ALLOCATOR)
    from provenance.survey.requirements import require

    require(cluster=cluster)
    from provenance.survey.apart import spare_memory

    spare_memory()


@command.command("run")
@click.argument("subjects", nargs=-1)
@click.option("--into", "folder", type=_FOLDER, required=True, help="Folder of the run.")
@click.option(
    "--list", "lists", type=_FILE, multiple=True, help="File with one reference per line."
)
@click.option("-m", "--manifest", type=_FILE, multiple=True, help="A manifest.")
@click.option("--bom", "boms", type=_FILE, multiple=True, help="AIBOM whose models are judged.")
@click.option(
    "--from-parquet",
    "models",
    type=_FILE,
    multiple=True,
    help="Parquet file with metadata of models; its rows are the subjects, and no request is made.",
)
@click.option(
    "--datasets-parquet",
    "datasets",
    type=_FILE,
    multiple=True,
    help="Parquet file with metadata of datasets.",
)
@click.option(
    "--cards-parquet",
    "cards",
    type=_FILE,
    multiple=True,
    help="Parquet file with cards, by modelId.",
)
@click.option(
    "--where", metavar="CONDITION", help="Condition, such as 'likes >= 5 and org != \"acme\"'."
)
@click.option("--plan", "only_plan", is_flag=True, help="Show what the run would cost, and exit.")
@click.option("--since", type=_FOLDER, help="An earlier run: read only what has changed since.")
@click.option(
    "--jobs", type=click.IntRange(1, 256), help="Number of worker processes (default: all cores)."
)
@click.option("--cluster", metavar="ADDRESS", help="A Dask scheduler, such as tcp://host:8786.")
@click.option("--partition-size", type=click.IntRange(1, 5000), default=200, show_default=True)
@click.option(
    "--depth", type=click.IntRange(1, 12), default=12, help="Number of lineage steps to follow."
)
@click.option("--disclosures", is_flag=True, help="Also write the table of graded questions.")
@click.option("--no-quotes", is_flag=True, help="Leave quotes from cards out of the tables.")
@click.option(
    "--day",
    metavar="YYYY-MM-DD",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Date in the rows (default: today in UTC).",
)
@options.intended_use
@options.profiles("Ask the questions of a regulator or form, such as kr-pipc; repeatable.")
@options.hub
@_LANG
@click.option("-q", "--quiet", is_flag=True, help="Print nothing on stdout.")
def run(
    subjects: tuple[str, ...],
    folder: Path,
    lists: tuple[Path, ...],
    manifest: tuple[Path, ...],
    boms: tuple[Path, ...],
    models: tuple[Path, ...],
    datasets: tuple[Path, ...],
    cards: tuple[Path, ...],
    where: str | None,
    only_plan: bool,
    since: Path | None,
    jobs: int | None,
    cluster: str | None,
    partition_size: int,
    depth: int,
    disclosures: bool,
    no_quotes: bool,
    day: datetime | None,
    use: IntendedUse | None,
    profiles: tuple[str, ...],
    hub: Callable[..., options.SubjectOptions],
    lang: str,
    quiet: bool,
) -> None:
    """Judge models and datasets in partitions; run it again to continue after an interruption.

    A subject is a reference, an organisation (`acme/*`), or a registry (`oci://host/*`).

    \b
    provenance survey run 'acme/*' --into runs/acme --plan
    provenance survey run --list models.txt --into runs/monday
    provenance survey run --from-parquet hub.parquet --where 'likes >= 5' --into runs/hub
    """
    _load_engines(cluster=cluster is not None)
    from provenance.survey.conduct import Hubs, choose_engine, conduct, estimate_cost
    from provenance.survey.folder import RunFolder
    from provenance.survey.plan import SurveyOptions
    from provenance.survey.sources import SurveySources

    chosen = hub(refs=())
    sources = SurveySources(
        subjects=subjects,
        lists=lists,
        manifests=manifest,
        boms=boms,
        models=models,
        datasets=datasets,
        cards=cards,
        where=where or "",
        since=since,
        place=chosen.hub or "",
    )
    settings = SurveyOptions(
        day=day.date() if day else datetime.now(UTC).date(),
        use=use,
        profiles=profiles,
        disclosures=disclosures,
        quotes=not no_quotes,
        depth=depth,
        partition_size=partition_size,
    )
    subject_hub = replace(chosen, cache=chosen.cache or folder / _SOURCES)
    hubs = Hubs(online=subject_hub.open(), kept=replace(subject_hub, offline=True).open())
    if only_plan:
        outcome = estimate_cost(sources, settings, hubs)
    else:
        with survey_line() as show:
            outcome = conduct(
                RunFolder(folder),
                sources=sources,
                options=settings,
                hubs=hubs,
                engine=choose_engine(jobs, cluster),
                progress=show,
            )
    if not quiet:
        output.write_stdout(outcome.render(lang))


@command.command("report")
@click.argument("folder", type=_FOLDER)
@click.option("--since", type=_FOLDER, help="An earlier run to compare it with.")
@click.option(
    "-o",
    "--output",
    "target",
    type=_FILE,
    help="The HTML file. Default: report.html in the folder of the run.",
)
@_LANG
def report(folder: Path, since: Path | None, target: Path | None, lang: str) -> None:
    """Write a report on a finished run: organisations, licences, answers, each with its query.

    \b
    provenance survey report runs/acme
    provenance survey report runs/monday --since runs/sunday -o monday.html
    """
    from provenance.survey.requirements import require

    require()
    from provenance.survey.folder import RunFolder
    from provenance.survey.page import report_page

    earlier = RunFolder(since) if since else None
    written = report_page(RunFolder(folder), earlier, lang)
    path = target or folder / _PAGE
    output.write_files({path: written})
    notices.notice(message("survey.report.written", path=str(path)).text(lang))
