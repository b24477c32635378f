"""Keyless signatures: sigstore certifies the identity with which a CI job or a person logged in.

Needs the extra `sigstore`. Only signing uses the network: sigstore's certificate authority and log.
The result is a Sigstore bundle (https://docs.sigstore.dev/about/bundle) of the statement in its
DSSE envelope, which other tools can verify. Verification needs only the trusted root that ships
with the package.
"""

from __future__ import annotations

from importlib.util import find_spec

from provenance.errors import MissingExtraError, TamperedError, UnreachableError, UsageError
from provenance.evidence.statement import PAYLOAD_TYPE, SIGSTORE, STATEMENT, Signer, envelope


def keyless_signer() -> Signer:
    """A signer with the identity of this CI job.

    Raises:
        UsageError: The extra is not installed, or no identity is available here.
        UnreachableError: The identity provider cannot be reached.
    """
    _need_extra()
    from sigstore.errors import Error
    from sigstore.oidc import IdentityToken, detect_credential

    try:
        credential = detect_credential()
        token = IdentityToken(credential) if credential else None
    except Error as error:
        raise UsageError(
            f"the identity of this job cannot be determined: {error}", _WITH_KEY
        ) from None
    if token is None:
        raise UsageError(
            "no identity is available here: this is not a CI job that may request one", _WITH_KEY
        )

    def sign(statement: bytes) -> dict[str, bytes]:
        from sigstore.dsse import Statement
        from sigstore.models import ClientTrustConfig
        from sigstore.sign import SigningContext

        try:
            context = SigningContext.from_trust_config(ClientTrustConfig.production())
            with context.signer(token) as holder:
                proof: str = holder.sign_dsse(Statement(statement)).to_json()
        except (Error, OSError) as error:
            raise UnreachableError(
                f"sigstore did not sign: {error}", "Run again, or sign with `--key`."
            ) from None
        return {STATEMENT: envelope(statement, []), SIGSTORE: proof.encode()}

    return Signer(sign)


def check_by_identity(payload: bytes, proof: bytes, identity: str, issuer: str) -> str:
    """Verify that an identity, certified by an issuer, signed a payload.

    Args:
        payload: The statement.
        proof: The Sigstore bundle; empty if there is none.
        identity: An e-mail address or a workflow address.
        issuer: The issuer of that identity, such as `https://token.actions.githubusercontent.com`.

    Returns:
        A description of the signer.

    Raises:
        UsageError: The extra is not installed.
        TamperedError: The signature does not match.
    """
    _need_extra()
    from sigstore.errors import Error
    from sigstore.models import Bundle
    from sigstore.verify import Verifier
    from sigstore.verify.policy import Identity

    if not proof:
        raise TamperedError(
            "the bundle was not signed with sigstore", "Verify it with `--key` or `--certificate`."
        )
    try:
        bundle = Bundle.from_json(proof)
        verified = Verifier.production(offline=True).verify_dsse(
            bundle, Identity(identity=identity, issuer=issuer)
        )
    except (Error, ValueError, TypeError, RecursionError) as error:
        reason = str(error).partition("\n")[0]
        raise TamperedError(
            f"{SIGSTORE} does not show that {identity} signed: {reason}", _ASK
        ) from None
    if verified != (PAYLOAD_TYPE, payload):
        raise TamperedError(f"{SIGSTORE} is a signature of another statement", _ASK)
    return f"{identity}, known to {issuer}"


_WITH_KEY = "Sign with `--key`; in GitHub Actions, give the job `permissions: id-token: write`."
_ASK = "Ask who made the bundle."


def _need_extra() -> None:
    if find_spec("sigstore") is None:
        raise MissingExtraError("sigstore", "sigstore")
