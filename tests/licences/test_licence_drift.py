"""Which duties are lost between an ancestor's licence and a child's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from provenance.finding import Evidence
from provenance.licences import catalogue, lookup, lost_duties
from provenance.licences.claim import Claim, Conclusion, Source
from provenance.licences.expression import conjunction


def under(*keys: str, text: str | None = None) -> Conclusion:
    licences = tuple(catalogue()[key] for key in keys)
    evidence = Evidence("pkg:huggingface/a/b", "LICENSE", "1" * 40, 1, 1, "", text)
    claims = (Claim("other", None, Source.TEXT, evidence),) if text else ()
    expression = conjunction(licence.spdx or licence.ref or "" for licence in licences) or None
    return Conclusion(claims, expression, expression, licences, "declared-only")


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
    assert words(under("llama3.1"), under("llama3")) == {
        "display",
        "name-prefix",
        "notice-file",
        "outputs-training",
        "pass-terms",
    }
    back = words(under("llama3"), under("llama3.1"))
    assert back is not None and "name-prefix-outputs" in back and "user-limit" not in back


def test_limits_and_regions_are_compared_by_size() -> None:
    wide, narrow = under("tencent-hunyuan-large"), under("tencent-hunyuan-3d-2")
    assert not {"user-limit", "territory"} & (words(narrow, wide) or set())
    assert {"user-limit", "territory"} <= (words(wide, narrow) or set())


def test_share_alike_and_non_commercial_are_lost() -> None:
    assert words(under("mit"), under("cc-by-sa-4.0")) == {"share-alike"}
    assert words(under("mit"), under("cc-by-nc-4.0")) == {"non-commercial"}
    assert words(under("gpl-3.0"), under("agpl-3.0")) == {"network-source"}


def test_several_licences_count_together() -> None:
    assert lost_duties(under("mit", "cc-by-nc-4.0"), under("cc-by-nc-4.0")) == ()
    assert words(under("mit"), under("mit", "cc-by-nc-4.0")) == {"non-commercial"}


def test_what_is_not_known_cannot_be_told() -> None:
    assert lost_duties(Conclusion(), under("mit")) is None
    assert lost_duties(under("mit"), Conclusion()) is None
    assert lost_duties(under("glm-4"), under("gemma")) is None
    assert lost_duties(under("mit"), under("glm-4")) is None
    either = replace(under("mit", "gemma"), concluded="MIT OR LicenseRef-x")
    assert lost_duties(either, under("gemma")) is None


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
