"""Files that somebody has spoilt: strategies of hypothesis, and a watch for faults of ours."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator

from hypothesis import strategies as st

from provenance.errors import ProvenanceError
from provenance.model.fault import LOG

HUGE = "9" * 4_400
_TOKENS = [
    *(b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b"---\n", b"\t"),
    *(b'"', b"'", b'"""', b"{", b"}", b"[", b"]", b",", b":", b"=", b"<", b">", b"&", b"&a;"),
    *(b"null", b"NaN", b"-1", b"1e999", HUGE.encode(), b"true", b"9223372036854775808", b"*a"),
    *(b"[" * 3_000, b"{" * 3_000, b'{"a":' * 300, b"a." * 3_000, b"<a>" * 300, b"- " * 300),
    *(b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<![CDATA[", b"<!--", b"PK\3\4", b"!!python/object:x "),
    b"&a [*a]",
]
ODD = (
    *("null", "true", "-1", "0", "1e308", "1e999", "NaN", HUGE, f"-{HUGE}", '""', '"x"', "[]"),
    *("{}", "[[]]", '{"a": 1}', '"\\u001b[2J"', '"\\ud800"', "[" * 90 + "]" * 90, "4.0", "[1, 2]"),
    *('"9999-99-99"', '"hf"', '"pkg:huggingface/a/b@c"', '"https://a@b@c/"', f'"{"x" * 3000}"'),
    *("[null]", '[""]', "[{}]", '{"": null}', '"1.7"', '"CycloneDX"', "99999999999999999999"),
)
_HOLE = "a-hole-in-the-document"


def mutated(whole: bytes, most: int = 3) -> st.SearchStrategy[bytes]:
    """The bytes of a file with some of them cut, replaced, doubled, or followed by odd ones."""
    change = st.tuples(
        st.sampled_from(["cut", "put", "set", "copy", "end"]),
        st.floats(0, 1),
        st.sampled_from(_TOKENS) | st.binary(min_size=1, max_size=20),
    )

    def apply(changes: list[tuple[str, float, bytes]]) -> bytes:
        data = whole
        for how, where, token in changes:
            at = int(where * len(data))
            if how == "end":
                data = data[:at] + token
            elif how == "cut":
                data = data[:at] + data[at + max(len(token), 20) :]
            elif how == "copy":
                data = data[:at] + data[max(0, at - 500) :]
            else:
                data = data[:at] + token + data[at + (len(token) if how == "set" else 0) :]
        return data

    return st.lists(change, min_size=1, max_size=most).map(apply)


def reshaped(whole: bytes, most: int = 2) -> st.SearchStrategy[bytes]:
    """A JSON document with some of its values replaced by odd ones."""
    ways = list(_places(json.loads(whole)))
    change = st.tuples(st.floats(0, 1), st.sampled_from(ODD))

    def apply(changes: list[tuple[float, str]]) -> bytes:
        document = json.loads(whole)
        filled = []
        for number, (where, odd) in enumerate(changes):
            hole = f"{_HOLE}-{number}"
            if _put(document, ways[min(int(where * len(ways)), len(ways) - 1)], hole):
                filled.append((hole, odd))
        text = json.dumps(document)
        for hole, odd in filled:
            text = text.replace(f'"{hole}"', odd)
        return text.encode()

    return st.lists(change, min_size=1, max_size=most).map(apply)


def _places(document: object) -> Iterator[tuple[str | int, ...]]:
    members = document.items() if isinstance(document, dict) else enumerate(document)  # type: ignore[arg-type]
    for key, inner in members:
        yield (key,)
        if isinstance(inner, dict | list):
            yield from ((key, *rest) for rest in _places(inner))


def _put(document: object, way: tuple[str | int, ...], value: str) -> bool:
    place = document
    for key in way[:-1]:
        if not isinstance(place, dict | list):
            return False
        place = place[key]  # type: ignore[index]
    if not isinstance(place, dict | list):
        return False
    place[way[-1]] = value  # type: ignore[index]
    return True


class _Faults(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.errors: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(record.getMessage())


def ends_in_a_sentence(work: Callable[[], object]) -> object:
    """What some work gives, or the error of ours in which it ends; anything else fails the test."""
    faults = _Faults()
    LOG.addHandler(faults)
    try:
        result = work()
    except ProvenanceError as error:
        assert error.message
        result = error
    finally:
        LOG.removeHandler(faults)
    assert not faults.errors
    return result
