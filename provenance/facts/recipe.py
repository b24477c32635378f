"""Turn a mergekit configuration into a workflow of CycloneDX `formulation`: input models and
parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from provenance.cyclonedx.documents import WorkflowInputJson, WorkflowJson
from provenance.facts.stated import Fact, blank
from provenance.files.safe_yaml import load_yaml
from provenance.files.yaml_errors import YamlError
from provenance.lineage.record import ArtifactRecord
from provenance.model.finding import Evidence, shorten
from provenance.parents import merge_recipes

MOST_PARAMETERS = 300


def merge_workflow(
    record: ArtifactRecord, bom_ref: str, parents: Mapping[str, str]
) -> tuple[WorkflowJson, tuple[Fact, ...]] | None:
    """Write the merge recipe of a model's repository or card (bom-1.7.schema.json, `workflow`).

    Args:
        record: The record of the merged model.
        bom_ref: Its reference within the BOM.
        parents: bom-ref of each parent, by the name that configurations use for it.

    Returns:
        A workflow of type `merge` with each parent as an input, the leaves of the configuration as
        parameters named by their path (`models[1].parameters.weight`), and the model as output;
        None if there is no recipe.
    """
    for document, text, span in merge_recipes(record.sheets, record.documents):
        parameters = list(_leaves(text))
        if not parameters:
            continue
        written = "\n".join(value for _, value in parameters)
        inputs: list[WorkflowInputJson] = [
            {"resource": {"ref": ref}} for name, ref in sorted(parents.items()) if name in written
        ]
        inputs.append(
            {"parameters": [{"name": name, "value": value} for name, value in parameters]}
        )
        workflow: WorkflowJson = {
            "bom-ref": f"formulation:{bom_ref}#merge",
            "uid": f"merge of {bom_ref}",
            "name": "merge",
            "resourceReferences": [{"ref": bom_ref}],
            "taskTypes": ["merge"],
            "inputs": inputs,
            "outputs": [{"type": "artifact", "resource": {"ref": bom_ref}}],
        }
        evidence = Evidence.quoting(document, span.start, span.end)
        return workflow, (Fact(("workflows", 0), None, (evidence,)),)
    return None


def _leaves(text: str) -> Iterator[tuple[str, str]]:
    """Every leaf of a configuration with its path, in document order; empty if it is not a
    mapping."""
    try:
        root = load_yaml(text.replace("\r\n", "\n")).value
    except YamlError:
        return
    waiting: list[tuple[str, object]] = [("", root)] if isinstance(root, dict) else []
    count = 0
    while waiting and count < MOST_PARAMETERS:
        path, value = waiting.pop(0)
        if isinstance(value, dict | list):
            waiting[:0] = _below(path, value)
        elif not blank(value):
            count += 1
            written = str(value).lower() if isinstance(value, bool) else str(value)
            yield shorten(path, 200), shorten(written, 300)


def _below(path: str, value: dict[str, object] | list[object]) -> Iterator[tuple[str, object]]:
    """The members of a mapping or list, each with its path."""
    if isinstance(value, list):
        for index, entry in enumerate(value):
            yield f"{path}[{index}]", entry
        return
    for key, entry in value.items():
        yield f"{path}.{key}" if path else str(key), entry
