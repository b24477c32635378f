"""The shapes of a CycloneDX document as plain JSON, as far as this tool writes them
(bom-1.7.schema.json).

They describe documents of our own, which were validated. A document of somebody else's is a
`Mapping[str, object]`: nothing in it is known before it was looked at.
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypeAlias, TypedDict

Ref: TypeAlias = str
"""A bom-ref: the name of a component or claim within its document."""


class PropertyJson(TypedDict):
    """A statement for which CycloneDX has no member."""

    name: str
    value: str


class HashJson(TypedDict):
    """A digest of a file: `SHA-256` and hexadecimal digits."""

    alg: str
    content: str


class ReferenceJson(TypedDict):
    """An address outside of the document, and what it leads to."""

    type: str
    url: str
    comment: NotRequired[str]
    hashes: NotRequired[list[HashJson]]


class ContactJson(TypedDict):
    """A person, a team or an organisation; which of them is not stated."""

    name: NotRequired[str]
    email: NotRequired[str]


class AttachmentJson(TypedDict):
    """A text within the document."""

    content: str
    contentType: NotRequired[str]


class LicenceJson(TypedDict):
    """One licence: an SPDX identifier, or a name of its own with text and address."""

    id: NotRequired[str]
    name: NotRequired[str]
    text: NotRequired[AttachmentJson]
    url: NotRequired[str]
    acknowledgement: NotRequired[Literal["declared", "concluded"]]
    properties: NotRequired[list[PropertyJson]]


class LicenceChoiceJson(TypedDict):
    """An entry of `licenses`: either one licence, or a compound expression alone."""

    license: NotRequired[LicenceJson]
    expression: NotRequired[str]
    acknowledgement: NotRequired[Literal["declared", "concluded"]]


# --- What a model is: `modelCard` ---


class ApproachJson(TypedDict):
    """How a model learnt: `supervised`, `reinforcement-learning`."""

    type: str


class FormatJson(TypedDict):
    """The kind of an input or output: `text`, or the card's own words."""

    format: str


class ModelParametersJson(TypedDict, total=False):
    """What a model is built as and takes."""

    approach: ApproachJson
    task: str
    architectureFamily: str
    modelArchitecture: str
    datasets: list[DataJson]
    inputs: list[FormatJson]
    outputs: list[FormatJson]


class MetricJson(TypedDict, total=False):
    """A measured figure: `accuracy`, `0.91`, on which part of which data."""

    type: str
    value: str
    slice: str


class AnalysisJson(TypedDict, total=False):
    """What was measured of a model."""

    performanceMetrics: list[MetricJson]


class RiskJson(TypedDict):
    """An ethical risk that the card names."""

    name: str
    mitigationStrategy: NotRequired[str]


class EnvironmentJson(TypedDict, total=False):
    """What training cost, in the card's figures."""

    properties: list[PropertyJson]


class ConsiderationsJson(TypedDict, total=False):
    """For whom a model is meant, and what to mind when using it."""

    users: list[str]
    useCases: list[str]
    technicalLimitations: list[str]
    performanceTradeoffs: list[str]
    ethicalConsiderations: list[RiskJson]
    environmentalConsiderations: EnvironmentJson


class ModelCardJson(TypedDict, total=False):
    """What is stated of a model."""

    modelParameters: ModelParametersJson
    quantitativeAnalysis: AnalysisJson
    considerations: ConsiderationsJson
    properties: list[PropertyJson]


# --- What a dataset is: an entry of `data` ---


class PartyJson(TypedDict, total=False):
    """Somebody who answers for data."""

    contact: ContactJson


class GovernanceJson(TypedDict, total=False):
    """Who owns data, answers for its content, and stores it."""

    owners: list[PartyJson]
    stewards: list[PartyJson]
    custodians: list[PartyJson]


class ContentsJson(TypedDict, total=False):
    """Where data is, or the data itself."""

    url: str
    attachment: AttachmentJson
    properties: list[PropertyJson]


class DataJson(TypedDict, total=False):
    """Data of a component; within a model card possibly only the bom-ref of a dataset (`ref`)."""

    ref: Ref
    type: str
    name: str
    description: str
    contents: ContentsJson
    classification: str
    sensitiveData: list[str]
    governance: GovernanceJson


# --- Components, and how they belong together ---


class PedigreeJson(TypedDict, total=False):
    """What a model was made from; each base with its name and purl only."""

    ancestors: list[ComponentJson]
    notes: str


_ComponentWithRef = TypedDict("_ComponentWithRef", {"bom-ref": NotRequired[Ref]})


class ComponentJson(_ComponentWithRef):
    """A model, a dataset, one of their files, or a library."""

    type: str
    name: str
    group: NotRequired[str]
    publisher: NotRequired[str]
    version: NotRequired[str]
    description: NotRequired[str]
    purl: NotRequired[str]
    authors: NotRequired[list[ContactJson]]
    licenses: NotRequired[list[LicenceChoiceJson]]
    hashes: NotRequired[list[HashJson]]
    externalReferences: NotRequired[list[ReferenceJson]]
    components: NotRequired[list[ComponentJson]]
    pedigree: NotRequired[PedigreeJson]
    tags: NotRequired[list[str]]
    properties: NotRequired[list[PropertyJson]]
    modelCard: NotRequired[ModelCardJson]
    data: NotRequired[list[DataJson]]


