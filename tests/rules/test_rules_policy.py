"""What a policy finds: limits on licences, organisations and hubs, and the waivers themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hub_folder import HubFolder
from policies import under, waiver

from provenance.auditing.judge import judge
from provenance.hubs import read_id
from provenance.licences.claim import Limit, Restriction, Source
from provenance.model.finding import Check, Evidence, Outcome
from provenance.report import Report

MERGE = (
    "license: apache-2.0\nbase_model:\n- open/nc\n- open/free\nbase_model_relation:"
    " merge\ndatasets:\n- acme/chats"
)
_NC = "Creative Commons Attribution Non Commercial 4.0"


@pytest.fixture
def merged(hub: HubFolder) -> Report:
    """A merge of two bases, one for non-commercial use only, tuned on copyleft data."""
    hub.model("acme/merged", MERGE)
    hub.model("open/nc", "license: cc-by-nc-4.0")
    hub.model("open/free", "license: mit")
    hub.dataset("acme/chats", "license: gpl-3.0")
    return judge(hub.trace("acme/merged"))


@pytest.fixture
def bare(hub: HubFolder) -> Report:
    """A model without a licence, and one with."""
    hub.model("acme/bare")
    hub.model("acme/good", "license: mit")
    return judge(hub.trace("acme/bare", "acme/good"))


def check_of(report: Report, code: str, artifact: str = "") -> Check:
    """What a rule said of the first input, or of the one of that name."""
    return next(
        check for check in report.checks if check.rule == code and artifact in check.artifact
    )


@pytest.mark.parametrize(
    ("limits", "messages"),
    [
        ('denied = ["non-commercial"]', [f"the policy denies {_NC} (of open/nc)"]),
        ('denied = ["CC-BY-NC-4.0"]', [f"the policy denies {_NC} (of open/nc)"]),
        (
            'denied = ["gpl-3.0"]',
            ["the policy denies GNU General Public License v3.0 (of acme/chats)"],
        ),
        ('denied = ["no-derivatives"]', []),
        (
            'allowed = ["permissive"]',
            [f"the policy does not allow {_NC} (of open/nc)"],
        ),
        ('allowed = ["permissive", "cc-by-nc-4.0"]', []),
        (
            'allowed = ["permissive", "non-commercial"]\ndenied = ["mit"]',
            ["the policy denies MIT (of open/free)"],
        ),
    ],
)
def test_licences(merged: Report, tmp_path: Path, limits: str, messages: list[str]) -> None:
    check = check_of(under(merged, tmp_path, f"[licences]\n{limits}"), "POL001")
    assert [finding.message for finding in check.findings] == messages
    assert check.outcome is (Outcome.FAILED if messages else Outcome.PASSED)


def test_a_refused_licence_shows_claim_edge_and_policy_line(merged: Report, tmp_path: Path) -> None:
    (finding,) = check_of(
        under(merged, tmp_path, '[licences]\ndenied = [\n  "non-commercial",\n]'), "POL001"
    ).findings
    assert [(proof.file, proof.start_line, proof.quote) for proof in finding.evidence] == [
        ("README.md", 2, "license: cc-by-nc-4.0"),
        ("README.md", 4, "- open/nc"),
        ("provenance.toml", 3, '"non-commercial",'),
    ]
    assert [purl.partition("@")[0] for purl in finding.path] == [
        "pkg:huggingface/acme/merged",
        "pkg:huggingface/open/nc",
    ]
    assert finding.details == ("licences.denied: non-commercial",)


def test_of_alternatives_one_has_to_be_permitted(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/either", "license: gpl-3.0 OR mit")
    hub.model("acme/both", "license:\n- gpl-3.0\n- mit")
    report = under(
        judge(hub.trace("acme/either", "acme/both")), tmp_path, '[licences]\ndenied = ["copyleft"]'
    )
    assert check_of(report, "POL001", "acme/either").outcome is Outcome.PASSED
    assert check_of(report, "POL001", "acme/both").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("denied", "declared"),
    [
        ("GPL-2.0-or-later", "gpl-2.0+"),
        ("GPL-2.0-or-later", "gpl-2.0"),
        ("agpl-3.0", "agpl-3.0-or-later"),
        ("agpl-3.0", "AGPL-3.0-only"),
        ("AGPL-3.0-only", "agpl-3.0-or-later"),
        ("https://www.gnu.org/licenses/agpl-3.0.html", "agpl-3.0"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "gpl-2.0"),
        ("Copyleft", "gpl-2.0+"),
    ],
)
def test_every_way_to_write_a_denied_licence_is_denied(
    hub: HubFolder, tmp_path: Path, denied: str, declared: str
) -> None:
    hub.model("acme/m", f"license: {declared}")
    report = under(judge(hub.trace("acme/m")), tmp_path, f'[licences]\ndenied = ["{denied}"]')
    assert check_of(report, "POL001").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("denied", "declared"),
    [("GPL-2.0-or-later", "gpl-3.0"), ("AGPL-3.0-only", "gpl-3.0"), ("gpl-3.0", "lgpl-3.0")],
)
def test_other_licences_are_not_denied(
    hub: HubFolder, tmp_path: Path, denied: str, declared: str
) -> None:
    hub.model("acme/m", f"license: {declared}")
    report = under(judge(hub.trace("acme/m")), tmp_path, f'[licences]\ndenied = ["{denied}"]')
    assert check_of(report, "POL001").outcome is Outcome.PASSED


@pytest.mark.parametrize(
    ("allowed", "declared", "outcome"),
    [
        ("GPL-2.0-only", "gpl-2.0-or-later", Outcome.PASSED),
        ("GPL-2.0-or-later", "gpl-2.0-only", Outcome.FAILED),
        ("gpl-3.0", "gpl-3.0+", Outcome.PASSED),
        ("permissive", "polyform-noncommercial-1.0.0", Outcome.FAILED),
        ("source-available", "polyform-noncommercial-1.0.0", Outcome.FAILED),
    ],
)
def test_what_is_allowed_allows_what_permits_as_much(
    hub: HubFolder, tmp_path: Path, allowed: str, declared: str, outcome: Outcome
) -> None:
    hub.model("acme/m", f"license: {declared}")
    report = under(judge(hub.trace("acme/m")), tmp_path, f'[licences]\nallowed = ["{allowed}"]')
    assert check_of(report, "POL001").outcome is outcome


def with_licence(report: Report, **changes: Any) -> Report:
    """The report with other facts about the licence of its first artefact."""
    first, *others = report.licences
    return replace(report, licences=(replace(first, **changes), *others))


@pytest.mark.parametrize(
    "limit", [Limit.NON_COMMERCIAL, Limit.RESEARCH_ONLY, Limit.EVALUATION_ONLY]
)
def test_words_that_restrict_amount_to_a_category(
    hub: HubFolder, tmp_path: Path, limit: Limit
) -> None:
    hub.model("acme/m", "license: mit")
    place = Evidence(
        artifact=read_id("pkg:huggingface/acme/m"),
        file="LICENSE",
        revision="",
        start_line=3,
        end_line=3,
        quote="for research only",
        sha256=None,
    )
    restriction = Restriction(
        limit=limit, quote="for research only", source=Source.TEXT, evidence=place
    )
    report = with_licence(
        judge(hub.trace("acme/m")),
        restrictions=(restriction,),
        concluded=None,
        verdict="restricted",
    )
    denied = under(report, tmp_path, '[licences]\ndenied = ["non-commercial"]')
    (finding,) = check_of(denied, "POL001").findings
    assert finding.message == "the policy denies “for research only” (MIT)"
    assert finding.evidence[0] == place
    other = under(report, tmp_path, '[licences]\ndenied = ["copyleft"]')
    assert check_of(other, "POL001").outcome is Outcome.UNKNOWN
    allowed = under(report, tmp_path, '[licences]\nallowed = ["mit"]')
    assert check_of(allowed, "POL001").outcome is Outcome.FAILED


def test_of_a_tag_and_a_text_that_differ_both_are_judged(hub: HubFolder, tmp_path: Path) -> None:
    text = "Apache License, Version 2.0\n"
    hub.model("acme/m", "license: cc-by-nc-4.0", files={"LICENSE": text})
    report = with_licence(
        judge(hub.trace("acme/m")), concluded="Apache-2.0", verdict="text-outranks"
    )
    for category, named in (("non-commercial", _NC), ("permissive", "Apache license 2.0")):
        denied = under(report, tmp_path, f'[licences]\ndenied = ["{category}"]')
        (finding,) = check_of(denied, "POL001").findings
        assert finding.message == f"the policy denies {named}"


def test_a_base_that_was_not_read_is_unknown(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/m", "license: mit\nbase_model: gone/base")
    report = judge(hub.trace("acme/m"))
    denied = under(report, tmp_path, '[licences]\ndenied = ["copyleft"]')
    assert check_of(denied, "POL001").outcome is Outcome.UNKNOWN
    allowed = under(report, tmp_path, '[licences]\nallowed = ["mit"]')
    (finding,) = check_of(allowed, "POL001").findings
    assert finding.message.startswith(
        "the policy does not allow a licence that was not read (of gone/base)"
    )


def test_a_licence_that_could_not_be_told(bare: Report, tmp_path: Path) -> None:
    denied = check_of(under(bare, tmp_path, '[licences]\ndenied = ["copyleft"]'), "POL001")
    assert (denied.outcome, denied.reason) == (
        Outcome.UNKNOWN,
        "the licence of acme/bare could not be determined",
    )
    allowed = check_of(under(bare, tmp_path, '[licences]\nallowed = ["mit"]'), "POL001")
    assert allowed.findings[0].message.startswith(
        "the policy does not allow a licence that could not be determined (no licence stated)"
    )


def test_where_nothing_is_limited_nothing_is_judged(bare: Report, tmp_path: Path) -> None:
    report = under(bare, tmp_path, "")
    outcomes = {
        check.rule: check.outcome for check in report.checks if check.rule.startswith("POL")
    }
    assert outcomes == dict.fromkeys(sorted(outcomes), Outcome.NOT_APPLICABLE)
    assert list(outcomes) == ["POL001", "POL002", "POL003", "POL004", "POL010", "POL011", "POL012"]


@pytest.mark.parametrize(
    ("limits", "refused"),
    [
        ('allowed = ["acme"]', ["open"]),
        ('allowed = ["ACME", "op*"]', []),
        ('denied = ["acme"]', ["acme"]),
        ('allowed = ["acme", "open"]\ndenied = ["o?en"]', ["open"]),
    ],
)
def test_organisations(merged: Report, tmp_path: Path, limits: str, refused: list[str]) -> None:
    check = check_of(under(merged, tmp_path, f"[organisations]\n{limits}"), "POL002")
    assert [finding.key for finding in check.findings] == refused


def test_an_organisation_is_refused_once_with_all_it_made(merged: Report, tmp_path: Path) -> None:
    (finding,) = check_of(
        under(merged, tmp_path, '[organisations]\ndenied = ["open"]'), "POL002"
    ).findings
    assert finding.message == "the policy denies open (of open/free, open/nc)"


def test_a_base_that_could_not_be_read_has_an_organisation(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/x", "license: mit\nbase_model: evil/gone")
    report = under(judge(hub.trace("acme/x")), tmp_path, '[organisations]\ndenied = ["evil"]')
    assert check_of(report, "POL002").outcome is Outcome.FAILED


def test_hubs(merged: Report, tmp_path: Path) -> None:
    pages = [
        replace(artifact, url="https://models.intra.example/x" * (artifact.role == "subject"))
        for artifact in merged.artifacts
    ]
    report = replace(merged, artifacts=tuple(pages))
    for limits, refused in (
        ('allowed = ["hf"]', []),
        ('denied = ["models.intra.example"]', ["models.intra.example"]),
        ('allowed = ["folder"]', ["models.intra.example", "hf"]),
    ):
        check = check_of(under(report, tmp_path, f"[hubs]\n{limits}"), "POL003")
        assert [finding.key for finding in check.findings] == refused


def test_a_folder_is_a_hub_and_has_no_organisation(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/x", "license: mit", files={"model.onnx": b"x"})
    report = judge(hub.trace(f"{hub.root}/models/acme/x"))
    judged = under(
        report, tmp_path, '[organisations]\nallowed = ["acme"]\n[hubs]\nallowed = ["hf"]'
    )
    assert check_of(judged, "POL002").outcome is Outcome.PASSED
    assert [finding.key for finding in check_of(judged, "POL003").findings] == ["folder"]


def test_an_ended_waiver(bare: Report, tmp_path: Path) -> None:
    for until, outcome in (("2027-01-14", Outcome.FAILED), ("2027-01-15", Outcome.PASSED)):
        report = under(bare, tmp_path, waiver(until=until))
        assert check_of(report, "POL010").outcome is outcome
        missing = next(finding for finding in report.findings if finding.rule == "LIC001")
        assert bool(missing.waived) == (outcome is Outcome.PASSED)
    ended = under(bare, tmp_path, waiver(until="2026-12-31"))
    (finding,) = check_of(ended, "POL010").findings
    assert finding.message == "the waiver of LIC001 for acme/bare expired on 2026-12-31"
    assert (finding.evidence[0].file, finding.evidence[0].start_line) == ("provenance.toml", 3)
    assert check_of(ended, "POL010", "acme/good").outcome is Outcome.NOT_APPLICABLE
    assert check_of(ended, "POL011").outcome is Outcome.PASSED, "it has ended: that is enough"


def test_a_waiver_that_waives_nothing(bare: Report, tmp_path: Path) -> None:
    report = under(bare, tmp_path, waiver("LIN020", "acme/*"))
    findings = [finding for finding in report.findings if finding.rule == "POL011"]
    assert [finding.message for finding in findings] == [
        "the waiver of LIN020 for acme/* waives nothing"
    ]
    assert (
        check_of(under(bare, tmp_path, waiver("LIC001", "acme/*")), "POL011").outcome
        is Outcome.PASSED
    )
    elsewhere = under(bare, tmp_path, waiver("LIN020", "other/model"))
    assert check_of(elsewhere, "POL011").outcome is Outcome.NOT_APPLICABLE


def test_while_something_is_not_read_no_waiver_is_called_unused(
    hub: HubFolder, tmp_path: Path
) -> None:
    hub.model("acme/x", "license: mit\nbase_model: acme/gone")
    report = under(judge(hub.trace("acme/x")), tmp_path, waiver("LIN020", "acme/x"))
    assert check_of(report, "POL011").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("text", "excess"),
    [
        (waiver(), ""),
        (waiver("licence"), "it waives 6 rules (licence)"),
        (waiver(artifact="*"), "it waives any organisation's artefacts (*)"),
        (
            waiver(artifact="pkg:huggingface/*"),
            "it waives any organisation's artefacts (pkg:huggingface/*)",
        ),
        (waiver(until="2028-01-16"), ""),
        (waiver(until="2028-01-17"), "it is valid for more than a year, until 2028-01-17"),
    ],
)
def test_a_broad_waiver(bare: Report, tmp_path: Path, text: str, excess: str) -> None:
    report = under(bare, tmp_path, text)
    check = check_of(report, "POL012")
    assert check.outcome is (Outcome.FAILED if excess else Outcome.PASSED)
    assert (
        not excess
        or excess.partition(" rules")[0].rstrip("0123456789") in check.findings[0].message
    )
    assert next(finding for finding in report.findings if finding.rule == "LIC001").waived


@pytest.mark.parametrize(
    ("stated", "denied"),
    [
        ("gpl", "GPL-2.0-or-later"),
        ("gpl-3.0", "gpl"),
        ("GPL-2.0-only WITH Classpath-exception-2.0", "gpl"),
        ("cc-by-nc", "CC-BY-NC-4.0"),
        ("cc-by-nc-sa-4.0", "cc"),
        ("bsd-3-clause", "bsd"),
        ("creativeml-openrail-m", "openrail"),
        ("'AGPL-3.0-only WITH LicenseRef-kiln'", "AGPL-3.0-or-later"),
        ("'Affero General Public License v3'", "agpl-3.0"),
        ("ASL 2.0", "Apache-2.0"),
    ],
)
def test_a_family_and_its_licences_are_denied_together(
    hub: HubFolder, tmp_path: Path, stated: str, denied: str
) -> None:
    hub.model("acme/m", f"license: {stated}")
    report = under(judge(hub.trace("acme/m")), tmp_path, f'[licences]\ndenied = ["{denied}"]')
    assert check_of(report, "POL001").outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("base", "outcome"),
    [("mit", Outcome.PASSED), ("cc-by-nc-4.0", Outcome.FAILED), ("other", Outcome.FAILED)],
)
def test_the_licence_of_the_base_is_asked_about_where_the_card_defers_to_it(
    hub: HubFolder, tmp_path: Path, base: str, outcome: Outcome
) -> None:
    hub.model("acme/tuned", "license: other\nlicense_name: same-as-base\nbase_model: acme/base")
    hub.model("acme/base", f"license: {base}")
    report = under(judge(hub.trace("acme/tuned")), tmp_path, '[licences]\nallowed = ["MIT"]')
    assert check_of(report, "POL001", "tuned").outcome is outcome
    hub.model("acme/alone", "license: same as base")
    alone = under(judge(hub.trace("acme/alone")), tmp_path, '[licences]\ndenied = ["MIT"]')
    assert check_of(alone, "POL001").outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("stated", "words", "outcome"),
    [
        ("gpl-3.0", 'allowed = ["gpl"]', Outcome.PASSED),
        ("lgpl-3.0", 'denied = ["gpl"]', Outcome.PASSED),
        ("cc-by-4.0", 'denied = ["cc-by-nc"]', Outcome.PASSED),
        ("cc-by-nc-4.0", 'allowed = ["cc"]', Outcome.FAILED),
        ("mit", 'denied = ["bsd"]', Outcome.PASSED),
        ("cc", 'denied = ["non-commercial"]', Outcome.UNKNOWN),
    ],
)
def test_a_family_is_nothing_but_its_licences(
    hub: HubFolder, tmp_path: Path, stated: str, words: str, outcome: Outcome
) -> None:
    hub.model("acme/m", f"license: {stated}")
    report = under(judge(hub.trace("acme/m")), tmp_path, f"[licences]\n{words}")
    assert check_of(report, "POL001").outcome is outcome


def test_the_licence_of_a_part_of_a_dataset_is_denied(hub: HubFolder, tmp_path: Path) -> None:
    words = "The annotations are CC BY 4.0. The images are licensed {} by their photographers."
    card = f"# Birds\n\n### Licensing Information\n\n{words}\n"
    hub.dataset("acme/nc", "license: cc-by-4.0", card.format("CC BY-NC 2.0"))
    hub.dataset("acme/by", "license: cc-by-4.0", card.format("CC BY 2.0"))
    for name, outcome in (("nc", Outcome.FAILED), ("by", Outcome.PASSED)):
        report = judge(hub.trace(f"hf:datasets/acme/{name}"))
        denied = under(report, tmp_path, '[licences]\ndenied = ["non-commercial"]')
        assert check_of(denied, "POL001").outcome is outcome
