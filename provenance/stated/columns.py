"""Dataset columns, as declared in `dataset_info` of a card or in dataset_infos.json."""

from __future__ import annotations

from collections.abc import Mapping

from provenance.messages import message
from provenance.stated.reading import Path, Reading, leftover, together
from provenance.stated.values import is_empty, mappings, members

INFOS = "dataset_infos.json"
MOST_COLUMNS = 5_000
_FEATURE_KEYS = frozenset({"features", "feature", "columns", "fields"})


def feature_sets(value: object, path: Path) -> tuple[list[tuple[object, Path]], Reading]:
    """The columns of each configuration with their place, and whatever is not a configuration.

    Args:
        value: One configuration, a list of them, or a mapping of them by name.
        path: Its place.
    """
    infos, rest = mappings(value, path, message("gap.expected.with-key", key="features"))
    sets: list[tuple[object, Path]] = []
    for info, at in infos:
        own = _features_of(info, at)
        named = [
            columns
            for name, member in info.items()
            if isinstance(member, Mapping)
            for columns in _features_of(member, (*at, str(name)))
        ]
        sets += own or named
    return sets, rest


def data_columns(value: object, path: Path) -> Reading:
    """Report what was not understood in the columns."""
    sets, rest = feature_sets(value, path)
    return together((rest, *(_unread(features, at) for features, at in sets)))


def column_members(features: object, path: Path) -> list[tuple[str, object, Path]]:
    """Each column with its name, declaration and place; a bare name also counts as a column."""
    columns: list[tuple[str, object, Path]] = []
    if isinstance(features, Mapping):
        for key, body in features.items():
            name = str(key)
            columns.append((name, body, (*path, name)))
        return columns
    for step, item in members(features):
        written = item.get("name") if isinstance(item, Mapping) else item
        if isinstance(written, bool) or not isinstance(written, str | int):
            continue
        name = str(written)
        if name.strip():
            columns.append((name, item, (*path, step)))
    return columns


def _features_of(info: Mapping[str, object], path: Path) -> list[tuple[object, Path]]:
    return [
        (features, (*path, str(key)))
        for key, features in info.items()
        if str(key).lower() in _FEATURE_KEYS and not is_empty(features)
    ]


def _unread(features: object, path: Path) -> Reading:
    if not isinstance(features, Mapping | list | tuple):
        return leftover(features, path, message("gap.expected.columns"))
    read = column_members(features, path)
    places = {at for _, _, at in read}
    strange = [
        leftover(item, (*path, step), message("gap.expected.column"))
        for step, item in members(features)
        if (*path, step) not in places and not is_empty(item)
    ]
    if len(read) > MOST_COLUMNS:
        expected = message("gap.expected.column-limit", limit=MOST_COLUMNS)
        strange.append(leftover(features, path, expected))
    return together(strange)
