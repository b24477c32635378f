"""Which configuration files of a model are read, and what they contain."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from types import MappingProxyType

from provenance.files.safe_json import JsonError, load_json
from provenance.lineage.chat_templates import TEMPLATE_CONFIGS
from provenance.lineage.part_indexes import INDEX_LIMIT, is_part_index
from provenance.lineage.wanted import TEXT_LIMIT
from provenance.messages import Message, message
from provenance.model.artifact import ADAPTER_CONFIG, DETAIL, Gap, Snapshot, SourceText
from provenance.parents import CODE_CONFIGS, GPTQ_CONFIG, MODULES
from provenance.stated import CONFIG_KEYS, with_known_keys

CONFIGS = (
    ADAPTER_CONFIG,
    GPTQ_CONFIG,
    "generation_config.json",
    *CODE_CONFIGS,
    *TEMPLATE_CONFIGS,
)
REQUIREMENTS = "requirements.txt"
# Inference Endpoints run the first and install the second:
# https://huggingface.co/docs/inference-endpoints/guides/custom_handler
SERVED = ("handler.py", REQUIREMENTS)
OTHER_CONFIGS = "other configurations"
MOST_PART_CONFIGS = 8
# Parts of parts: `models/0_Transformer/config.json`. Trainers leave many in old checkpoints.
MOST_DEEP_CONFIGS = 8
_SHOWN = 3


def text_limit(path: str) -> int:
    """How many bytes of a text file are read at most.

    Args:
        path: Its path.
    """
    return INDEX_LIMIT if is_part_index(path) else TEXT_LIMIT


def is_config(path: str) -> bool:
    """Whether a file is a configuration or an index of the parts of a model."""
    is_named = path in CONFIGS or path.rpartition("/")[2] in (*CODE_CONFIGS, ADAPTER_CONFIG)
    return is_named or is_part_index(path)


def config_paths(snapshot: Snapshot) -> list[str]:
    """Configurations in the root, and some in the folders of parts and below these. Of a stored hub
    answer, indexes and configurations deeper down only if they were stored.

    Args:
        snapshot: The hub's answer.
    """
    configs = [
        entry
        for entry in snapshot.files
        if is_config(entry.path) and (entry.kept or not is_part_index(entry.path))
    ]
    in_root = sorted(entry.path for entry in configs if "/" not in entry.path)
    in_parts = sorted(entry.path for entry in configs if entry.path.count("/") == 1)
    deeper = sorted(entry.path for entry in configs if entry.kept and entry.path.count("/") > 1)
    return [*in_root, *in_parts[:MOST_PART_CONFIGS], *deeper[:MOST_DEEP_CONFIGS]]


def unread_configs(snapshot: Snapshot, bodies: Container[str]) -> Iterator[Gap]:
    """One gap for the configurations beyond the limits, if any was requested.

    Args:
        snapshot: The hub's answer.
        bodies: The requested paths.
    """
    paths = [
        entry.path
        for entry in snapshot.files
        if entry.kept and entry.path.rpartition("/")[2] in CODE_CONFIGS
    ]
    left = [path for path in paths if path not in bodies]
    if left and len(left) < len(paths):
        detail = message("gap.configs-left-out", files=tuple(left[:_SHOWN]), count=len(left))
        yield Gap(
            artifact=snapshot.ref.purl,
            what=OTHER_CONFIGS,
            reason="bound",
            detail=detail,
            topic=DETAIL,
        )


def parse_configs(
    snapshot: Snapshot, documents: Mapping[str, SourceText], gaps: list[Gap]
) -> dict[str, Mapping[str, object]]:
    """The parsed configurations by path.

    Args:
        snapshot: The hub's answer.
        documents: Texts that were read, by path.
        gaps: Gets a gap for each configuration, or part of one, that cannot be read.
    """
    configs: dict[str, Mapping[str, object]] = {}
    for path in sorted(path for path in documents if is_config(path)):
        try:
            loaded = load_json(documents[path].text)
        except JsonError as error:
            detail = message("gap.not-json", path=path, why=error.reason)
            gaps.append(_malformed(snapshot, path, detail))
            continue
        value = loaded.value
        if path.rpartition("/")[2] == MODULES and isinstance(value, list):
            value = {"modules": value}
        if isinstance(value, dict):
            known = with_known_keys(value, CONFIG_KEYS.get(path, ()))
            configs[path] = MappingProxyType(known)
        else:
            detail = message("gap.not-an-object", path=path)
            gaps.append(_malformed(snapshot, path, detail))
        for key in loaded.repeated:
            detail = message("gap.key-twice", path=path, key=repr(key))
            gaps.append(_malformed(snapshot, f"{path} {key}", detail))
        for lost in loaded.dropped:
            detail = message("gap.value-lost", path=path, value=lost)
            gaps.append(_malformed(snapshot, path, detail))
    return configs


def _malformed(snapshot: Snapshot, what: str, detail: Message) -> Gap:
    return Gap(artifact=snapshot.ref.purl, what=what, reason="malformed", detail=detail)
