"""What one licence says to one use: which duties bind which activity, which term decides."""

from __future__ import annotations

import pytest

from provenance.licences import catalogue, parse_use, permit
from provenance.licences.permit import BINDS, UseContext
from provenance.licences.use import ACTIVITIES, FIELDS, IntendedUse, UseVerdict


def ask(
    key: str, conditions: dict[str, object], setting: UseContext | None = None
) -> tuple[set[str], set[str]]:
    """Reasons as `topic verdict`, and words of the duties."""
    usual = {"commercial": True, "users": 1, "revenue": 1, "regions": ("KR",)}
    use = IntendedUse(**{**usual, **conditions})  # type: ignore[arg-type]
    reasons, tasks = permit(catalogue()[key], use, setting)
    return {f"{reason.topic} {reason.verdict}" for reason in reasons}, {task.duty for task in tasks}


@pytest.mark.parametrize(
    ("key", "activity", "duties"),
    [
        ("apache-2.0", "internal", set()),
        ("apache-2.0", "hosted-api", set()),
        ("apache-2.0", "fine-tune", set()),
        ("apache-2.0", "redistribute", {"keep-notices"}),
        ("apache-2.0", "product", {"keep-notices"}),
        ("agpl-3.0", "hosted-api", {"network-source"}),
        ("gpl-3.0", "internal", set()),
        ("gpl-3.0", "redistribute", {"keep-notices", "share-alike", "source-code"}),
        ("gemma", "internal", {"use-restrictions"}),
        ("gemma", "hosted-api", {"use-restrictions", "pass-terms"}),
        ("gemma", "distil", {"use-restrictions", "student-terms"}),
        ("llama3.1", "internal", {"use-restrictions"}),
        ("llama3.1", "fine-tune", {"use-restrictions", "name-prefix"}),
        ("llama3.1", "train-on-outputs", {"use-restrictions", "name-prefix-outputs"}),
        ("qwen-2024", "product", {"notice-file", "pass-terms"}),
        ("qwen-2024", "fine-tune", {"display-models"}),
        ("cc-by-nd-4.0", "fine-tune", {"no-derivatives"}),
        ("cc0-1.0", "redistribute", set()),
    ],
)
def test_duties_bind_activities(key: str, activity: str, duties: set[str]) -> None:
    reasons, stated = ask(key, {"activities": (activity,)})
    assert (reasons, stated) == (set(), duties)


def test_the_table_names_activities_and_known_duties() -> None:
    known = {duty.id for licence in catalogue().values() for duty in licence.duties}
    assert set(BINDS) <= known
    assert {activity for bound in BINDS.values() for activity in bound} <= set(ACTIVITIES)


@pytest.mark.parametrize(
    ("key", "conditions", "reasons"),
    [
        ("cc-by-nc-4.0", {"commercial": True}, {"commercial-use deny"}),
        ("cc-by-nc", {"commercial": True}, {"commercial-use deny", "terms-unknown review"}),
        ("cc-by-nc-4.0", {"commercial": None}, {"commercial-use review"}),
        ("cc-by-nc-4.0", {"commercial": False}, set()),
        ("sam", {"commercial": True}, {"commercial-use review"}),
        ("exaone-1.2-nc", {"commercial": True}, {"commercial-use deny"}),
        ("exaone-1.2-nc", {"commercial": False}, {"research-only review"}),
        ("exaone-1.2-nc", {"commercial": None}, {"commercial-use review", "research-only review"}),
        ("llama3.1", {"users": None}, {"limit review"}),
        ("llama3.1", {"users": 700_000_000}, set()),
        ("llama3.1", {"users": 700_000_001}, {"limit deny"}),
        ("qwen-2024", {"users": 100_000_001}, {"limit deny"}),
        ("qwen-2024", {"users": None, "commercial": False}, set()),
        ("stability-ai-community-2024", {"revenue": None}, {"limit review"}),
        ("stability-ai-community-2024", {"revenue": 1_000_001}, {"limit deny"}),
        ("tencent-hunyuan-3d-2", {"regions": ()}, {"territory review"}),
        ("tencent-hunyuan-3d-2", {"regions": ("US",)}, set()),
        ("tencent-hunyuan-3d-2", {"regions": ("DE",)}, {"territory deny"}),
        ("tencent-hunyuan-3d-2", {"regions": ("GB",)}, {"territory deny"}),
        ("hyperclovax-seed", {}, {"competitor-limit review"}),
        ("llama3.1", {"fields": ("military",)}, {"fields deny"}),
        ("llama3.1", {"fields": ("medical",)}, {"fields-conditional review"}),
        ("llama3.1", {"fields": ("education",)}, set()),
        ("stability-ai-community-2024", {"fields": ("education",)}, {"use-policy review"}),
        ("mit", {"fields": ("military",)}, set()),
        ("llama3", {"activities": ("train-on-outputs",)}, {"outputs-training deny"}),
        ("llama3", {"activities": ("distil",)}, {"outputs-training deny"}),
        (
            "exaone-1.2-nc",
            {"activities": ("distil",), "commercial": False},
            {"outputs-training review", "research-only review"},
        ),
        ("llama3", {"activities": ("fine-tune",)}, set()),
        ("cc-by-nd-4.0", {"activities": ("fine-tune", "redistribute")}, {"no-derivatives deny"}),
        ("cc-by-nd-4.0", {"activities": ("redistribute",)}, set()),
        (
            "kanana-open-2025-07-17",
            {"users": 20_000_000, "activities": ("internal",)},
            {"limit review", "terms-unknown review"},
        ),
        ("elastic-2.0", {}, {"terms-unknown review"}),
    ],
)
def test_terms_decide(key: str, conditions: dict[str, object], reasons: set[str]) -> None:
    assert ask(key, conditions)[0] == reasons


