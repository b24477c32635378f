"""Rules of the privacy family."""

from __future__ import annotations

from hub_folder import HubFolder

from provenance.model.finding import Outcome, Severity

UNFILLED = "# Data\n\n### Personal and Sensitive Information\n\n[More Information Needed]\n"
FILLED = (
    "# Data\n\n### Personal and Sensitive Information\n\nThe conversations hold names and e-mail"
    " addresses of customers. Both were replaced by tokens, and two people checked a sample of"
    " 2,000 rows by hand.\n"
)
COLUMNS = (
    "dataset_info:\n  features:\n  - name: customer_email\n    dtype: string\n  - name: text\n   "
    " dtype: string"
)
TUNE = "base_model: base/one\ndatasets: [acme/tickets]"


def test_placeholder_fires_for_a_dataset_and_for_what_was_trained_on_it(hub: HubFolder) -> None:
    hub.dataset("acme/tickets", "license: mit", UNFILLED)
    hub.model("acme/x", "datasets: [acme/tickets]")
    for ref in ("datasets/acme/tickets", "acme/x"):
        check = hub.check("PII082", ref)
        assert check.outcome is Outcome.FAILED
        assert check.findings[0].severity is Severity.LOW
        assert check.findings[0].evidence[0].quote


def test_placeholder_passes(hub: HubFolder) -> None:
    hub.dataset("acme/filled", "", FILLED)
    assert hub.check("PII082", "datasets/acme/filled").outcome is Outcome.PASSED


def test_placeholder_does_not_arise_or_cannot_tell(hub: HubFolder) -> None:
    hub.model("acme/x")
    hub.model("acme/y", "datasets: acme/private")
    assert hub.check("PII082", "acme/x").outcome is Outcome.NOT_APPLICABLE
    assert hub.check("PII082", "acme/y").outcome is Outcome.UNKNOWN


def test_personal_columns_fire(hub: HubFolder) -> None:
    hub.dataset("acme/tickets", COLUMNS, UNFILLED)
    check = hub.check("PII090", "datasets/acme/tickets")
    assert check.outcome is Outcome.FAILED
    assert "customer_email" in check.findings[0].message
    assert check.findings[0].evidence[0].start_line == 4


def test_personal_columns_pass_where_the_card_speaks(hub: HubFolder) -> None:
    hub.dataset("acme/tickets", COLUMNS, FILLED)
    assert hub.check("PII090", "datasets/acme/tickets").outcome is Outcome.PASSED


def test_personal_columns_cannot_tell_or_do_not_arise(hub: HubFolder) -> None:
    hub.model("acme/x")
    hub.model("acme/y", "datasets: acme/private")
    assert hub.check("PII090", "acme/x").outcome is Outcome.NOT_APPLICABLE
    assert hub.check("PII090", "acme/y").outcome is Outcome.UNKNOWN


def test_fine_tuning_data_fires(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit")
    hub.dataset("acme/tickets", "license: mit", UNFILLED)
    hub.model("acme/tune", TUNE)
    check = hub.check("PII070", "acme/tune")
    assert check.outcome is Outcome.FAILED
    assert "searched" in check.findings[0].details[0]


def test_fine_tuning_data_passes_where_the_dataset_answers(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit")
    hub.dataset("acme/tickets", "license: mit", FILLED)
    hub.model("acme/tune", TUNE)
    assert hub.check("PII070", "acme/tune").outcome is Outcome.PASSED


def test_fine_tuning_data_is_never_answered_by_the_base(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit", FILLED)
    hub.dataset("acme/tickets", "license: mit", UNFILLED)
    hub.model("acme/tune", TUNE)
    assert hub.check("PII070", "acme/tune").outcome is Outcome.FAILED


def test_fine_tuning_data_cannot_tell_or_does_not_arise(hub: HubFolder) -> None:
    hub.model("base/one", "license: mit")
    hub.model("acme/tune", TUNE)
    hub.model("acme/own")
    assert hub.check("PII070", "acme/tune").outcome is Outcome.UNKNOWN
    assert hub.check("PII070", "acme/own").outcome is Outcome.NOT_APPLICABLE
