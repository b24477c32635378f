"""An uncatalogued licence text against an intended use: its clauses are quoted, nothing allows."""

from __future__ import annotations

import pytest
from hub_folder import HubFolder

from provenance.auditing.permission import judge_use
from provenance.licences import parse_use
from provenance.licences.use import Reason, UseJudgement

CARD = "license: other\nlicense_name: widget\nlicense_link: LICENSE"
TERMS = """WIDGET WEIGHTS TERMS

1. Grant. Widget grants you the right to use, modify and distribute the Weights for any lawful
   purpose that is in keeping with the spirit of these terms, including commercial use.
2. Limits. You may not:
   (a) use the outputs of the Weights to improve any other large language model;
   (b) use the Weights for military purposes.
3. If your products have more than 3 million monthly active users, you must ask for a licence.
4. These terms do not apply in the European Union.
"""
NO_COMMERCE = """WIDGET WEIGHTS TERMS

1. You may not use the Weights or anything that is made with them in any commercial product.
2. These terms are governed by the laws of the Republic of Utopia, and nothing else governs them.
"""


def judged(hub: HubFolder, terms: str, **use: object) -> UseJudgement:
    hub.model("acme/widget", CARD, files={"LICENSE": terms})
    lineage = hub.trace("acme/widget")
    return judge_use(lineage, lineage.inputs[0][1], parse_use(dict(use)))


def by_topic(judgement: UseJudgement) -> dict[str, Reason]:
    return {reason.topic: reason for reason in judgement.reasons}


def test_clauses_that_concern_the_use_are_reasons_to_look(hub: HubFolder) -> None:
    judgement = judged(hub, TERMS, commercial=True, activity=["product", "distil"])
    reasons = by_topic(judgement)
    assert judgement.verdict == "review"
    assert reasons["user-limit"].clause == "3"
    assert "3,000,000" in reasons["user-limit"].text
    assert reasons["outputs-training"].clause == "2(a)"
    assert reasons["outputs-training"].evidence[0].start_line == 6
    assert reasons["territory"].clause == "4"
    assert "fields" not in reasons
    assert "commercial-use" not in reasons


def test_a_field_that_the_text_names_is_asked_about(hub: HubFolder) -> None:
    reasons = by_topic(judged(hub, TERMS, commercial=True, fields=["military"]))
    assert "large language model" not in reasons["fields"].evidence[0].quote
    assert reasons["fields"].verdict == "review"


@pytest.mark.parametrize(("commercial", "verdict"), [(True, "deny"), (None, "review")])
def test_a_bar_to_commerce_refuses_commerce(
    hub: HubFolder, commercial: bool | None, verdict: str
) -> None:
    use = {} if commercial is None else {"commercial": commercial}
    judgement = judged(hub, NO_COMMERCE, **use)
    assert judgement.verdict == verdict


def test_words_never_allow(hub: HubFolder) -> None:
    permissive = "1. You may use the Weights for any purpose, commercial or non-commercial.\n" * 3
    assert judged(hub, permissive, commercial=True, activity="internal").verdict == "review"


def test_a_catalogued_text_has_no_clauses_of_its_own(hub: HubFolder, apache_text: str) -> None:
    hub.model("acme/open", "license: apache-2.0", files={"LICENSE": apache_text})
    lineage = hub.trace("acme/open")
    record = lineage.record(lineage.inputs[0][1])
    assert record is not None
    assert record.licence.clauses == ()


def test_a_denied_use_has_no_duties(hub: HubFolder) -> None:
    hub.model("base/nc", "license: cc-by-nc-4.0")
    hub.model("acme/tune", "license: apache-2.0\nbase_model: base/nc")
    lineage = hub.trace("acme/tune")
    refused = judge_use(lineage, lineage.inputs[0][1], parse_use({"commercial": True}))
    assert (refused.verdict, refused.duties) == ("deny", ())
    allowed = judge_use(lineage, lineage.inputs[0][1], parse_use({"commercial": False}))
    assert allowed.duties
