"""The chat templates of a model, from all places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from provenance.messages import message
from provenance.model.artifact import FILES, ArtifactId, Gap, SourceText
from provenance.stated import gap_of, is_empty, leftover
from provenance.weights import ChatTemplate, WeightFacts, read_template, templates_in

# transformers writes one template next to the tokenizer, and several into the folder.
_FILES = re.compile(
    r"(?:.{1,200}/)?chat_template\.jinja|additional_chat_templates/[^/]{1,200}\.jinja"
)
_KEY = "chat_template"
TEMPLATE_CONFIGS = ("chat_template.json",)
MOST_TEMPLATE_FILES = 8


def is_template_file(path: str) -> bool:
    """Whether a file is a chat template, by its name."""
    return _FILES.fullmatch(path) is not None


def chat_templates(
    documents: Mapping[str, SourceText],
    configs: Mapping[str, Mapping[str, object]],
    weights: Iterable[WeightFacts],
) -> tuple[ChatTemplate, ...]:
    """The templates in separate files, in configurations and in weight headers.

    Args:
        documents: Texts that were read, by path.
        configs: Parsed JSON files, by path.
        weights: Header facts.
    """
    of_files = tuple(
        read_template(path, "", document.text)
        for path, document in sorted(documents.items())
        if is_template_file(path)
    )
    of_configs = tuple(
        template
        for path, config in sorted(configs.items())
        for template in templates_in(path, config.get(_KEY))
    )
    of_weights = tuple(template for facts in weights for template in facts.templates)
    return (*of_files, *of_configs, *of_weights)


def unread_templates(
    purl: ArtifactId, configs: Mapping[str, Mapping[str, object]]
) -> Iterator[Gap]:
    """A gap for each configuration whose chat template is no text.

    Args:
        purl: The artefact.
        configs: Parsed JSON files, by path.
    """
    for path, config in sorted(configs.items()):
        value = config.get(_KEY)
        if is_empty(value) or templates_in(path, value):
            continue
        for left in leftover(value, (_KEY,), message("gap.shape.text")).leftovers:
            yield gap_of(purl, FILES, path, left)
