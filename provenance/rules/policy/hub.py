"""POL003."""

from __future__ import annotations

from urllib.parse import urlsplit

from provenance.model.artifact import ArtifactId
from provenance.model.finding import Evidence, Severity
from provenance.policy import Limits, PolicySetting
from provenance.report import Report
from provenance.rules.policy.limit import LimitRule


class HubNotPermitted(LimitRule, code="POL003", name="hub-not-permitted", severity=Severity.HIGH):
    """Something was read from a hub that the policy does not permit.

    ## What it checks
    Where the model, its bases and the data they were trained on were read, against `hubs.denied`;
    where the model and its bases were, against `hubs.allowed` as well, where such a list is given.
    `hf` is every hub that speaks the wire format of the Hugging Face Hub, `folder` is a folder of
    this machine, `hub.example` is that host alone.

    ## Why it matters
    A mirror inside your network has been looked at by somebody, keeps what it has, and leaves a
    trace of who took what.

    ## How to fix
    Set HF_ENDPOINT or `--hub` to the hub that is permitted.

    ## Example
    `hubs.allowed = ["models.intra.example"]`, and a job that reads huggingface.co.

    ## References
    - https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
    """

    @property
    def limits(self) -> Limits:
        return self.policy.hubs

    def refusal(
        self, purl: ArtifactId, report: Report, is_data: bool
    ) -> tuple[str, tuple[PolicySetting, ...]] | None:
        artifact = next((one for one in report.artifacts if one.purl == purl), None)
        if artifact is None:
            return None
        host = urlsplit(artifact.url).netloc.rpartition("@")[2].lower()
        settings = self.limits.refusal(
            lambda word: word.lower() in (artifact.hub, host), listed_only=not is_data
        )
        return (
            (f"the hub {host}" if host else f"the hub {artifact.hub}", settings)
            if settings
            else None
        )

    def proof(self, purl: ArtifactId, report: Report) -> tuple[Evidence, ...]:
        """None: the address says it."""
        return ()
