"""What an artefact was made from, according to its hub, card, configurations, weights and prose."""

from provenance.parents.code import CODE_CONFIGS, MODULES, CodeReference, code_references
from provenance.parents.configs import CONFIG, GPTQ_CONFIG
from provenance.parents.data_links import unread_data_pages
from provenance.parents.files import file_parents
from provenance.parents.header_names import unnamed_conversions
from provenance.parents.hub import HUB_CARD, hub_parents
from provenance.parents.loaded_code import (
    LOADED_CODE,
    MOST_CODE_FILES,
    code_files,
    named_like_code,
    unread_code_files,
)
from provenance.parents.merges import MERGE_CONFIGS, merge_recipes
from provenance.parents.nature import (
    MISSING,
    adapter_sign,
    derived_sign,
    is_merge_tag,
    missing_base,
)
from provenance.parents.statement import BASE, CODE, DATASET, MODEL_RELATIONS, Parent, followed
from provenance.parents.training_files import training_files, unread_training
from provenance.parents.unaddressed import unaddressed_sources

__all__ = [
    "BASE",
    "CODE",
    "CODE_CONFIGS",
    "CONFIG",
    "DATASET",
    "GPTQ_CONFIG",
    "HUB_CARD",
    "LOADED_CODE",
    "MERGE_CONFIGS",
    "MISSING",
    "MODEL_RELATIONS",
    "MODULES",
    "MOST_CODE_FILES",
    "CodeReference",
    "Parent",
    "adapter_sign",
    "code_files",
    "code_references",
    "derived_sign",
    "file_parents",
    "followed",
    "hub_parents",
    "is_merge_tag",
    "merge_recipes",
    "missing_base",
    "named_like_code",
    "training_files",
    "unaddressed_sources",
    "unnamed_conversions",
    "unread_code_files",
    "unread_data_pages",
    "unread_training",
]
