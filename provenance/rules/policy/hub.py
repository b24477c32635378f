"""The rule hub-not-permitted (POL003)."""

from __future__ import annotations

from urllib.parse import urlsplit

from provenance.messages import message
from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence, Severity
from provenance.policy import Limits
from provenance.report import Report
from provenance.rules.policy.limit import LimitRule, Refusal


class HubNotPermitted(LimitRule, code="POL003", name="hub-not-permitted", severity=Severity.HIGH):
    """Something was read from a hub that the policy does not permit.

    ## What it checks
    The hub of the model, of its bases and of their training data against `hubs.denied`; that of the
    model and its bases also against `hubs.allowed`, if there is such a list. `hf` is every hub with
    the API of the Hugging Face Hub, `folder` is a folder on this machine, `hub.example` is that
    host alone.

    ## Why it matters
    Somebody has reviewed the mirror inside your network. It keeps what it has, and records who took
    what.

    ## How to fix
    Set HF_ENDPOINT or `--hub` to a hub that is permitted.

    ## Example
    `hubs.allowed = ["models.intra.example"]`, and a job that reads huggingface.co.

    ## References
    - https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
    """

    @property
    def limits(self) -> Limits:
        return self.policy.hubs

    def refusal(self, purl: ArtifactId, report: Report, is_data: bool) -> Refusal | None:
        artifact = next((node for node in report.artifacts if node.purl == purl), None)
        if artifact is None:
            return None
        host = urlsplit(artifact.url).netloc.rpartition("@")[2].lower()
        settings = self.limits.refusal(
            lambda word: word.lower() in (artifact.hub, host), listed_only=not is_data
        )
        if not settings:
            return None
        name = host or artifact.hub
        return Refusal(name, message("policy.hub-not-permitted.hub", name=name), settings)

    def proof(self, purl: ArtifactId, report: Report) -> tuple[Evidence, ...]:
        """None: the address says it."""
        return ()
