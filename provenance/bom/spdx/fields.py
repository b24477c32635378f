"""The members of SPDX elements that this tool fills (SPDX 3.0.1), by their names in the model.

A member that is None or empty is not written: nobody states it.
"""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from spdx_python_model import v3_0_1 as spdx


class ElementFields(TypedDict, total=False):
    """What any element may state. Other elements are named by their identifiers."""

    name: str | None
    description: str | None
    comment: str
    externalIdentifier: list[spdx.ExternalIdentifier]
    externalRef: list[spdx.ExternalRef]
    extension: list[spdx.extension_CdxPropertiesExtension]
    suppliedBy: str | None
    originatedBy: list[str]
    releaseTime: datetime | None
    software_primaryPurpose: str


class FileFields(ElementFields, total=False):
    """A file of a model or dataset."""

    software_fileKind: str
    verifiedUsing: list[spdx.Hash]


class SoftwareFields(ElementFields, total=False):
    """A package: its version, and where it is."""

    software_packageVersion: str | None
    software_packageUrl: str | None
    software_homePage: str | None
    software_downloadLocation: str | None


class AiPackageFields(SoftwareFields, total=False):
    """A model."""

    ai_domain: list[str]
    ai_typeOfModel: list[str]
    ai_informationAboutApplication: str
    ai_informationAboutTraining: str
    ai_limitation: str
    ai_hyperparameter: list[spdx.DictionaryEntry]
    ai_metric: list[spdx.DictionaryEntry]
    ai_metricDecisionThreshold: list[spdx.DictionaryEntry]
    ai_modelDataPreprocessing: list[str]
    ai_modelExplainability: list[str]
    ai_energyConsumption: spdx.ai_EnergyConsumption | None
    ai_useSensitivePersonalInformation: str


class DatasetFields(SoftwareFields, total=False):
    """A dataset."""

    dataset_datasetType: list[str]
    dataset_datasetAvailability: str | None
    dataset_datasetSize: int | None
    dataset_intendedUse: str
    dataset_dataCollectionProcess: str
    dataset_dataPreprocessing: list[str]
    dataset_datasetNoise: str
    dataset_datasetUpdateMechanism: str
    dataset_knownBias: list[str]
    dataset_anonymizationMethodUsed: list[str]
    dataset_hasSensitivePersonalInformation: str
