"""Read any file as a bill of materials, or explain in one sentence why it is not one."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any, NoReturn

from provenance.conformance import spdx2
from provenance.conformance.document import CYCLONEDX, SPDX, SPDX2, BomDocument, Standard, index
from provenance.errors import UnreadableBomError

SIZE_LIMIT = 64 * 1024 * 1024
DEPTH_LIMIT = 100
VALUE_LIMIT = 4_000_000
DIGIT_LIMIT = 400
CYCLONEDX_VERSIONS = ("1.4", "1.5", "1.6", "1.7")
SPDX_VERSIONS = ("3.0.0", "3.0.1")

_READ_HERE = (
    "CycloneDX 1.4 to 1.7 (JSON and XML), SPDX 2.2 and 2.3 (JSON) and SPDX 3.0 (JSON-LD) are read."
)
_TAG_VALUE = "SPDXVersion:"
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_XML_ENCODINGS = {"utf-8", "utf8", "utf-16", "us-ascii", "ascii", "iso-8859-1", "latin1"}
_DECLARATION = re.compile(r"\s*<\?xml\b[^<>]{0,200}\?>")
_ENCODING = re.compile(
    rb"^\s*<\?xml\b[^<>]{0,200}?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']"
)


def read_bom(data: bytes, name: str, versions: tuple[str, ...] = CYCLONEDX_VERSIONS) -> BomDocument:
    """Read a bill of materials.

    Args:
        data: The file's bytes; not trusted.
        name: Its name, for messages.
        versions: The accepted versions of CycloneDX.

    Raises:
        UnreadableBomError: It is too large, too deep, not JSON or XML, ambiguous (duplicate
            members, NaN, a document type definition), or of an unsupported standard or version.
    """
    if len(data) > SIZE_LIMIT:
        raise UnreadableBomError(
            f"{name} is larger than {SIZE_LIMIT // 2**20} MiB",
            "Bills of materials stay below this limit.",
        )
    text = _decoded(data, name)
    start = text.lstrip()[:1]
    root: Mapping[str, Any]
    lines: Mapping[str, int] = {}
    tree = None
    if start == "<":
        from provenance.conformance.xml_reading import parse_xml

        if declaration := _DECLARATION.match(text):
            text = "\n" * declaration[0].count("\n") + text[declaration.end() :]
        root, lines, tree = parse_xml(text, name, depth=DEPTH_LIMIT, values=VALUE_LIMIT)
    elif start == "{":
        root = _json(text, name)
    elif text.lstrip().startswith(_TAG_VALUE):
        hint = "Convert it to JSON: the tools of SPDX do that."
        raise UnreadableBomError(f"{name} is SPDX in tag-value form", hint)
    else:
        raise UnreadableBomError(f"{name} is neither a JSON object nor XML", _READ_HERE)
    standard, version = _standard(root, name, versions)
    identities, relations = index(standard, root)
    return BomDocument(
        name=name,
        standard=standard,
        version=version,
        syntax="xml" if start == "<" else "json",
        root=root,
        text=text,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        lines=lines,
        tree=tree,
        identities=identities,
        relations=relations,
    )


def _decoded(data: bytes, name: str) -> str:
    """The text: UTF-8, or for XML the encoding of its byte order mark or declaration."""
    declared = _ENCODING.match(data[:400])
    encoding = _MARKS.get(data[:2]) or (
        declared[1].decode("ascii").lower() if declared else "utf-8"
    )
    if encoding not in _XML_ENCODINGS:
        raise UnreadableBomError(
            f"{name} is written in {encoding}, which is not supported", "Save it as UTF-8."
        )
    try:
        text = data.decode("utf-8-sig" if encoding in ("utf-8", "utf8") else encoding)
    except UnicodeDecodeError as error:
        message = f"{name} is not {encoding.upper()} at byte {error.start}"
        raise UnreadableBomError(message, "Save it as UTF-8.") from None
    if encoding == "utf-16" and text.lstrip()[:1] != "<":
        hint = "JSON is exchanged as UTF-8 (RFC 8259, section 8.1): save it so."
        raise UnreadableBomError(f"{name} is written in UTF-16", hint)
    return text


def _json(text: str, name: str) -> Mapping[str, Any]:
    if text.count("{") + text.count("[") + text.count(",") > VALUE_LIMIT:
        raise UnreadableBomError(
            f"{name} contains more than {VALUE_LIMIT:,} values",
            "Bills of materials stay below this limit.",
        )
    hooks: dict[str, Any] = {
        "parse_constant": _constant,
        "parse_float": _number,
        "parse_int": _whole,
    }
    try:
        root = json.loads(text, object_pairs_hook=_object, **hooks)
    except json.JSONDecodeError as error:
        message = f"{name} is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise UnreadableBomError(message, "Ask its author for a whole file.") from None
    except ValueError as error:
        raise UnreadableBomError(
            f"{name} is not plain JSON: {error}", "Ask its author for a file that is."
        ) from None
    except RecursionError:
        root = None
    if root is None or _too_deep(root):
        raise UnreadableBomError(
            f"{name} is nested more than {DEPTH_LIMIT} deep",
            "Bills of materials stay below this limit.",
        )
    assert isinstance(root, dict)
    if "\\ud" in text.lower():
        try:
            json.dumps(root, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            hint = "Ask its author for a file that is."
            raise UnreadableBomError(
                f"{name} is not plain JSON: it contains half of a surrogate pair", hint
            ) from None
    return root


def _too_deep(root: Any) -> bool:
    level = [root]
    for _ in range(DEPTH_LIMIT):
        below = (value.values() if isinstance(value, dict) else value for value in level)
        level = [
            child for children in below for child in children if isinstance(child, dict | list)
        ]
        if not level:
            return False
    return True


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        twice = next(name for name in counts if counts[name] > 1)
        raise ValueError(f"the member {twice[:60]!r} occurs twice in one object")
    return members


def _constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not a JSON number")


def _whole(text: str) -> int:
    if len(text) > DIGIT_LIMIT:
        raise ValueError(f"a number has {len(text):,} digits")
    return int(text)


def _number(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"{text[:40]} is too large")
    return value


def _standard(
    root: Mapping[str, Any], name: str, versions: tuple[str, ...]
) -> tuple[Standard, str]:
    """The standard and version that a JSON document claims."""
    if "bomFormat" in root or "cyclonedx.org" in str(root.get("$schema"))[:200]:
        return CYCLONEDX, _supported(CYCLONEDX, root.get("specVersion"), name, versions)
    if "spdxVersion" in root:
        version = root["spdxVersion"]
        number = _supported(SPDX2, version, name, spdx2.VERSIONS)
        return SPDX2, number.removeprefix("SPDX-")
    if "@context" in root and "spdx.org" in str(root["@context"])[:500]:
        return SPDX, _supported(SPDX, _spdx_version(root), name, SPDX_VERSIONS)
    raise UnreadableBomError(
        f"{name} is JSON, but not a known kind of bill of materials", _READ_HERE
    )


def _spdx_version(root: Mapping[str, Any]) -> object:
    """The `specVersion` of the first creation info that has one; elements of their own come before
    those inside other elements."""
    graph = root.get("@graph", [root])
    entries = graph if isinstance(graph, list) else []
    elements = [entry for entry in entries if isinstance(entry, dict)]
    own = [element for element in elements if element.get("type") == "CreationInfo"]
    inside = [element.get("creationInfo") for element in elements]
    for info in (*own, *inside):
        if isinstance(info, dict) and "specVersion" in info:
            return info["specVersion"]
    return None


def _supported(standard: Standard, version: object, name: str, versions: tuple[str, ...]) -> str:
    if isinstance(version, str) and version in versions:
        return version
    title = "CycloneDX" if standard == CYCLONEDX else "SPDX"
    problem = (
        f"says {title} {str(version)[:40]}"
        if version
        else f"does not say which version of {title} it follows"
    )
    raise UnreadableBomError(f"{name} {problem}", _READ_HERE)
