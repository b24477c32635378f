"""Recognise the licence files of a repository by name alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from unicodedata import normalize


class FileRole(StrEnum):
    """Role of a file with a licence-like name."""

    LICENCE = "licence"
    WEIGHTS_LICENCE = "weights-licence"
    CODE_LICENCE = "code-licence"
    NOTICE = "notice"
    USE_POLICY = "use-policy"
    USAGE = "usage"


# Files that contain the terms themselves, and files that only accompany them.
_RANKS = {
    FileRole.WEIGHTS_LICENCE: 0,
    FileRole.LICENCE: 0,
    FileRole.USE_POLICY: 1,
    FileRole.NOTICE: 1,
    FileRole.CODE_LICENCE: 1,
    FileRole.USAGE: 2,
}
# Words of terms stand in pictures of these.
_PICTURED = (FileRole.LICENCE, FileRole.WEIGHTS_LICENCE, FileRole.USE_POLICY)
# Endings of plain text that people write prose in.
_TEXT_ENDING = re.compile(
    r"\.(?:mdx?|mdown|mkdn?|markdown|txt|text|rst|adoc|asciidoc|org|tex|textile|wiki|nfo)$"
)
_DOCUMENT = re.compile(r"\.(?:pdf|docx?|hwpx?|rtf|odt|html?|ps|xps|epub|pages)$")
# Pictures, recordings and films, whose words nobody here reads.
_IMAGE = re.compile(
    r"\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp|heic|avif|jxl|psd|ai|eps"
    r"|mp[34]|m4[av]|mov|webm|mkv|avi|wav|ogg|flac)$"
)
_NOT_A_TEXT = re.compile(
    r"\.(?:py|pyc|js|ts|json|jsonl|ya?ml|toml|csv|tsv|safetensors|bin|gguf|parquet|ipynb|sh|cfg|ini"
    r"|c|h|cc|cpp|java|go|rs|zip|gz|tar|pt|pth|onnx|lock|sig|asc)$"
)
_USE_POLICY = re.compile(
    r"(?:acceptable|prohibited|responsible|allowed)?[-_ ]?us(?:e|age)[-_ ]?polic(?:y|ies)"
    r"|.*(?:prohibited|acceptable)[-_ ]?use.*"
)
# Files that mostly explain, but in which people also write who may use the work.
_USAGE = re.compile(
    r"usage|use|how[-_ ]to[-_ ]use|access|permissions?|restrictions?|conditions?|disclaimer"
    r"|us(?:e|age)[-_ ](?:restrictions?|conditions?|guidelines?|rules|notes?)"
    r"|(?:사용|이용)[-_ ]?(?:안내|방법|제한|범위|정책|지침)"
)
_NOTICE = re.compile(
    r"(?:third[-_ ]?party[-_ ]?)?notices?|.*[-_ ]notices?|notice[-_ .].+|attributions?|third[-_"
    r" ]?party[-_ ].*"
)
_ADDENDUM = re.compile(r"(?:.*[-_ ])?(?:addend(?:um|a)|amendments?|additional[-_ ]terms)")
_CODE = re.compile(r"(?:.*[-_. ])?(?:code|src|source|software|코드|소스|소프트웨어)(?:[-_. ].*)?")
_WEIGHTS = re.compile(r"(?:.*[-_. ])?(?:model|weights?|모델|가중치)(?:[-_. ].*)?")
_LICENCE = re.compile(
    r"(?:.*[-_. ])?(?:licen[cs]es?|licen[cs]e[-_ ]?agreement|copying|unlicen[cs]e)(?:[-_. ].*)?"
    r"|copyright|eula|(?:[a-z0-9.]+[-_ ])?terms(?:[-_ ](?:of|and)[-_ ](?:use|service|conditions))?"
    r"|(?:[a-z]+[-_ ])?agreement|legal|non[-_ ]?commercial(?:[-_ ]use)?"
    r"|.*(?:lizenz|licen[zc]ia|licenza|licença).*"
    r"|.*(?:라이[선센]스|약관|(?:이용|사용)[-_ ]?(?:조건|허락|허가|규정|계약)|사용권|저작권).*"
    r"|.*(?:许可证?|許可證?|使用条款|服务条款|ライセンス|利用規約|使用許諾).*"
)
# Texts in these folders are terms of the work or of its parts, whatever their names.
_FOLDER = re.compile(r"licen[cs]es?|legal|terms|라이[선센]스|약관")
# Documents in `legal` may be the data itself.
_FOLDER_OF_LICENCES = re.compile(r"licen[cs]es?|라이[선센]스|약관")
# A packed or structured file whose name is just a licence.
_PACKED = re.compile(
    r"\.(?:zip|gz|7z|rar|tar|tgz|hwpx?|json|ya?ml|xml|toml|csv|tsv|xlsx?|pptx?|ipynb)$"
)

# Other pages beside the card, in which authors write who may use the work: `docs/consortium.md`.
_PAGE = re.compile(
    r"(?:docs?/)?([^/]+)\.(?:mdx?|mdown|mkdn?|markdown|rst|adoc|asciidoc|org|textile|wiki)"
)
# Plain texts that are read like pages; most others are vocabularies and lists of requirements.
_NEWS = re.compile(
    r"(?:change[-_ ]?(?:s|log)|news|history|(?:release[-_ ]?)?notes?|important|updates?"
    r"|announcements?"
    r"|read[-_ ]?me[-_ ]?first|공지|안내|변경)(?:[-_. ][^/]*)?\.(?:txt|rst)"
)
# The card in another language, `README.ja.md`, is a page; README.md itself is the card.
_TRANSLATED = re.compile(r"readme[-_.][a-z]{2,3}(?:[-_][a-z]{2,4})?")
_ON_ELSE = re.compile(
    r"readme.*|.*(?:model|data(?:set)?)[-_ ]?card.*|description|contribut\w*|security"
    r"|code[-_]of[-_]conduct"
)

# Badges and icons only name a licence, and photographs of driving licences are data.
_BADGE = re.compile(r"badge|icon|logo|button|shield|banner")
_SCAN = re.compile(r"(?:model[-_ ]?|data(?:set)?[-_ ]?)?(?:licen[cs]e|copying|eula|terms)")
_OF_A_CAR = re.compile(r"plate|driv|driver|fishing|medical")
# Texts up to this depth are the artefact's own; below it they may be those of a part.
_DEEPEST_OWN = 2
_DEEPEST = 8
# Folders that package managers and people fill with third-party work.
_OF_OTHERS = re.compile(
    r"node_modules|site-packages|dist-packages|vendor(?:ed)?|third[-_]?party|externals?|deps"
    r"|\.?venv|submodules|.+\.(?:dist|egg)-info"
)
_LONGEST_NAME = 255
# Names kept with their role: several readers ask about the same files of a repository.
_NAMES_KEPT = 4_096


@lru_cache(maxsize=_NAMES_KEPT)
def file_role(path: str) -> FileRole | None:
    """The role of the file at `path` by its name, or None.

    Args:
        path: Path inside a repository, `/`-separated. A licence more than two folders down is a
            notice: it may restrict, but never counts as the repository's own licence. At that
            depth, folders of bundled packages are left out.
    """
    *folders, name = _parts(path.lower())
    unreadable = _NOT_A_TEXT.search(name) or _DOCUMENT.search(name) or _IMAGE.search(name)
    if len(name) > _LONGEST_NAME or unreadable or _is_out_of_reach(folders):
        return None
    role = _role_of_stem(_TEXT_ENDING.sub("", name))
    if role is FileRole.USAGE and "/" in path:
        return None
    if role is not None and is_deep(path):
        return FileRole.NOTICE
    if role is None and _TEXT_ENDING.search(name) and _is_folder_of_terms(folders):
        return FileRole.NOTICE
    return role


def is_page(path: str) -> bool:
    """Whether the file at `path` is a page beside the card that no other reader takes.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    if len(path) > _LONGEST_NAME or file_role(path) is not None:
        return False
    if _NEWS.fullmatch(path.lower()):
        return True
    page = _PAGE.fullmatch(path.lower())
    if page is None:
        return False
    return is_translation(path) or _ON_ELSE.fullmatch(page.group(1)) is None