class DependencyJson(TypedDict):
    """What a component needs, by bom-ref."""

    ref: Ref
    dependsOn: list[Ref]


ComposedMember: TypeAlias = Literal["assemblies", "dependencies"]


class CompositionJson(TypedDict):
    """How complete the files (`assemblies`) and parents (`dependencies`) of components are."""

    aggregate: str
    assemblies: NotRequired[list[Ref]]
    dependencies: NotRequired[list[Ref]]


# --- How a model was made: `formulation` ---


class ResourceJson(TypedDict):
    """A component that a workflow is about."""

    ref: Ref


class WorkflowInputJson(TypedDict, total=False):
    """What goes into a workflow: a component, or parameters."""

    resource: ResourceJson
    parameters: list[PropertyJson]


class WorkflowOutputJson(TypedDict):
    """What comes out of a workflow."""

    type: str
    resource: ResourceJson


# A key with a hyphen has no name in a class.
_WithRef = TypedDict("_WithRef", {"bom-ref": Ref})


class WorkflowJson(_WithRef):
    """A training run or a merge."""

    uid: str
    name: str
    resourceReferences: list[ResourceJson]
    taskTypes: list[str]
    inputs: NotRequired[list[WorkflowInputJson]]
    outputs: NotRequired[list[WorkflowOutputJson]]


class FormulaJson(_WithRef):
    """How a model was made, and with which software."""

    components: NotRequired[list[ComponentJson]]
    workflows: list[WorkflowJson]


# --- Where the statements come from, and what is declared: `citations`, `declarations` ---


class CitationJson(TypedDict):
    """One source with the fields that it states, as JSON Pointers into the document."""

    pointers: list[str]
    timestamp: str
    attributedTo: Ref
    note: str


class ConformanceJson(TypedDict):
    """How far a requirement is met, from 0 to 1."""

    score: float
    rationale: str


class ConfidenceJson(TypedDict):
    """How sure a claim is, from 0 to 1."""

    score: float
    rationale: str


class RequirementMapJson(TypedDict):
    """A requirement with the claims about it; without claims if nothing is stated."""

    requirement: Ref
    claims: NotRequired[list[Ref]]
    conformance: NotRequired[ConformanceJson]
    confidence: NotRequired[ConfidenceJson]


class AttestationJson(TypedDict):
    """A summary of several claims, and who assessed them."""

    summary: str
    assessor: Ref
    map: list[RequirementMapJson]


class OrganisationJson(TypedDict):
    """A named organisation."""

    name: str


class AssessorJson(_WithRef):
    """Who assessed."""

    organization: OrganisationJson


class ClaimJson(_WithRef):
    """What is claimed of a target, and the evidence for it."""

    target: Ref
    predicate: str
    reasoning: NotRequired[str]
    evidence: NotRequired[list[Ref]]


class EvidenceDataJson(TypedDict):
    """A quoted source."""

    name: str
    contents: ContentsJson


class EvidenceJson(_WithRef):
    """The evidence for a claim: where it is stated, with the quote."""

    propertyName: str
    description: str
    data: list[EvidenceDataJson]


class TargetsJson(TypedDict):
    """What the claims are about."""

    components: list[ComponentJson]


class DeclarationsJson(TypedDict):
    """Claims about components, with evidence and a summary by assessor."""

    assessors: list[AssessorJson]
    attestations: list[AttestationJson]
    claims: list[ClaimJson]
    evidence: list[EvidenceJson]
    targets: TargetsJson


class RequirementJson(_WithRef):
    """One requirement of a standard."""

    identifier: str
    title: str
    text: NotRequired[str]
    descriptions: NotRequired[list[str]]
    parent: NotRequired[Ref]
    externalReferences: NotRequired[list[ReferenceJson]]


class StandardJson(_WithRef):
    """A list of requirements with its publisher."""

    name: str
    version: str
    description: str
    owner: str
    requirements: list[RequirementJson]
    externalReferences: NotRequired[list[ReferenceJson]]


class DefinitionsJson(TypedDict):
    """The standards that a document refers to."""

    standards: list[StandardJson]


# --- The document ---


class ToolsJson(TypedDict):
    """The tools that made a document."""

    components: list[ComponentJson]


class MetadataJson(TypedDict, total=False):
    """What a document is about, and who made it when."""

    timestamp: str
    component: ComponentJson
    authors: list[ContactJson]
    tools: ToolsJson
    properties: list[PropertyJson]


_BomWithSchema = TypedDict("_BomWithSchema", {"$schema": str})


class BomJson(_BomWithSchema):
    """A bill of materials."""

    bomFormat: str
    specVersion: str
    serialNumber: NotRequired[str]
    version: int
    metadata: MetadataJson
    components: NotRequired[list[ComponentJson]]
    dependencies: NotRequired[list[DependencyJson]]
    compositions: NotRequired[list[CompositionJson]]
    formulation: NotRequired[list[FormulaJson]]
    citations: NotRequired[list[CitationJson]]
    declarations: NotRequired[DeclarationsJson]
    definitions: NotRequired[DefinitionsJson]
