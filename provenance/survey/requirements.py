"""The extras that a survey needs, checked before any import that needs them."""

from __future__ import annotations

from importlib.util import find_spec

from provenance.errors import MissingExtraError
from provenance.messages import message

_SURVEY, _CLUSTER = "survey", "dask"
_MODULES = {_SURVEY: ("pyarrow", "duckdb"), _CLUSTER: ("distributed",)}


def require(*, cluster: bool = False) -> None:
    """Check that the extras are installed.

    Args:
        cluster: Whether a cluster is requested.

    Raises:
        MissingExtraError: One is missing; the error has the command that installs it.
    """
    _require(_SURVEY, message("survey.needs"))
    if cluster:
        _require(_CLUSTER, message("survey.cluster-needs"))


def _require(extra: str, what: str) -> None:
    if not all(find_spec(module) for module in _MODULES[extra]):
        raise MissingExtraError(what, extra)
