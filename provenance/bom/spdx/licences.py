"""Write a licence conclusion as SPDX licence elements and their two relationships."""

from __future__ import annotations

import re

from spdx_python_model import v3_0_1 as spdx

from provenance.bom.licensing import own_name, text_of, verified
from provenance.bom.spdx.graph import Graph, entry
from provenance.licences import lookup
from provenance.licences.claim import Conclusion, Source
from provenance.lineage.record import ArtifactRecord

NO_ASSERTION = spdx.expandedlicensing_IndividualLicensingInfo.NoAssertionLicense
_REF = re.compile(r"LicenseRef-[A-Za-z0-9.\-]+")


class Licences:
    """The licences of one document: one element per expression and text."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._known: dict[tuple[str, str | None], str] = {}

    def relate(self, element: str, record: ArtifactRecord) -> None:
        """Add the declared and concluded licence of an artefact, `NoAssertionLicense` if there is
        none."""
        conclusion = record.licence
        is_list = conclusion.verdict == "list"
        own = "" if is_list else _first_own_name(conclusion)
        declared = conclusion.declared or (_own_ref(own) if own else None)
        self._graph.relate(element, "hasDeclaredLicense", [self._element(declared, own)])
        comment = f"verdict: {conclusion.verdict}" if conclusion.claims else ""
        if is_list or conclusion.changes:
            comment = f"{comment}; {conclusion.name}"
        concluded = self._element(verified(conclusion), "", text_of(record))
        self._graph.relate(element, "hasConcludedLicense", [concluded], comment=comment)

    def _element(self, expression: str | None, name: str, text: str | None = None) -> str:
        if not expression:
            return str(NO_ASSERTION)
        if (expression, text) not in self._known:
            self._known[expression, text] = self._new_element(expression, name, text)
        return self._known[expression, text]

    def _new_element(self, expression: str, name: str, text: str | None) -> str:
        texts = []
        # Only an identifier of its own needs its text; the SPDX list has the others.
        if text and _REF.fullmatch(expression):
            texts = [entry(expression, self._text(text))]
        return self._graph.add(
            spdx.simplelicensing_LicenseExpression,
            name=_name(expression) or name,
            simplelicensing_licenseExpression=expression,
            simplelicensing_customIdToUri=texts,
            externalRef=_addresses(expression),
        )

    def _text(self, text: str) -> str:
        return self._graph.add(
            spdx.simplelicensing_SimpleLicensingText, simplelicensing_licenseText=text
        )


def _own_ref(name: str) -> str:
    return f"LicenseRef-{re.sub(r'[^A-Za-z0-9.]+', '-', name).strip('-') or 'unnamed'}"


def _name(expression: str) -> str:
    known = lookup(expression)
    return known.name if known else ""


def _addresses(expression: str) -> list[spdx.ExternalRef]:
    """Addresses of the texts of licences that are not on the SPDX list."""
    addresses = []
    for ref in _REF.findall(expression):
        licence = lookup(ref)
        if licence and licence.url:
            address = spdx.ExternalRef(
                externalRefType=spdx.ExternalRefType.license,
                locator=[licence.url],
                comment=licence.name,
            )
            addresses.append(address)
    return addresses


def _first_own_name(conclusion: Conclusion) -> str:
    """The first name that a claim gives its custom licence; empty if none does."""
    for claim in conclusion.claims:
        if claim.source not in (Source.TEXT, Source.GATED_PROMPT):
            name = own_name(claim)
            if name:
                return name
    return ""
