"""Which duties are lost between an ancestor's licence and a child's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.hubs import read_id
from provenance.licences import catalogue, lookup, lost_duties
from provenance.licences.claim import (
    Conclusion,
    Joined,
    LicenceClaim,
    Limit,
    Restriction,
    Source,
    TextChange,
)
from provenance.licences.expression import conjunction
from provenance.licences.strictest import binding
from provenance.model.finding import Evidence


def under(*keys: str, text: str | None = None) -> Conclusion:
    licences = tuple(catalogue()[key] for key in keys)
    evidence = Evidence(
        artifact=read_id("pkg:huggingface/a/b"),
        file="LICENSE",
        revision="1" * 40,
        start_line=1,
        end_line=1,
        quote="",
        sha256=text,
    )
    claims = (
        (LicenceClaim(value="other", licence=None, source=Source.TEXT, evidence=evidence),)
        if text
        else ()
    )
    expression = conjunction(licence.spdx or licence.ref or "" for licence in licences) or None
    return Conclusion(
        claims=claims,
        declared=expression,
        concluded=expression,
        licences=licences,
        verdict="declared-only",
    )


def words(child: Conclusion, ancestor: Conclusion) -> set[str] | None:
    lost = lost_duties(child, ancestor)
    return None if lost is None else {duty.id for duty in lost}


@pytest.mark.parametrize(
    ("child", "ancestor"),
    [
        ("mit", "mit"),
        ("gemma", "gemma"),
        ("mit", "apache-2.0"),
        ("apache-2.0", "mit"),
        ("apache-2.0", "cc-by-4.0"),
        ("gemma", "mit"),
        ("llama3.1", "apache-2.0"),
        ("cc-by-nc-4.0", "mit"),
        ("cc-by-sa-4.0", "cc-by-sa-3.0"),
        ("agpl-3.0", "gpl-3.0"),
        ("cc-by-nc-sa-4.0", "cc-by-nc-4.0"),
        ("mit", "cc0-1.0"),
    ],
)
def test_nothing_is_lost(child: str, ancestor: str) -> None:
    assert lost_duties(under(child), under(ancestor)) == ()


def test_mit_over_vendor_terms_loses_them_with_clauses() -> None:
    lost = lost_duties(under("mit"), under("gemma"))
    assert lost is not None
    assert {(duty.id, duty.clause) for duty in lost} >= {
        ("use-restrictions", "3.2"),
        ("notice-file", "3.1"),
    }
    over_llama = words(under("apache-2.0"), under("llama3"))
    assert over_llama is not None and over_llama >= {
        "user-limit",
        "name-prefix",
        "display",
        "outputs-training",
    }


def test_versions_differ() -> None:
    assert words(under("llama3.1"), under("llama3")) == {"outputs-training"}
    assert words(under("llama3.1"), under("llama2")) == {"outputs-training"}
    assert words(under("llama3"), under("llama3.1")) == set()
    assert words(under("llama2"), under("llama3.1")) == {"display", "name-prefix"}


@pytest.mark.parametrize(
    "key", ["openrail++", "bigscience-openrail-m", "bigscience-bloom-rail-1.0", "openrail"]
)
def test_texts_of_the_rail_family_ask_the_same(key: str) -> None:
    assert lost_duties(under("creativeml-openrail-m"), under(key)) == ()
    assert lost_duties(under(key), under("creativeml-openrail-m")) == ()


def test_other_rail_texts_bar_other_uses() -> None:
    assert words(under("creativeml-openrail-m"), under("bigcode-openrail-m")) == {
        "pass-terms",
        "use-restrictions",
    }
    assert words(under("apache-2.0"), under("openrail")) == {"pass-terms", "use-restrictions"}


@pytest.mark.parametrize("version", ["llama3.2", "llama3.3", "llama4"])
def test_limits_on_multimodal_models_bind_no_text_model(version: str) -> None:
    older, newer = under("llama3.1"), under(version)
    assert lost_duties(newer, older) == ()
    assert lost_duties(older, newer, multimodal=False) == ()
    lost = lost_duties(older, newer, multimodal=True)
    assert lost and {duty.id for duty in lost} == {"territory-multimodal"}


@pytest.mark.parametrize(
    ("child", "ancestor"),
    [
        ("gpl-3.0", "gpl-2.0"),
        ("gpl-2.0-or-later", "gpl-3.0"),
        ("gpl-3.0", "gpl"),
        ("gpl-3.0", "lgpl-2.1"),
        ("gpl-3.0", "mpl-2.0"),
        ("gpl-3.0", "cc-by-sa-4.0"),
        ("agpl-3.0", "gpl-2.0"),
        ("cc-by-4.0", "cc-by-2.5"),
        ("cc-by-nc-sa-4.0", "cc-by-nc-sa-2.5"),
        ("cc-by-nc-nd-4.0", "cc-by-nc-nd-2.0"),
        ("cc-by-nc-4.0", "stability-nc-research"),
        ("mit", "bsd"),
        ("mit", "ofl-1.1"),
    ],
)
def test_equal_duties_of_standard_licences_are_equal(child: str, ancestor: str) -> None:
    lost = words(under(child), under(ancestor))
    assert not {"keep-notices", "share-alike", "source-code", "non-commercial"} & (lost or set())


def test_terms_of_commercial_use_are_met_by_a_ban_on_it() -> None:
    lost = words(under("cc-by-nc-4.0"), under("stability-ai-community-2024"))
    assert lost is not None and not {"registration", "revenue-limit"} & lost
    assert "use-restrictions" in lost


def test_a_choice_is_judged_by_what_recipients_may_pick() -> None:
    either = replace(
        under("mit", "gemma"), concluded="MIT OR LicenseRef-gemma", joined=Joined.CHOICE
    )
    assert words(either, under("gemma")) == {"notice-file", "pass-terms", "use-restrictions"}
    assert lost_duties(under("mit"), either) == ()
    assert lost_duties(under("gemma"), either) == ()


def test_words_beside_a_licence_are_duties() -> None:
    evidence = Evidence(
        artifact=read_id("pkg:huggingface/a/b"),
        file="README.md",
        revision="1" * 40,
        start_line=9,
        end_line=9,
        quote="research only",
        sha256=None,
    )
    only = Restriction(
        limit=Limit.RESEARCH_ONLY, quote="for research only", source=Source.CARD, evidence=evidence
    )
    restricted = replace(under("apache-2.0"), verdict="restricted", restrictions=(only,))
    assert words(under("apache-2.0"), restricted) == {"research-only"}
    assert words(restricted, under("cc-by-nc-4.0")) == set()
    unnamed = Conclusion(verdict="unresolved", restrictions=(only,))
    assert words(under("mit"), unnamed) == {"research-only"}
    trial = replace(only, limit=Limit.EVALUATION_ONLY)
    assert words(under("mit"), replace(unnamed, restrictions=(trial,))) == {"evaluation-only"}


def test_a_known_licence_with_changes_keeps_its_duties() -> None:
    evidence = Evidence(
        artifact=read_id("pkg:huggingface/a/b"),
        file="LICENSE",
        revision="1" * 40,
        start_line=9,
        end_line=9,
        quote="and more",
        sha256=None,
    )
    change = TextChange(licence="llama3.1", kind="added", quote="and more", evidence=evidence)
    changed = replace(under("llama3.1"), verdict="text-modified", changes=(change,))
    assert "user-limit" in (words(under("apache-2.0"), changed) or set())
    permissive = replace(under("mit"), verdict="text-modified", changes=(change,))
    assert lost_duties(under("mit"), replace(permissive, concluded=None)) is None


def test_of_two_that_are_stated_the_stricter_holds() -> None:
    evidence = Evidence(
        artifact=read_id("pkg:huggingface/a/b"),
        file="README.md",
        revision="1" * 40,
        start_line=2,
        end_line=2,
        quote="license",
        sha256=None,
    )
    tag = LicenceClaim(
        value="cc-by-nc-4.0", licence="cc-by-nc-4.0", source=Source.CARD, evidence=evidence
    )
    text = LicenceClaim(
        value="MIT License",
        licence="mit",
        source=Source.TEXT,
        evidence=replace(evidence, file="LICENSE"),
    )
    both = replace(under("mit"), claims=(text, tag), verdict="text-outranks")
    assert [licence.id for licence in binding(both)] == ["mit", "cc-by-nc-4.0"]
    assert words(under("apache-2.0"), both) == {"non-commercial"}


def test_limits_and_regions_are_compared_by_size() -> None:
    wide, narrow = under("tencent-hunyuan-large"), under("tencent-hunyuan-3d-2")
    assert not {"user-limit", "territory"} & (words(narrow, wide) or set())
    assert {"user-limit", "territory"} <= (words(wide, narrow) or set())


def test_share_alike_and_non_commercial_are_lost() -> None:
    assert words(under("mit"), under("cc-by-sa-4.0")) == {"share-alike"}
    assert words(under("mit"), under("cc-by-nc-4.0")) == {"non-commercial"}
    assert words(under("gpl-3.0"), under("agpl-3.0")) == {"network-source", "share-alike"}


def test_several_licences_count_together() -> None:
    assert lost_duties(under("mit", "cc-by-nc-4.0"), under("cc-by-nc-4.0")) == ()
    assert words(under("mit"), under("mit", "cc-by-nc-4.0")) == {"non-commercial"}


def test_what_is_not_known_cannot_be_told() -> None:
    assert lost_duties(Conclusion(), under("mit")) is None
    assert lost_duties(under("mit"), Conclusion()) is None
    assert lost_duties(under("glm-4"), under("gemma")) is None
    assert lost_duties(under("mit"), under("glm-4")) is None
    assert lost_duties(under("mit"), under("cc")) is None
    assert lost_duties(under("mit"), under("cecill-2.1")) is None


def test_an_open_licence_carries_no_vendor_terms_read_or_not() -> None:
    assert not catalogue()["artistic-2.0"].known_terms
    assert words(under("artistic-2.0"), under("gemma")) == {
        "notice-file",
        "pass-terms",
        "use-restrictions",
    }
    assert lost_duties(under("artistic-2.0"), under("mit")) is None
    assert lost_duties(under("ms-pl"), under("gpl-3.0")) is None


def test_incomplete_terms_lose_what_is_known_of_them() -> None:
    kanana = lookup("kanana-open-license")
    assert kanana is not None and not kanana.known_terms
    assert "name-prefix" in (words(under("mit"), under(kanana.id)) or set())


def test_the_same_text_is_the_same_terms() -> None:
    assert lost_duties(under(text="a" * 64), under(text="a" * 64)) == ()
    assert lost_duties(under(text="a" * 64), under(text="b" * 64)) is None


def test_what_the_reading_of_a_whole_text_would_have_found_is_lost() -> None:
    """NXAI's agreement was read clause by clause: nothing of Llama's limits is in it."""
    lost = words(under("nxai-community"), under("llama3"))
    assert lost is not None
    assert {"user-limit", "name-prefix", "outputs-training", "use-restrictions"} <= lost
    assert "indemnity" not in lost


def test_regions_are_the_same_by_either_code() -> None:
    assert words(under("tencent-hunyuan-flashvdm"), under("tencent-hunyuan-3d-2")) == set()


def test_versions_of_tencents_agreement_ask_the_same() -> None:
    assert words(under("tencent-hunyuan-a13b"), under("tencent-hunyuan-7b")) in (set(), None)
    lost = words(under("tencent-hunyuan-large"), under("tencent-hunyuan-3d-2"))
    assert lost == {"user-limit", "territory"}


def test_read_licence_does_not_ask_for_another_agreement() -> None:
    # Both texts were read clause by clause; neither asks to hand on the agreement of the other.
    lost = words(under("livekit-model"), under("tencent-hunyuan-mt"))
    assert lost is not None
    assert "pass-terms" in lost


def test_limit_on_commercial_users_does_not_bind_who_may_not_sell() -> None:
    lost = words(under("cc-by-nc-4.0"), under("apple-arkitscenes"))
    assert lost is not None
    assert "user-limit" not in lost
