"""Signatures of the models that were asked about, once it is known who is expected to sign."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from provenance.lineage.graph import Lineage
from provenance.model.artifact import Kind
from provenance.signatures import SignerTrust, with_signer


def with_signatures_checked(lineage: Lineage, signer: SignerTrust) -> Lineage:
    """The lineage with the signature of each model among its inputs checked. Datasets and bases are
    not expected to be signed.

    Args:
        lineage: What was read.
        signer: Who is expected to sign.

    Raises:
        UsageError: An extra is not installed, or the key or certificate cannot be used.
    """
    records = dict(lineage.records)
    for _, ref in lineage.inputs:
        record = lineage.record(ref)
        if record and record.ref.kind is Kind.MODEL:
            checked = with_signer(record.signature, signer)
            records[lineage.canonical(ref)] = replace(record, signature=checked)
    return replace(lineage, records=MappingProxyType(records))