def test_a_derivative_of_what_may_not_be_changed() -> None:
    assert ask("cc-by-nd-4.0", {"activities": ("product",)}, UseContext(derived=True))[0] == {
        "no-derivatives deny"
    }


@pytest.mark.parametrize(
    ("multimodal", "regions", "reasons"),
    [
        (True, ("EU",), {"territory review"}),
        (None, ("FR",), {"territory review"}),
        (None, (), {"territory review"}),
        (False, ("EU",), set()),
        (False, (), set()),
        (True, ("KR",), set()),
    ],
)
def test_multimodal_models_in_the_eu(
    multimodal: bool | None, regions: tuple[str, ...], reasons: set[str]
) -> None:
    assert ask("llama4", {"regions": regions}, UseContext(multimodal=multimodal))[0] == reasons


def test_registration_is_asked_of_commercial_use_only() -> None:
    assert "registration" in ask("stability-ai-community-2024", {})[1]
    assert "registration" not in ask("stability-ai-community-2024", {"commercial": False})[1]


def test_no_licence_is_allowed_without_its_terms_and_every_reason_says_where() -> None:
    everything = IntendedUse(
        activities=tuple(ACTIVITIES),
        commercial=True,
        users=None,
        revenue=None,
        regions=(),
        fields=tuple(FIELDS),
    )
    for key, licence in catalogue().items():
        reasons, _ = permit(licence, everything)
        assert licence.known_terms or reasons, key
        for reason in reasons:
            assert reason.verdict in (UseVerdict.REVIEW, UseVerdict.DENY)
            is_known_to_bar = licence.category in ("non-commercial", "family")
            is_confirmed = licence.known_terms or is_known_to_bar
            assert reason.verdict is UseVerdict.REVIEW or (reason.source and is_confirmed), key
            assert reason.licence == key
            assert reason.question


@pytest.mark.parametrize(
    ("key", "use", "topic", "verdict"),
    [
        ("hyperclovax-seed", {}, "competitor-limit", UseVerdict.REVIEW),
        (
            "hyperclovax-seed",
            {"circumstances": ["competing-product"]},
            "competitor-limit",
            UseVerdict.DENY,
        ),
        ("hyperclovax-seed", {"circumstances": ["no-competing-product"]}, "competitor-limit", None),
        ("k-exaone", {}, "commercial-distribution", UseVerdict.REVIEW),
        # Its terms are not wholly known, so it never denies.
        (
            "k-exaone",
            {"circumstances": ["third-party-supply"]},
            "commercial-distribution",
            UseVerdict.REVIEW,
        ),
        ("k-exaone", {"circumstances": ["no-third-party-supply"]}, "commercial-distribution", None),
        # Known at second hand only, so it never denies.
        (
            "kanana-open-2025-07-17",
            {"circumstances": ["third-party-supply"]},
            "commercial-distribution",
            UseVerdict.REVIEW,
        ),
        (
            "flux-dev-2.0",
            {"activity": "train-on-outputs", "circumstances": ["competing-model"]},
            "outputs-training",
            UseVerdict.DENY,
        ),
        (
            "flux-dev-2.0",
            {"activity": "train-on-outputs", "circumstances": ["no-competing-model"]},
            "outputs-training",
            None,
        ),
        (
            "stability-ai-community-2024",
            {"activity": "train-on-outputs", "circumstances": ["competing-model"]},
            "outputs-training",
            UseVerdict.REVIEW,
        ),
        # The older agreements name any other model, whatever it competes with.
        (
            "llama3",
            {"activity": "train-on-outputs", "circumstances": ["no-competing-model"]},
            "outputs-training",
            UseVerdict.DENY,
        ),
    ],
)
def test_what_licences_make_a_use_depend_on(
    key: str, use: dict[str, object], topic: str, verdict: UseVerdict | None
) -> None:
    reasons, _ = permit(catalogue()[key], parse_use(use))

    about = [reason for reason in reasons if reason.topic == topic]
    assert [reason.verdict for reason in about] == ([verdict] if verdict else [])
    assert all(reason.clause for reason in about)


@pytest.mark.parametrize("key", ("flux-1-dev", "nvidia-source-code-nc", "llama1"))
def test_a_read_ban_of_commerce_denies_where_the_licence_is_known_for_it(key: str) -> None:
    reasons, _ = permit(catalogue()[key], IntendedUse(activities=("product",), commercial=True))
    denied = [reason for reason in reasons if reason.topic == "commercial-use"]
    assert [reason.verdict for reason in denied] == [UseVerdict.DENY]
    assert denied[0].clause


def test_a_single_reading_denies_nothing_by_itself() -> None:
    licence = catalogue()["ltxv-owl-2025-05-05"]
    reasons, _ = permit(licence, IntendedUse(activities=("product",), commercial=True))
    assert UseVerdict.DENY not in {reason.verdict for reason in reasons}


@pytest.mark.parametrize("key", ["nvidia-nemotron-open-model", "upstage-solar-2026-01-16"])
def test_what_recipients_get_is_listed_once(key: str) -> None:
    use = IntendedUse(commercial=True, activities=("redistribute",))
    _, tasks = permit(catalogue()[key], use)
    words = [str(task.text) for task in tasks]
    assert len(words) == len(set(words))
    assert sum("recipients get" in text for text in words) == 1
