"""Every number of the report page follows from the query that stands beside it."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hub_folder import HubFolder
from survey_runs import rows, survey

from provenance.errors import UsageError
from provenance.survey.folder import RunFolder
from provenance.survey.page import document, report_page
from provenance.survey.questions import OF_A_RUN, SINCE, answers, query, views

SAYS = "\n## Data\n\nThe training data contains names and e-mail addresses of customers.\n"


@pytest.fixture
def run(hub: HubFolder, tmp_path: Path) -> Path:
    hub.model("lab/base", "license: llama3")
    hub.dataset("lab/rows", "license: mit", body=SAYS)
    hub.model("acme/drift", "license: mit\nbase_model: lab/base\ndatasets: [lab/rows]")
    hub.model("acme/kept", "license: llama3\nbase_model: lab/base")
    hub.model("zeta/quiet", None)
    into = tmp_path / "run"
    survey(into, str(hub.root), "acme/drift", "acme/kept", "zeta/quiet", "zeta/gone")
    return into


def connected(run: Path, earlier: Path | None = None) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    statements = [*views(RunFolder(run)).values()]
    if earlier:
        statements += views(RunFolder(earlier), "earlier_").values()
    for statement in statements:
        connection.execute(statement)
    return connection


def test_the_queries_give_the_numbers_of_the_page(run: Path) -> None:
    page = report_page(RunFolder(run)).decode()
    connection = connected(run)
    for name in OF_A_RUN:
        section = page.partition(f'id="{name}"')[2].partition("</section>")[0]
        assert section, name
        text = re.sub(r"<[^>]+>", " ", section)
        for row in connection.execute(query(name)).fetchall():
            for value in row:
                if isinstance(value, int):
                    assert re.search(rf"\b{value:,}\b", text), (name, value)


def test_the_queries_count_what_is_in_the_tables(run: Path) -> None:
    results = answers(RunFolder(run))
    artefacts = rows(run, "artefact")
    [overview] = results["overview"].rows
    assert overview["subjects"] == sum(row["role"] == "subject" for row in artefacts)
    assert (overview["subjects"], overview["read"], overview["bases"]) == (4, 3, 1)
    drift = {row["family"]: dict(row) for row in results["licence_drift"].rows}
    assert drift == {"lab/base": {"family": "lab/base", "drops": 1, "keeps": 1, "untold": 0}}
    organisations = {row["org"]: row for row in results["worst_organisations"].rows}
    assert organisations["zeta"]["unread"] == 1
    reasons = {row["reason"]: row["artefacts"] for row in results["unread"].rows}
    assert reasons["not-found"] == 1


def test_a_page_on_the_answers_of_many_models(run: Path) -> None:
    path = run / "disclosure.parquet"
    few = pq.read_table(path)
    copies = 60_000 // few.num_rows
    ids = pa.array([f"{number}" for number in range(copies * few.num_rows)])
    many = pa.concat_tables([few] * copies)
    pq.write_table(many.set_column(many.schema.get_field_index("id"), "id", ids), path)
    rates = answers(RunFolder(run))["disclosure_rates"].rows
    assert sum(rate["absent"] for rate in rates) >= copies


def test_kinds_of_personal_data_are_words_of_the_language(run: Path) -> None:
    assert ">e-mail<" in report_page(RunFolder(run)).decode()
    assert "이메일" in report_page(RunFolder(run), lang="ko").decode()


def test_changes_since_an_earlier_run(hub: HubFolder, run: Path, tmp_path: Path) -> None:
    hub.model("zeta/new", "license: mit")
    card = hub.root / "models" / "acme" / "kept" / "README.md"
    card.write_text(card.read_text().replace("llama3", "mit"))
    later = tmp_path / "later"
    survey(later, str(hub.root), "acme/drift", "acme/kept", "zeta/quiet", "zeta/gone", "zeta/new")
    results = answers(RunFolder(later), RunFolder(run))
    [counts] = results["changes"].rows
    assert (counts["added"], counts["licence"], counts["moved"]) == (1, 1, 1)
    assert [row["id"] for row in results["changed_models"].rows] == ["acme/kept", "zeta/new"]
    page = report_page(RunFolder(later), RunFolder(run)).decode()
    for name in SINCE:
        assert f'id="{name}"' in page


def test_the_page_is_the_same_again_and_in_korean(run: Path) -> None:
    assert report_page(RunFolder(run)) == report_page(RunFolder(run))
    korean = document(RunFolder(run), None, "ko")
    assert [section.title for section in korean.sections[:2]] == [
        "개요",
        "심각한 발견 사항이 많은 조직",
    ]


def test_no_finished_run(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no finished survey"):
        report_page(RunFolder(tmp_path))


def test_charts_have_a_text_alternative(run: Path) -> None:
    page = report_page(RunFolder(run)).decode()
    pictures = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert pictures
    assert all("<title>" in picture for picture in pictures)
