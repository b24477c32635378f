"""The reader for each file: a new reader is one module and one line in this list."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.scan import (
    config,
    dockerfile,
    modelfile,
    notebooks,
    python,
    requirements,
    settings,
    shell,
    sources,
)
from provenance.scan.mention import MentionReader

SIZE_LIMIT = 2 * 1024 * 1024
NOTEBOOK_LIMIT = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """Files with a matching name are read by `reader` if they have at most `limit` bytes."""

    pattern: re.Pattern[str]
    reader: MentionReader
    limit: int = SIZE_LIMIT


READERS: tuple[Row, ...] = (
    Row(re.compile(r".*\.pyw?"), python.read),
    Row(re.compile(r".*\.ipynb"), notebooks.read, NOTEBOOK_LIMIT),
    Row(
        re.compile(r"(?:.*[.-])?(?:Docker|Container)file(?:\..*)?|.*\.dockerfile", re.IGNORECASE),
        dockerfile.read,
    ),
    Row(re.compile(r"(?:.*\.)?Modelfile(?:\..*)?", re.IGNORECASE), modelfile.read),
    Row(
        re.compile(r"(?:.*[-_.])?requirements(?:[-_.].*)?\.(?:txt|in)|constraints.*\.txt|Pipfile"),
        requirements.read,
    ),
    Row(
        re.compile(r"pyproject\.toml|(?:poetry|uv)\.lock|environment\.ya?ml|setup\.cfg"),
        requirements.read,
    ),
    Row(
        re.compile(
            r".*\.(?:sh|bash|zsh|slurm|sbatch|mk)|(?:GNU)?[Mm]akefile|[Jj]ustfile|\.env(?:\..*)?"
        ),
        shell.read,
    ),
    Row(re.compile(r"(?!.*-lock\.|pnpm-lock).*\.ya?ml"), config.read_yaml),
    Row(re.compile(r".*\.toml"), config.read_toml),
    Row(re.compile(r".*\.(?:tf|tfvars|hcl|ini|cfg|conf|properties)"), settings.read),
    Row(re.compile(r".*\.(?:[cm]?[jt]s|[jt]sx|vue|svelte)"), sources.read_javascript),
    Row(re.compile(r".*\.(?:rs|go|swift|java|kt|cs)"), sources.read_other),
    Row(
        re.compile(
            r"(?!package(?:-lock)?\.json|tsconfig|tokenizer|vocab|special_tokens"
            r"|added_tokens).*\.json"
        ),
        config.read_json,
    ),
)


def reader_of(name: str) -> Row | None:
    """The row for a file of that name, or None. A name may hold line breaks, which no dot of a
    pattern matches."""
    on_one_line = " ".join(name.splitlines())
    return next((row for row in READERS if row.pattern.fullmatch(on_one_line)), None)