def is_translation(path: str) -> bool:
    """Whether the file at `path` is the card in another language: `README.ja.md`.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    page = _PAGE.fullmatch(path.lower())
    return page is not None and _TRANSLATED.fullmatch(page.group(1)) is not None


def is_deep(path: str) -> bool:
    """Whether a file is so deep that its terms may be those of a part.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    return path.replace("\\", "/").count("/") > _DEEPEST_OWN


def _parts(path: str) -> list[str]:
    """The folders of a path and the name, with whole letters: a Mac writes the parts of a Hangul
    syllable one by one."""
    whole = path if path.isascii() else normalize("NFC", path)
    return whole.replace("\\", "/").split("/")


def _is_out_of_reach(folders: Sequence[str]) -> bool:
    """Whether a file is too deep, or deep inside third-party work."""
    if len(folders) <= _DEEPEST_OWN:
        return False
    return len(folders) > _DEEPEST or any(map(_OF_OTHERS.fullmatch, folders))


def is_in_folder_of_terms(path: str) -> bool:
    """Whether a file stands in or below a folder such as `legal` or `terms`.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    return any(map(_FOLDER.fullmatch, _parts(path.lower())[:-1]))


def _is_folder_of_terms(folders: Sequence[str]) -> bool:
    return bool(folders) and _FOLDER.fullmatch(folders[-1]) is not None


def _role_of_stem(stem: str) -> FileRole | None:
    if _USE_POLICY.fullmatch(stem):
        return FileRole.USE_POLICY
    if _NOTICE.fullmatch(stem) or _ADDENDUM.fullmatch(stem):
        return FileRole.NOTICE
    if not _LICENCE.fullmatch(stem):
        return FileRole.USAGE if _USAGE.fullmatch(stem) else None
    if _CODE.fullmatch(stem):
        return FileRole.CODE_LICENCE
    return FileRole.WEIGHTS_LICENCE if _WEIGHTS.fullmatch(stem) else FileRole.LICENCE


@lru_cache(maxsize=_NAMES_KEPT)
def is_unreadable_licence(path: str) -> bool:
    """Whether the file at `path` is named like terms but in an unsupported format: PDF, word
    processor, HTML, a table, or a picture or recording of the text.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    *folders, name = _parts(path.lower())
    if len(name) > _LONGEST_NAME or _is_out_of_reach(folders) or _OF_A_CAR.search(name):
        return False
    if _PACKED.search(name) and not _DOCUMENT.search(name):
        stem = _TEXT_ENDING.sub("", _PACKED.sub("", name))
        return not folders and bool(_SCAN.fullmatch(stem))
    if _IMAGE.search(name):
        is_near = not folders or is_in_folder_of_terms(path)
        role = _role_of_stem(_TEXT_ENDING.sub("", _IMAGE.sub("", name)))
        return is_near and role in _PICTURED and not _BADGE.search(name)
    if not _DOCUMENT.search(name):
        return False
    in_folder = bool(folders) and _FOLDER_OF_LICENCES.fullmatch(folders[-1]) is not None
    return in_folder or _role_of_stem(_DOCUMENT.sub("", name)) not in (None, FileRole.USAGE)


def licence_texts(paths: Iterable[str], most: int) -> list[str]:
    """The licence files to read, those with the artefact's own terms first.

    Args:
        paths: Paths of a repository.
        most: Maximum number.
    """
    ranked = [
        (_RANKS[role], path.count("/"), path)
        for path in paths
        for role in [file_role(path)]
        if role is not None
    ]
    return [path for _, _, path in sorted(ranked)[:most]]


def speaks_of_licences(path: str) -> bool:
    """Whether the name of the file at `path` is about licences, in any format.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    return file_role(path) is not None or is_unreadable_licence(path)


def is_licence_file(path: str) -> bool:
    """Whether the file at `path` is worth reading: a licence, notice or use policy by its name.

    Args:
        path: Path inside a repository, `/`-separated.
    """
    return file_role(path) is not None
