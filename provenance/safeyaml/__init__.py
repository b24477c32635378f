"""Parse untrusted YAML into plain values with line numbers, within limits, for cards, manifests and
configuration."""

from provenance.safeyaml.core import Loaded, Path, load_yaml
from provenance.safeyaml.errors import YamlError

__all__ = ["Loaded", "Path", "YamlError", "load_yaml"]
