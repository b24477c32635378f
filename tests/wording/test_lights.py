"""The four lights: what opens one, what stops one, and that the total is the worst."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import provenance
from provenance.licences import parse_use
from provenance.model.artifact import Place, Waived
from provenance.report import Report
from provenance.wording.digest import Digest
from provenance.wording.lights import (
    AREAS,
    FILES,
    LICENCE,
    LINEAGE,
    PERSONAL_DATA,
    Lights,
    LightState,
    all_lights,
    required_answers,
)

COMMERCIAL = parse_use({"activity": ["product"], "commercial": True})
INTERNAL = parse_use({"activity": ["internal"], "commercial": False})
WAIVED = Waived(
    by="waiver",
    reason="we hold a licence",
    owner="legal@example.org",
    until="2027-01-01",
    place=Place("p.toml", 3),
)


def model(root: Path, name: str, front: str, text: str = "") -> None:
    folder = root / "models" / name
    folder.mkdir(parents=True)
    (folder / "README.md").write_text(f"---\n{front}\n---\n{text}\n", "utf-8")


def audited(root: Path, name: str, use: object = COMMERCIAL) -> Report:
    return provenance.audit(name, hub=str(root), use=use, cache=None)  # type: ignore[arg-type]


def lights(report: Report) -> Lights:
    return all_lights(Digest(report))[0]


def test_terms_that_allow_are_not_green_while_critical_questions_are_open(tmp_path: Path) -> None:
    model(tmp_path, "kind/plain", "license: mit")
    shown = lights(audited(tmp_path, "kind/plain"))
    assert [light.area for light in shown.lights] == list(AREAS)
    assert shown.light(LICENCE).state is LightState.CONDITIONS
    assert shown.light(PERSONAL_DATA).state is LightState.OPEN
    assert shown.total is LightState.OPEN
    verdict = "Do not approve kind/plain yet; still open: lineage, personal data"
    assert str(shown.verdict) == verdict


def test_a_lineage_of_which_nothing_was_named_is_not_green(tmp_path: Path) -> None:
    model(tmp_path, "kind/plain", "license: mit")
    model(tmp_path, "kind/tuned", "license: mit\nbase_model: kind/plain")
    assert lights(audited(tmp_path, "kind/plain")).light(LINEAGE).state is LightState.OPEN
    assert lights(audited(tmp_path, "kind/tuned")).light(LINEAGE).state is LightState.CLEAR


def test_the_total_is_the_worst_light(tmp_path: Path) -> None:
    model(tmp_path, "kind/plain", "license: cc-by-nc-4.0")
    shown = lights(audited(tmp_path, "kind/plain"))
    assert shown.light(LICENCE).state is LightState.STOP
    assert shown.total is LightState.STOP
    assert "does not permit it" in shown.verdict
    assert "허용하지 않습니다" in shown.verdict.text("ko")


def test_a_denial_that_the_team_has_accepted_does_not_stop(tmp_path: Path) -> None:
    model(tmp_path, "kind/plain", "license: cc-by-nc-4.0")
    report = audited(tmp_path, "kind/plain")
    accepted = tuple(
        replace(finding, waived=WAIVED) if finding.rule == "LIC030" else finding
        for finding in report.findings
    )
    assert lights(replace(report, findings=accepted)).light(LICENCE).state is LightState.OPEN


def test_without_a_use_nothing_is_decided(tmp_path: Path) -> None:
    model(tmp_path, "kind/plain", "license: mit")
    shown = lights(audited(tmp_path, "kind/plain", use=None))
    assert shown.light(LICENCE).state is LightState.OPEN
    assert str(shown.verdict).startswith("Not decided")


def test_a_base_that_could_not_be_read_opens_the_lineage(tmp_path: Path) -> None:
    model(tmp_path, "kind/child", "license: mit\nbase_model: kind/absent")
    shown = lights(audited(tmp_path, "kind/child", INTERNAL))
    assert shown.light(LINEAGE).state is LightState.OPEN


def test_settings_and_weights_that_could_not_be_read_open_the_files(tmp_path: Path) -> None:
    model(tmp_path, "kind/listed", "license: mit")
    listed = [{"rfilename": name} for name in ("README.md", "config.json", "a.safetensors")]
    meta = {"sha": "1" * 40, "siblings": listed}
    (tmp_path / "models/kind/listed/_meta.json").write_text(json.dumps(meta), "utf-8")
    report = audited(tmp_path, "kind/listed")
    assert {gap.what for gap in report.gaps} == {"config.json", "a.safetensors"}
    assert lights(report).light(FILES).state is LightState.OPEN
    model(tmp_path, "kind/whole", "license: mit")
    assert lights(audited(tmp_path, "kind/whole")).light(FILES).state is LightState.CLEAR


def test_a_gap_that_somebody_accepted_opens_nothing_by_itself(tmp_path: Path) -> None:
    model(tmp_path, "kind/child", "license: mit\nbase_model: kind/absent")
    report = audited(tmp_path, "kind/child", INTERNAL)
    accepted = tuple(replace(gap, waived=WAIVED) for gap in report.gaps)
    settled = replace(report, gaps=accepted, findings=())
    assert lights(settled).light(LINEAGE).state is LightState.CLEAR


def test_an_input_that_was_not_read_has_no_clear_light(tmp_path: Path) -> None:
    model(tmp_path, "kind/plain", "license: mit")
    report = provenance.audit("kind/plain", "kind/absent", hub=str(tmp_path), cache=None)
    unread = all_lights(Digest(report))[1]
    assert {light.state for light in unread.lights} == {LightState.OPEN}
    assert "could not be read" in unread.verdict


def test_an_answer_in_part_does_not_count_as_answered(tmp_path: Path) -> None:
    text = "## Personal data\n\nWe filtered the training data for personal data.\n"
    model(tmp_path, "kind/plain", "license: mit", text)
    report = audited(tmp_path, "kind/plain")
    counted = required_answers(Digest(report), report.inputs[0].purl)
    assert counted.critical
    assert counted.partly > 0
    assert counted.answered + counted.partly + counted.open == counted.total
    assert lights(report).light(PERSONAL_DATA).state is LightState.OPEN


@pytest.mark.parametrize("lang", ["en", "ko"])
def test_every_state_and_area_has_its_words(lang: str, tmp_path: Path) -> None:
    from provenance.messages import message

    for state in LightState:
        assert message(f"dossier.state.{state}").text(lang)
        assert message(f"dossier.verdict.{state}").text(lang)
    for area in AREAS:
        assert message(f"dossier.area.{area}").text(lang)


def test_a_model_without_files_to_judge_is_not_clear(tmp_path: Path) -> None:
    model(tmp_path, "kind/plain", "license: mit")
    report = audited(tmp_path, "kind/plain")
    bare = tuple(replace(artifact, files=()) for artifact in report.artifacts)
    assert lights(replace(report, artifacts=bare)).light(FILES).state is LightState.OPEN
