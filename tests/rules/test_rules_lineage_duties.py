"""Duties that a child has to carry out itself, and bases whose terms clash."""

from __future__ import annotations

from hub_folder import HubFolder

from provenance.model.finding import Outcome, Severity

TUNE = "license: llama3.1\nbase_model: meta/Llama-3.1-8B"
NOTICE = "Llama 3.1 is licensed under the Llama 3.1 Community License."


def test_notice_and_agreement_are_missing(hub: HubFolder) -> None:
    hub.model("meta/Llama-3.1-8B", "license: llama3.1")
    hub.model("acme/helper", TUNE)
    [finding] = hub.check("LIN021", "acme/helper").findings
    assert finding.severity is Severity.INFO
    assert (
        "notice with copies (1.b.iii)" in finding.message
        and "terms to recipients" in finding.message
    )
    assert len(finding.path) == 2


def test_notice_and_agreement_are_handed_on(hub: HubFolder) -> None:
    hub.model("meta/Llama-3.1-8B", "license: llama3.1")
    hub.model("acme/files", TUNE, files={"NOTICE": NOTICE, "LICENSE": NOTICE})
    hub.model("acme/told", TUNE, f"# Card\n\n## License\n\nThe base model: {NOTICE}\n")
    assert hub.check("LIN021", "acme/files").outcome is Outcome.PASSED
    assert hub.check("LIN021", "acme/told").outcome is Outcome.PASSED


def test_notices_of_ones_own_and_of_open_licences_are_not_asked(hub: HubFolder) -> None:
    hub.model("meta/Llama-3.1-8B", "license: llama3.1")
    hub.model("meta/Llama-3.1-8B-Instruct", TUNE)
    hub.model("base/open", "license: mit")
    hub.model("acme/open", "license: mit\nbase_model: base/open")
    for name in ("meta/Llama-3.1-8B-Instruct", "acme/open"):
        assert hub.check("LIN021", name).outcome is Outcome.NOT_APPLICABLE
        assert hub.check("LIN022", name).outcome is Outcome.NOT_APPLICABLE


def test_notices_cannot_be_told_without_a_listing(hub: HubFolder) -> None:
    hub.model("meta/Llama-3.1-8B", "license: llama3.1")
    hub.model(
        "acme/helper", None, meta={"cardData": {"base_model": "meta/Llama-3.1-8B"}, "siblings": []}
    )
    hub.model("acme/tagged", None, meta={"tags": ["base_model:meta/Llama-3.1-8B"], "siblings": []})
    assert hub.check("LIN021", "acme/tagged").outcome is Outcome.UNKNOWN
    assert hub.check("LIN022", "acme/tagged").outcome is Outcome.UNKNOWN


def test_a_name_without_the_word_is_medium(hub: HubFolder) -> None:
    hub.model("meta/Llama-3.1-8B", "license: llama3.1")
    hub.model("acme/helper-8b", TUNE)
    [finding] = hub.check("LIN022", "acme/helper-8b").findings
    assert finding.severity is Severity.MEDIUM
    assert "display “Built with Llama” (1.b.i)" in finding.message
    assert "name begins with “Llama” (1.b.i)" in finding.message


def test_a_word_elsewhere_in_the_name_or_missing_words_to_display_are_low(hub: HubFolder) -> None:
    hub.model("meta/Llama-3.1-8B", "license: llama3.1")
    hub.model("acme/tiny-llama", TUNE, "Built with Llama.\n")
    hub.model("acme/Llama-tiny", TUNE)
    for name in ("tiny-llama", "Llama-tiny"):
        assert hub.check("LIN022", f"acme/{name}").findings[0].severity is Severity.LOW


def test_the_name_duty_is_carried_out(hub: HubFolder) -> None:
    hub.model("meta/Llama-3.1-8B", "license: llama3.1")
    hub.model("acme/Llama-tiny", TUNE, "Built\nwith **Llama**.\n")
    assert hub.check("LIN022", "acme/Llama-tiny").outcome is Outcome.PASSED


def merge(*bases: str) -> str:
    return "license: mit\nbase_model:\n" + "\n".join(f"- {base}" for base in bases)


def test_share_alike_and_restrictions_clash(hub: HubFolder) -> None:
    hub.model("base/shared", "license: gpl-3.0")
    hub.model("base/strict", "license: cc-by-nc-4.0")
    hub.model("acme/merge", merge("base/strict", "base/shared"))
    [finding] = hub.check("LIN024", "acme/merge").findings
    assert finding.severity is Severity.HIGH
    assert "base/shared" in finding.message and "base/strict" in finding.message
    assert "no commercial use" in finding.details[0]


def test_bases_that_agree(hub: HubFolder) -> None:
    hub.model("base/a", "license: cc-by-sa-4.0")
    hub.model("base/b", "license: cc-by-sa-3.0")
    hub.model("base/c", "license: mit")
    hub.model("acme/merge", merge("base/a", "base/b", "base/c"))
    hub.model("acme/one", merge("base/a"))
    assert hub.check("LIN024", "acme/merge").outcome is Outcome.PASSED
    assert hub.check("LIN024", "acme/one").outcome is Outcome.NOT_APPLICABLE


def test_bases_cannot_be_told_where_one_is_unread(hub: HubFolder) -> None:
    hub.model("base/a", "license: mit")
    hub.model("acme/merge", merge("base/a", "base/gone"))
    assert hub.check("LIN024", "acme/merge").outcome is Outcome.UNKNOWN


def test_drift_is_medium_where_the_text_names_the_terms(hub: HubFolder) -> None:
    card = "# Card\n\n## License\n\nThe base model is provided under the Gemma Terms of Use.\n"
    hub.model("base/one", "license: gemma")
    hub.model("acme/told", "license: mit\nbase_model: base/one", card)
    [finding] = hub.check("LIN020", "acme/told").findings
    assert finding.severity is Severity.MEDIUM
    assert "only the accompanying text states it" in finding.message
