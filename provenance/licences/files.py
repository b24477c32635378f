"""Which files of a repository speak of licences, told by their names alone."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import PurePosixPath


class FileRole(StrEnum):
    """What a file with a licence-like name is."""

    LICENCE = "licence"
    WEIGHTS_LICENCE = "weights-licence"
    CODE_LICENCE = "code-licence"
    NOTICE = "notice"
    USE_POLICY = "use-policy"


_TEXT_ENDING = re.compile(r"\.(?:md|markdown|txt|rst)$")
_NOT_A_TEXT = re.compile(
    r"\.(?:py|pyc|js|ts|json|jsonl|ya?ml|toml|png|jpe?g|gif|svg|csv|tsv|safetensors|bin|gguf|parquet|ipynb|sh|cfg|ini|"
    r"c|h|cc|cpp|java|go|rs|zip|gz|tar|pdf|html?|docx?|pt|pth|onnx|lock|sig|asc)$"
)
_USE_POLICY = re.compile(
    r"(?:acceptable|prohibited|responsible|allowed)?[-_ ]?us(?:e|age)[-_ ]?polic(?:y|ies)"
    r"|.*(?:prohibited|acceptable)[-_ ]?use.*"
)
_NOTICE = re.compile(
    r"(?:third[-_ ]?party[-_ ]?)?notices?|.*[-_ ]notices?|notice[-_ .].+|attributions?|third[-_"
    r" ]?party[-_ ].*"
)
_CODE = re.compile(r"(?:.*[-_. ])?(?:code|src|source|software)(?:[-_. ].*)?")
_WEIGHTS = re.compile(r"(?:.*[-_. ])?(?:model|weights?)(?:[-_. ].*)?")
_LICENCE = re.compile(
    r"(?:.*[-_. ])?(?:licen[cs]es?|licen[cs]e[-_ ]?agreement|copying|unlicen[cs]e)(?:[-_. ].*)?"
    r"|copyright|eula|(?:[a-z0-9.]+[-_ ])?terms(?:[-_ ]of[-_ ](?:use|service))?"
)
_DEEPEST = 2
_LONGEST_NAME = 255


def file_role(path: str) -> FileRole | None:
    """What the file at `path` is by its name, or None where it is nothing of the kind.

    Args:
        path: Path inside a repository, `/`-separated. Only the root and two folders below it are
            considered, so the licences of packages that a repository carries along do not pass for
            its own.
    """
    pure = PurePosixPath(path.replace("\\", "/"))
    name = pure.name.lower()
    if len(name) > _LONGEST_NAME or len(pure.parts) > _DEEPEST + 1 or _NOT_A_TEXT.search(name):
        return None
    stem = _TEXT_ENDING.sub("", name)
    if _USE_POLICY.fullmatch(stem):
        return FileRole.USE_POLICY
    if _NOTICE.fullmatch(stem):
        return FileRole.NOTICE
    if not _LICENCE.fullmatch(stem):
        return None
    if _CODE.fullmatch(stem):
        return FileRole.CODE_LICENCE
    return FileRole.WEIGHTS_LICENCE if _WEIGHTS.fullmatch(stem) else FileRole.LICENCE


def is_licence_file(path: str) -> bool:
    """Whether the file at `path` is worth reading for licences: a licence, a notice or a use policy
    by its name.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    return file_role(path) is not None
