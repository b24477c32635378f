"""`provenance schema`."""

from __future__ import annotations

import click

from provenance.cli import output


@click.command("schema")
@click.argument("name", required=False)
def command(name: str | None) -> None:
    """Print a packaged JSON Schema, for an editor or a validator; without a name, list them.

    \b
    provenance schema manifest-1 > manifest-1.schema.json
    """
    from provenance.files.resources import schema_names, schema_text

    text = schema_text(name) if name else "".join(f"{known}\n" for known in schema_names())
    output.write_stdout(text.encode())
