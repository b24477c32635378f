"""Signatures without a key of one's own: sigstore names the identity that a CI job or a person
logged in with.

It comes with the extra `sigstore`, and only signing asks anybody: the certificate authority and the
log of sigstore. What it gives is a Sigstore bundle (https://docs.sigstore.dev/about/bundle) of the
statement in its DSSE envelope, which other tools check as well. Checking it needs nothing but the
trusted root that comes with the package.
"""

from __future__ import annotations

from importlib.util import find_spec

from provenance.errors import MissingExtraError, TamperedError, UnreachableError, UsageError
from provenance.evidence.statement import PAYLOAD_TYPE, SIGSTORE, STATEMENT, Signer, envelope


def keyless_signer() -> Signer:
    """The one as whom this CI job is known.

    Raises:
        UsageError: The extra is not installed, or nothing here vouches for an identity.
        UnreachableError: Those who would vouch for it cannot be reached.
    """
    _need_extra()
    from sigstore.errors import Error
    from sigstore.oidc import IdentityToken, detect_credential

    try:
        told = detect_credential()
        token = IdentityToken(told) if told else None
    except Error as error:
        raise UsageError(f"the identity of this job cannot be told: {error}", _WITH_KEY) from None
    if token is None:
        raise UsageError(
            "nothing here vouches for an identity: no CI job that may ask for one", _WITH_KEY
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
    """Whether somebody signed a payload who was known to an issuer by a name.

    Args:
        payload: The statement.
        proof: The Sigstore bundle; empty where there is none.
        identity: The name: an e-mail address, or the address of a workflow.
        issuer: Who knew them by it, such as `https://token.actions.githubusercontent.com`.

    Returns:
        The signer, in words.

    Raises:
        UsageError: The extra is not installed.
        TamperedError: It was not signed so.
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
        said = Verifier.production(offline=True).verify_dsse(
            bundle, Identity(identity=identity, issuer=issuer)
        )
    except (Error, ValueError, TypeError, RecursionError) as error:
        told = str(error).partition("\n")[0]
        raise TamperedError(
            f"{SIGSTORE} does not show that {identity} signed: {told}", _ASK
        ) from None
    if said != (PAYLOAD_TYPE, payload):
        raise TamperedError(f"{SIGSTORE} is a signature of another statement", _ASK)
    return f"{identity}, known to {issuer}"


_WITH_KEY = "Sign with `--key`; in GitHub Actions, give the job `permissions: id-token: write`."
_ASK = "Ask who made the bundle."


def _need_extra() -> None:
    if find_spec("sigstore") is None:
        raise MissingExtraError("sigstore", "sigstore")
