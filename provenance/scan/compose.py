"""Models in Compose files, which Docker Model Runner runs
(https://docs.docker.com/ai/compose/models-and-compose).

They stand in the top-level `models`, and in older files in a service's `provider`. A name without a
host is an image of Docker Hub, as after `docker model run`, and no name of the Hugging Face Hub.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

DOCKER_MODEL_RUNNER = "Docker Model Runner"


def compose_models(root: Any) -> Iterator[str]:
    """The names of the models that a Compose file runs.

    Args:
        root: The value of the document; nothing is found in other documents.
    """
    document = root if isinstance(root, dict) else {}
    services = document.get("services")
    if not isinstance(services, dict):
        return
    for model in _mappings(document.get("models")):
        yield from _text(model.get("model"))
    for service in _mappings(services):
        provider = service.get("provider")
        if isinstance(provider, dict) and provider.get("type") == "model":
            options = provider.get("options")
            yield from _text(options.get("model") if isinstance(options, dict) else None)


def _mappings(value: Any) -> Iterator[dict[str, object]]:
    """The mappings among the values of a mapping."""
    values = value.values() if isinstance(value, dict) else ()
    return (part for part in values if isinstance(part, dict))


def _text(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value:
        yield value
