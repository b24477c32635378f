"""Rules about a model's signature, on a hub that lists digests of some files only."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode

from hub_folder import HubFolder

from provenance.model.finding import Outcome
from provenance.signatures import SIGNATURE
from provenance.signatures.statement import PAYLOAD_TYPE, PREDICATE

DIGEST = hashlib.sha256(b"weights").hexdigest()


def unchecked(**files: str) -> str:
    """A signature of nobody, with the digests of files by name."""
    digests = [files[name] for name in sorted(files)]
    total = hashlib.sha256(b"".join(map(bytes.fromhex, digests))).hexdigest()
    statement = {
        "_type": "https://in-toto.io/Statement/v1",
        "subject": [{"name": "bear", "digest": {"sha256": total}}],
        "predicateType": PREDICATE,
        "predicate": {
            "serialization": {"method": "files", "ignore_paths": [SIGNATURE]},
            "resources": [
                {"name": name, "algorithm": "sha256", "digest": files[name]}
                for name in sorted(files)
            ],
        },
    }
    payload = b64encode(json.dumps(statement).encode()).decode()
    envelope = {"payloadType": PAYLOAD_TYPE, "payload": payload, "signatures": [{"sig": ""}]}
    return json.dumps({"verificationMaterial": {}, "dsseEnvelope": envelope})


def outcomes(hub: HubFolder, signature: str, digest: str | None) -> dict[str, Outcome]:
    listed = {"rfilename": "model.safetensors", "size": 7}
    if digest:
        listed["lfs"] = {"sha256": digest, "size": 7}
    siblings = [listed, {"rfilename": SIGNATURE}, {"rfilename": "README.md"}]
    hub.model(
        "acme/bear",
        "license: mit",
        files={SIGNATURE: signature},
        meta={"sha": "a" * 40, "siblings": siblings},
    )
    return {code: hub.check(code, "acme/bear").outcome for code in ("WGT011", "WGT012")}


def test_the_listed_digests_are_those_that_were_signed(hub: HubFolder) -> None:
    results = outcomes(hub, unchecked(**{"model.safetensors": DIGEST}), DIGEST)
    assert results == {"WGT011": Outcome.PASSED, "WGT012": Outcome.FAILED}


def test_a_listed_digest_is_another(hub: HubFolder) -> None:
    results = outcomes(hub, unchecked(**{"model.safetensors": DIGEST}), "b" * 64)
    assert results["WGT011"] is Outcome.FAILED


def test_without_a_listed_digest_nobody_can_tell(hub: HubFolder) -> None:
    results = outcomes(hub, unchecked(**{"model.safetensors": DIGEST}), None)
    assert results["WGT011"] is Outcome.UNKNOWN


def test_a_model_that_is_not_signed(hub: HubFolder) -> None:
    hub.model("acme/bare", "license: mit")
    for code in ("WGT011", "WGT012"):
        assert hub.check(code, "acme/bare").outcome is Outcome.NOT_APPLICABLE
