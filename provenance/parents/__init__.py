"""What an artefact says it was made from: by its hub, its card, its configurations, its weights,
its prose."""

from provenance.parents.configs import GPTQ_CONFIG
from provenance.parents.files import file_parents
from provenance.parents.hub import hub_parents
from provenance.parents.merges import MERGE_CONFIGS, merge_recipes
from provenance.parents.statement import BASE, DATASET, MODEL_RELATIONS, Parent, followed

__all__ = [
    "BASE",
    "DATASET",
    "GPTQ_CONFIG",
    "MERGE_CONFIGS",
    "MODEL_RELATIONS",
    "Parent",
    "file_parents",
    "followed",
    "hub_parents",
    "merge_recipes",
]
