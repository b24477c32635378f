"""Every reader of a stranger's text outside an artefact: one function of a text each."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

from other_hub_answers import HUBS as OTHER_HUBS

from benchmarks.hostile.places import FRONT, MODEL, entries
from provenance._version import __version__
from provenance.auditing.policy_file import read_policy
from provenance.cards import parse_card
from provenance.cards.html_block import read_html
from provenance.conformance import render as show_check
from provenance.conformance.examination import examine as check
from provenance.conformance.reading import read_bom
from provenance.errors import NotFoundError, ProvenanceError
from provenance.files.safe_json import JsonError, load_json
from provenance.files.safe_toml import TomlError, load_toml
from provenance.files.safe_yaml import load_yaml
from provenance.files.yaml_errors import YamlError
from provenance.formats import printable
from provenance.hubs import HubSettings, hub_type, parse_reference, read_id
from provenance.hubs.http import HttpRequest
from provenance.hubs.listing import read_listing, read_rows
from provenance.hubs.pace import read_rate_limit
from provenance.licences.expression import parse_expression
from provenance.licences.names import named_licences
from provenance.licences.promises import promised_limits
from provenance.licences.short_grants import short_grant
from provenance.licences.texts import identify_text, title_of
from provenance.lineage.record import assemble
from provenance.lock import read_lock
from provenance.model.artifact import CARD, FileEntry, Snapshot, SourceText
from provenance.privacy.plain import read_plain
from provenance.project.manifest import read_manifest
from provenance.scan.mention import UnreadableError
from provenance.scan.readers import READERS as SCAN_READERS
from provenance.scan.readers import reader_of
from provenance.stated import hub_link, known_answer, names, texts
from provenance.survey.dumps import answer_of
from provenance.survey.judging import judge_partition
from provenance.survey.work import Fetched, JudgingOptions, SurveyTask
from provenance.text.sentences import clauses, language, sentences
from provenance.weights.tensor_names import digest_names, digests

Reader = Callable[[str], object]
# Fields of hubs' answers that hold a stranger's words; all others pin what is asked for next.
_WORDS = frozenset(
    {"licenseName", "overview", "description", "title", "License", "ReadMeContent", "summary"}
    | {"privacy", "license", "licenseId", "value", "externalBaseModelUrl", "link", "spdx_id"}
    | {"huggingFaceModelId", "digest"}
)


def _plainly(text: str) -> None:
    document = SourceText.decode(MODEL, "PRIVACY.md", text.encode())
    read_plain(document, "privacy")


def _promised(text: str) -> None:
    promised_limits(text)
    for sentence in sentences(text):
        promised_limits(sentence)


def _read_aloud(text: str) -> None:
    for sentence in sentences(text):
        clauses(sentence, "en")
        clauses(sentence, "ko")
        language(sentence)


def _refusing(read: Reader, *errors: type[Exception]) -> Reader:
    """A reader that may refuse a text with one of these errors."""

    def reading(text: str) -> None:
        with suppress(*errors):
            read(text)

    return reading


def _scanned(reader: Callable[[str], Iterator[Any]]) -> Reader:
    return _refusing(lambda text: list(reader(text)), UnreadableError)


def _notebook(text: str) -> Iterator[Any]:
    row = reader_of("a.ipynb")
    assert row is not None
    cells = [{"cell_type": "code", "source": text}]
    return row.reader(json.dumps({"cells": cells}))


def _bom_of(form: str) -> Reader:
    """Reads a bill of materials that holds the text where the form has `@@`."""
    return _refusing(
        lambda text: read_bom(form.replace("@@", text).encode(), "a.json"), ProvenanceError
    )


def _bom_name(text: str) -> None:
    form = '{"bomFormat": "CycloneDX", "specVersion": "1.6", "components": [@@]}'
    component = {"type": "library", "name": text, "purl": text, "cpe": text}
    _bom_of(form)(json.dumps(component))


def _checked(text: str) -> None:
    """Checks a bill of materials whose models are named by the lines."""
    components = [
        {"type": "machine-learning-model", "bom-ref": str(at), "name": line, "description": line}
        for at, line in enumerate(entries(text)[:2000])
    ]
    bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": components}
    with suppress(ProvenanceError):
        show_check(check(json.dumps(bom).encode(), "vendor"), "json", width=80, verbose=1)


def _reference(text: str) -> None:
    with suppress(ProvenanceError):
        parse_reference(text)
    read_id(text)
    hub_link(text)


def _headers(text: str) -> None:
    read_rate_limit({"ratelimit": text, "ratelimit-policy": text})


def _survey_row(text: str) -> None:
    """A row of a dump, judged as a survey judges it; its cells share the text."""
    card = text
    text = text[: max(len(text) // 4, 1)]
    lines = entries(text)
    row = {
        "id": MODEL.name,
        "sha": MODEL.revision,
        "tags": lines,
        "siblings": json.dumps(lines),
        "cardData": json.dumps({"license": text, "base_model": lines}),
        "config": text,
        "author": text,
    }
    answer = known_answer(answer_of(row))
    listed, gaps = read_listing(MODEL.purl, answer)
    answer.pop("siblings", None)
    files = {entry.path: entry for entry in (*listed, FileEntry(path=CARD))}
    snapshot = Snapshot(
        ref=MODEL,
        source="dump",
        files=tuple(files[path] for path in sorted(files)),
        metadata=answer,
        gaps=gaps,
    )
    fetched = Fetched(snapshot=snapshot, bodies={CARD: f"{FRONT}{card}".encode()})
    task = SurveyTask(
        session=str(hash(text)),
        subjects=(MODEL,),
        as_inputs=True,
        given={(MODEL, True): fetched},
        options=JudgingOptions(
            run_id="run", day=date(2026, 1, 1), disclosures=True, version=__version__
        ),
    )
    judge_partition(task)


def _of_hub(name: str) -> Reader:
    """Reads an artefact of a hub whose answers hold the text."""
    reference, answers, *_ = OTHER_HUBS[name]
    ref = parse_reference(reference)
    kind = hub_type(ref.hub)
    assert kind is not None

    def read(text: str) -> None:
        hub: Any = kind.open(HubSettings())
        written = answers()
        share = text[: max(len(text) // max(_count(written), 1), 1)]

        def fetched(request: HttpRequest, authorization: str = "") -> bytes:
            path = request.url.removeprefix(hub.place)
            if path not in written:
                raise NotFoundError("not there", "")
            answer = written[path]
            return (
                answer if isinstance(answer, bytes) else json.dumps(_with(answer, share)).encode()
            )

        hub.fetched = fetched
        with suppress(ProvenanceError):
            snapshot = hub.snapshot(ref)
            bodies = {}
            for entry in snapshot.files:
                with suppress(ProvenanceError):
                    bodies[entry.path] = hub.read(snapshot, entry.path, 1_000_000)
            assemble(snapshot, bodies)

    return read


def _with(answer: Any, text: str) -> Any:
    """An answer with the text in every field of words."""
    if isinstance(answer, Mapping):
        return {key: text if key in _WORDS else _with(answer[key], text) for key in answer}
    return [_with(item, text) for item in answer] if isinstance(answer, list) else answer


def _count(answer: Any) -> int:
    """How many fields of words an answer has."""
    if isinstance(answer, Mapping):
        return sum(1 if key in _WORDS else _count(answer[key]) for key in answer)
    return sum(map(_count, answer)) if isinstance(answer, list) else 0


READERS: dict[str, Reader] = {
    "card parser": parse_card,
    "html block": lambda text: read_html(text, 1),
    "licence text": lambda text: (identify_text(text), title_of(text)),
    "licence names": lambda text: (named_licences(text), parse_expression(text)),
    "promises": _promised,
    "short grants": lambda text: [short_grant(line, False) for line in (text, *entries(text))],
    "names of tensors": lambda text: digests(digest_names(entries(text), 1)),
    "names and links": lambda text: (names(text), names(entries(text)), texts(entries(text))),
    "privacy file": _plainly,
    "sentences": _read_aloud,
    "JSON": _refusing(load_json, JsonError),
    "TOML": _refusing(load_toml, TomlError),
    "safeyaml": _refusing(load_yaml, YamlError),
    "terminal cleaning": printable,
    "reference": _reference,
    "headers of an answer": _headers,
    "page of a listing": _refusing(lambda text: read_rows(text.encode(), "a"), ProvenanceError),
    "survey row": _survey_row,
    "manifest": _refusing(
        lambda text: read_manifest(Path("m.yaml"), text.encode()), ProvenanceError
    ),
    "policy": _refusing(lambda text: read_policy(Path("p.toml"), text.encode()), ProvenanceError),
    "lock": _refusing(lambda text: read_lock(text.encode(), "lock"), ProvenanceError),
    "bill as JSON": _bom_of("@@"),
    "bill as XML": _bom_of('<bom xmlns="http://cyclonedx.org/schema/bom/1.6">@@</bom>'),
    "bill as SPDX": _bom_of('{"@context": "https://spdx.org/rdf/3.0.1/x", "@graph": ["@@"]}'),
    "name in a bill": _bom_name,
    "models in a bill": _checked,
    "scan of a notebook": _scanned(_notebook),
    **{f"scan {row.pattern.pattern[:20]}": _scanned(row.reader) for row in SCAN_READERS},
    **{f"answer of {name}": _of_hub(name) for name in OTHER_HUBS},
}
