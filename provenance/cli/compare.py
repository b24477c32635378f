"""`provenance compare`."""

from __future__ import annotations

import click

from provenance.cli import notices, options, output
from provenance.errors import EXIT_CLEAN, EXIT_INCOMPLETE, UsageError


@click.command("compare")
@options.subjects
@click.option(
    "-f", "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True
)
@click.option("--lang", type=click.Choice(("en", "ko")), default="en", show_default=True)
def command(subjects: options.SubjectOptions, form: str, lang: str) -> None:
    """Show how strong the evidence is that two models are related.

    Reads listings, configurations, headers, and a few kilobytes of weights. Identical files are
    proof; identical tensors or a maker's own statement are strong evidence; belonging to the same
    family does not prove descent.

    \b
    provenance compare org/model org/other-model
    """
    from provenance.lineage.compare import compare_models
    from provenance.lineage.small_tensors import compare_tensors
    from provenance.messages import in_language
    from provenance.text.printable import json_bytes, printable

    if len(subjects.refs) != 2 or subjects.manifest:
        raise UsageError("compare takes two models", "Write `provenance compare A B`.")
    lineage = subjects.trace()
    records = [lineage.record(ref) for _, ref in lineage.inputs]
    notices.tell_unread(lineage.gaps)
    left, right = records
    if left is None or right is None:
        click.get_current_context().exit(EXIT_INCOMPLETE)
    tensors = compare_tensors(subjects.open(), left, right)
    rungs = compare_models(left, right, tensors)
    if form == "json":
        rows = [
            {"rung": answer.rung, "answer": answer.answer, "text": in_language(answer.text, lang)}
            for answer in rungs
        ]
        output.write_stdout(json_bytes({"left": left.purl, "right": right.purl, "rungs": rows}))
    else:
        lines = [
            f"{answer.rung:14} {answer.answer:8} {printable(in_language(answer.text, lang))}"
            for answer in rungs
        ]
        output.write_stdout(("\n".join(lines) + "\n").encode())
    click.get_current_context().exit(EXIT_CLEAN)
