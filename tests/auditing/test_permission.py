"""The terms of a whole lineage against an intended use: hops, gaps, training data, choices."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
from hub_folder import HubFolder

import provenance
from provenance.auditing.permission import judge_use
from provenance.hubs import read_id
from provenance.licences import parse_use
from provenance.licences.claim import Limit, Restriction, Source
from provenance.licences.use import IntendedUse, UseJudgement
from provenance.lineage.graph import Lineage
from provenance.model.finding import Evidence

PRODUCT: dict[str, object] = {"commercial": True, "users": "2M", "regions": ["KR"]}
INTERNAL: dict[str, object] = {"activity": "internal", "commercial": True, "regions": ["KR"]}


def judged(hub: HubFolder, name: str, use: dict[str, object] | None = None) -> UseJudgement:
    lineage = hub.trace(name)
    return judge_use(lineage, lineage.inputs[0][1], parse_use(use or PRODUCT))


def names(path: tuple[str, ...]) -> list[str]:
    return [purl.split("/", 1)[1].split("@")[0] for purl in path]


def test_allow_and_allow_with_duties(hub: HubFolder) -> None:
    hub.model("acme/open", "license: apache-2.0")
    assert judged(hub, "acme/open", INTERNAL).verdict == "allow"
    judgement = judged(hub, "acme/open")
    assert judgement.verdict == "allow-with-duties"
    assert [(task.duty, task.clause, names(task.path)) for task in judgement.duties] == [
        ("keep-notices", "4", ["acme/open"])
    ]
    assert judgement.duties[0].source == "https://spdx.org/licenses/Apache-2.0.html"


def test_the_worst_hop_counts_and_its_path_is_told(hub: HubFolder) -> None:
    hub.model("base/nc", "license: cc-by-nc-4.0")
    hub.model("acme/middle", "license: mit\nbase_model: base/nc")
    hub.model("acme/tune", "license: mit\nbase_model: acme/middle")
    judgement = judged(hub, "acme/tune")
    assert judgement.verdict == "deny"
    [reason] = judgement.reasons
    assert (reason.topic, reason.clause) == ("commercial-use", "2(a)(1)")
    assert names(reason.path) == ["acme/tune", "acme/middle", "base/nc"]
    assert reason.evidence[0].quote == "license: cc-by-nc-4.0"


def test_the_same_duty_at_two_hops_is_asked_once(hub: HubFolder) -> None:
    hub.model("base/one", "license: gemma")
    hub.model("acme/tune", "license: gemma\nbase_model: base/one")
    duties = judged(hub, "acme/tune").duties
    assert [(task.duty, names(task.path), names(task.others)) for task in duties] == [
        (word, ["acme/tune"], ["base/one"])
        for word in ("notice-file", "pass-terms", "use-restrictions")
    ]


def test_what_is_not_known_is_never_allowed(hub: HubFolder, apache_text: str) -> None:
    changed = apache_text.replace("worldwide,", "worldwide, on dry days,")
    hub.model("acme/none")
    hub.model("acme/other", "license: other")
    hub.model("acme/family", "license: openrail")
    hub.model("acme/changed", "license: apache-2.0", files={"LICENSE": changed})
    hub.model(
        "acme/prose",
        "license: mit",
        "# Card\n\n## License\n\nReleased under the Apache License 2.0.\n",
    )
    hub.model("acme/orphan", "license: mit\nbase_model: nobody/gone")
    verdicts = {
        name: judged(hub, f"acme/{name}", INTERNAL)
        for name in ("none", "other", "family", "changed", "prose", "orphan")
    }
    assert {judgement.verdict.value for judgement in verdicts.values()} == {"review"}
    assert {name: judgement.reasons[-1].topic for name, judgement in verdicts.items()} == {
        "none": "no-licence",
        "other": "unresolved",
        "family": "unresolved",
        "changed": "text-modified",
        "prose": "contradicted",
        "orphan": "unread",
    }
    assert all(reason.question for judgement in verdicts.values() for reason in judgement.reasons)


def test_a_file_that_holds_no_terms_leaves_nothing_open(hub: HubFolder) -> None:
    # Authors write terms into config.json, and none into what a processor is loaded from.
    hub.model("acme/bad-config", "license: mit", files={"config.json": "[1"})
    hub.model("acme/bad-processor", "license: mit", files={"processor_config.json": "[1"})
    hub.model("acme/bad-card", "license: [mit", meta={"tags": ["license:mit"]})
    assert judged(hub, "acme/bad-processor", INTERNAL).verdict == "allow"
    assert judged(hub, "acme/bad-config", INTERNAL).verdict == "review"
    assert [reason.topic for reason in judged(hub, "acme/bad-card", INTERNAL).reasons] == ["unread"]


def test_training_data_is_a_question_where_its_terms_may_reach(hub: HubFolder) -> None:
    hub.dataset("data/nc", "license: cc-by-nc-4.0")
    hub.dataset("data/by", "license: cc-by-4.0")
    hub.dataset("data/free", "license: cdla-sharing-1.0")
    hub.model("acme/nc", "license: mit\ndatasets: [data/nc]")
    hub.model("acme/by", "license: mit\ndatasets: [data/by, data/free]")
    judgement = judged(hub, "acme/nc")
    [reason] = judgement.reasons
    assert (judgement.verdict.value, reason.topic) == ("review", "commercial-use")
    assert "contested" in reason.text
    assert judged(hub, "acme/by").verdict == "allow-with-duties"
    assert {task.licence for task in judged(hub, "acme/by").duties} == {"mit"}


def test_a_dataset_answers_for_itself_and_its_sources(hub: HubFolder) -> None:
    hub.dataset("data/source", "license: cc-by-nc-4.0")
    hub.dataset("data/set", "license: mit\nsource_datasets: [extended|data/source]")
    assert judged(hub, "datasets/data/set").verdict == "deny"


def test_a_choice_of_licences_is_judged_by_the_best(hub: HubFolder) -> None:
    hub.model("acme/choice", "license: CC-BY-NC-4.0 OR MIT")
    hub.model("acme/both", "license: [cc-by-nc-4.0, mit]")
    assert judged(hub, "acme/choice").verdict == "allow-with-duties"
    assert judged(hub, "acme/both").verdict == "deny"


def test_a_policy_beside_the_licence_is_a_duty(hub: HubFolder) -> None:
    policy = "Use it well. By using it, you agree to comply with all applicable law.\n"
    hub.model("acme/policy", "license: apache-2.0", files={"USAGE_POLICY": policy})
    judgement = judged(hub, "acme/policy", INTERNAL)
    assert (judgement.verdict.value, judgement.duties[0].clause) == (
        "allow-with-duties",
        "USAGE_POLICY",
    )


def test_text_models_are_not_asked_about_multimodality(hub: HubFolder) -> None:
    hub.model("meta/text", "license: llama3.2\npipeline_tag: text-generation")
    hub.model("meta/vision", "license: llama3.2", files={"config.json": '{"vision_config": {}}'})
    use = {**PRODUCT, "regions": ["EU"]}
    assert judged(hub, "meta/text", use).verdict == "allow-with-duties"
    [reason] = judged(hub, "meta/vision", use).reasons
    assert reason.question.startswith("Is your principal place of business")


def test_a_manifest_tells_a_use_for_each_entry(hub: HubFolder, tmp_path: Path) -> None:
    hub.model("acme/one", "license: cc-by-nc-4.0")
    hub.model("acme/two", "license: cc-by-nc-4.0")
    hub.model("acme/three", "license: cc-by-nc-4.0")
    manifest = tmp_path / "models.yaml"
    manifest.write_text(
        "version: 1\nuse: {commercial: true}\nmodels:\n  - ref: acme/one\n"
        "  - ref: acme/two\n    use: {commercial: false}\n",
        "utf-8",
    )
    report = provenance.audit("acme/three", manifest=manifest, hub=str(hub.root))
    assert [(judgement.use.commercial, judgement.verdict.value) for judgement in report.uses] == [
        (True, "deny"),
        (False, "allow-with-duties"),
    ]


def test_a_licence_left_to_the_base(hub: HubFolder) -> None:
    words = "# X\n\n## License\n\nThis model follows the license of the original model.\n"
    hub.model("base/one", "license: apache-2.0")
    hub.model("acme/told", "base_model: base/one", words)
    hub.model("acme/untold", "", words)
    assert judged(hub, "acme/told").verdict == "allow-with-duties"
    assert [reason.topic for reason in judged(hub, "acme/untold").reasons] == ["as-base"]


def test_without_a_use_nothing_is_judged(hub: HubFolder) -> None:
    hub.model("acme/one", "license: cc-by-nc-4.0")
    assert provenance.audit("acme/one", hub=str(hub.root)).uses == ()


def restricted(hub: HubFolder, name: str, *restrictions: Restriction, **changes: Any) -> Lineage:
    """The lineage of one model whose own words restrict it."""
    lineage = hub.trace(name)
    ref = lineage.inputs[0][1]
    record = lineage.records[ref.unpinned]
    licence = replace(record.licence, restrictions=restrictions, **changes)
    read = {**lineage.records, ref.unpinned: replace(record, licence=licence)}
    return replace(lineage, records=MappingProxyType(read))


def words(limit: Limit, source: Source = Source.TEXT) -> Restriction:
    place = Evidence(
        artifact=read_id("pkg:huggingface/acme/m"),
        file="LICENSE",
        revision="",
        start_line=4,
        end_line=4,
        quote="for research only",
        sha256=None,
    )
    return Restriction(limit=limit, quote="for research only", source=source, evidence=place)


@pytest.mark.parametrize(
    ("limit", "source", "commercial", "verdict"),
    [
        (Limit.RESEARCH_ONLY, Source.TEXT, True, "deny"),
        (Limit.NON_COMMERCIAL, Source.GATED_PROMPT, True, "deny"),
        (Limit.EVALUATION_ONLY, Source.TEXT, True, "deny"),
        (Limit.RESEARCH_ONLY, Source.CARD, True, "review"),
        (Limit.NON_COMMERCIAL, Source.CARD, None, "review"),
        (Limit.NON_COMMERCIAL, Source.TEXT, False, "allow-with-duties"),
        (Limit.RESEARCH_ONLY, Source.TEXT, False, "review"),
        (Limit.SEPARATE_LICENCE, Source.TEXT, True, "review"),
        (Limit.REGISTRATION, Source.TEXT, True, "review"),
        (Limit.NOT_PRODUCTION, Source.TEXT, True, "review"),
        (Limit.NO_DERIVATIVES, Source.TEXT, True, "allow-with-duties"),
    ],
)
def test_words_beside_a_permissive_licence_decide(
    hub: HubFolder, limit: Limit, source: Source, commercial: bool | None, verdict: str
) -> None:
    hub.model("acme/m", "license: mit")
    lineage = restricted(hub, "acme/m", words(limit, source), verdict="restricted")
    judgement = judge_use(lineage, lineage.inputs[0][1], IntendedUse(commercial=commercial))
    assert judgement.verdict == verdict
    for reason in judgement.reasons:
        assert reason.text == "LICENSE appears to limit use: “for research only”"
        assert (reason.clause, reason.evidence[0].start_line) == ("LICENSE:4", 4)
        assert reason.question and reason.path and reason.source


def test_words_of_a_card_decide_where_no_licence_allows_anything(hub: HubFolder) -> None:
    hub.model("acme/m", "license: other")
    lineage = restricted(hub, "acme/m", words(Limit.RESEARCH_ONLY, Source.CARD))
    judgement = judge_use(lineage, lineage.inputs[0][1], IntendedUse(commercial=True))
    assert [reason.verdict.value for reason in judgement.reasons] == ["deny", "review"]


def test_modified_versions_may_not_be_shared(hub: HubFolder) -> None:
    hub.model("acme/m", "license: mit")
    lineage = restricted(hub, "acme/m", words(Limit.NO_DERIVATIVES))
    use = IntendedUse(activities=("redistribute", "fine-tune"))
    assert judge_use(lineage, lineage.inputs[0][1], use).verdict == "deny"


def test_the_stricter_of_tag_and_text_holds_until_somebody_decides(
    hub: HubFolder, apache_text: str
) -> None:
    hub.model("acme/m", "license: cc-by-nc-4.0", files={"LICENSE": apache_text})
    judgement = judged(hub, "acme/m")
    assert judgement.verdict == "review"
    assert {reason.topic for reason in judgement.reasons} == {"commercial-use", "contradicted"}
    hub.model("acme/equal", "license: mit", files={"LICENSE": apache_text})
    assert judged(hub, "acme/equal").verdict == "allow-with-duties"


def test_a_licence_that_forbids_commerce_by_its_name_alone_is_never_allowed(
    hub: HubFolder,
) -> None:
    hub.model("acme/m", "license: other\nlicense_name: nvidia-nc")
    judgement = judged(hub, "acme/m")
    assert judgement.verdict == "review"
    assert "commercial-use" in {reason.topic for reason in judgement.reasons}


def test_duties_do_not_stand_beside_terms_that_are_not_known(hub: HubFolder) -> None:
    hub.model(
        "base/tagged",
        None,
        meta={
            "siblings": [{"rfilename": "README.md"}],
            "gated": "manual",
            "tags": ["license:llama3.1"],
        },
    )
    hub.model("acme/m", "license: llama3.1\nbase_model: base/tagged")
    judgement = judged(hub, "acme/m")
    assert judgement.verdict == "review" and judgement.duties
    [unread] = [reason for reason in judgement.reasons if reason.topic == "unread"]
    assert "not known" not in unread.text
