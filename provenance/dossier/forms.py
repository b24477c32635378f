"""Regulators' forms as chapters: what each row requires, what was found and where, what is missing,
whom to ask."""

from __future__ import annotations

from collections.abc import Iterator

from provenance.conformance import labels as form_words
from provenance.conformance.evaluation import QUOTE, Status
from provenance.conformance.forms import EXEMPTED, NOT_EXEMPTED, FilledForm, FormQuote, FormRow
from provenance.conformance.framework import Framework
from provenance.dossier.subject import Subject
from provenance.hubs import read_id
from provenance.licences.catalogue import lookup
from provenance.messages import Message, message
from provenance.model.finding import Evidence, shorten
from provenance.render.document import (
    Block,
    Line,
    Paragraph,
    Section,
    Span,
    Table,
    Tone,
    muted,
    plain,
    strong,
)

_TONES = {
    Status.PRESENT: Tone.GOOD,
    Status.PARTIAL: Tone.OPEN,
    Status.PLACEHOLDER: Tone.OPEN,
    Status.MISSING: Tone.BAD,
    Status.WRONG: Tone.BAD,
}
# Licence categories for which a buyer will ask whether the exemption applies.
_OPEN_LICENCES = ("permissive", "copyleft")
_COLUMNS = ("asked", "state", "found", "ask")
_IDENTIFIER = "pkg:huggingface/"


def forms(subject: Subject) -> Iterator[Section]:
    """A chapter for each form filled for this artefact."""
    for form in subject.review.forms.get(subject.purl, ()):
        yield _chapter(subject, form)


def rows_of_sheet(subject: Subject, form: FilledForm) -> Iterator[list[str]]:
    """The rows of a form for a spreadsheet, without its header."""
    for row in form.rows:
        element = row.answer.element
        quotes = _quotes(subject, row)
        yield [
            subject.name(subject.purl),
            element.id,
            _say(subject, form_words.element_name(element)),
            _locator(subject, row),
            _state_word(subject, row.answer.status),
            "\n".join(text for text, _ in quotes),
            "\n".join(dict.fromkeys(place for _, place in quotes)),
            _whom_to_ask(subject, row),
        ]


def sheet_header(subject: Subject) -> list[str]:
    """The header of such a spreadsheet."""
    names = ("name", "row", "asked", "where", "state", "found", "place", "ask")
    return [subject.phrases(f"forms.{name}") for name in names]


def short_title(subject: Subject, framework: Framework) -> str:
    """The short name of a form."""
    return _say(subject, message(f"check.framework.{framework.id}"))


def _chapter(subject: Subject, form: FilledForm) -> Section:
    phrases = subject.phrases
    counts = phrases("forms.count", stated=form.stated, rows=len(form.rows))
    blocks: list[Block] = [Paragraph((plain(counts),), "lead")]
    blocks += _base_apart(subject)
    for date in form.framework.dates:
        text = form_words.applies(date, subject.review.day)
        blocks.append(Paragraph((subject.message(text),), "note"))
    blocks += _exemption(subject, form.framework)
    addressee = _asked_alone(subject, form)
    if addressee:
        sentence = f"{phrases('forms.ask')}: {addressee}."
        blocks.append(Paragraph((plain(sentence),)))
    blocks.append(_table(subject, form, addressee))
    blocks.append(Paragraph((subject.message(form_words.remark(form.framework), "muted"),), "note"))
    title = _say(subject, form_words.title(form.framework))
    return Section(id=subject.id(f"form-{form.framework.id}"), title=title, blocks=tuple(blocks))


def _base_apart(subject: Subject) -> Iterator[Paragraph]:
    """That a form counts the model's own documents, where only its base answers a question."""
    if any(disclosure.inherited_from for disclosure in subject.disclosures):
        yield Paragraph((plain(subject.phrases("forms.base-apart")),), "note")


def _exemption(subject: Subject, framework: Framework) -> Iterator[Paragraph]:
    """What the exemption for open licences waives and what it does not, if the licence is open."""
    licence = subject.licence
    if framework.id not in (EXEMPTED, NOT_EXEMPTED) or licence is None:
        return
    known = lookup(licence.concluded or "")
    if known is None or known.category not in _OPEN_LICENCES:
        return
    key = "exempted" if framework.id == EXEMPTED else "not-exempted"
    text = subject.phrases(f"forms.{key}", licence=licence.name)
    yield Paragraph((plain(text),))


def _table(subject: Subject, form: FilledForm, asked: str) -> Table:
    """Open rows first, because they require action; whom to ask only where rows differ in it."""
    ordered = sorted(form.rows, key=lambda row: not row.is_open)
    columns = _COLUMNS[:-1] if asked else _COLUMNS
    rows = tuple(_row(subject, row)[: len(columns)] for row in ordered)
    return Table(
        caption=short_title(subject, form.framework),
        header=tuple(subject.phrases(f"forms.{column}") for column in columns),
        rows=rows,
        widths=(40, 12, 48) if asked else (32, 12, 36, 20),
    )


def _asked_alone(subject: Subject, form: FilledForm) -> str:
    """Who can answer every open row; empty if rows differ in it or none is open."""
    addressees = {_whom_to_ask(subject, row) for row in form.rows if row.is_open}
    return addressees.pop() if len(addressees) == 1 else ""


def _row(subject: Subject, row: FormRow) -> tuple[Line, ...]:
    element = row.answer.element
    status = row.answer.status
    name = (
        strong(_say(subject, form_words.element_name(element))),
        muted(f" {element.id}{_place_of(element.name, _locator(subject, row))}"),
    )
    word = _state_word(subject, status)
    state = Span(text=word, style="label", tone=_TONES.get(status, Tone.PLAIN))
    return name, (state,), _answer_line(subject, row), (plain(_whom_to_ask(subject, row)),)


def _state_word(subject: Subject, status: Status) -> str:
    """A state in the words that the whole document uses for answers, if they have one for it."""
    key = f"forms.state.{status}"
    if subject.phrases.has(key):
        return subject.phrases(key)
    return _say(subject, form_words.label(status))


def _answer_line(subject: Subject, row: FormRow) -> Line:
    spans: list[Span] = []
    for text, place in _quotes(subject, row):
        if spans:
            spans.append(plain(" "))
        spans.append(Span(text=text, style="quote", lang="und"))
        spans.append(Span(text=f" {place}", style="code", lang="und"))
    if row.answer.reason:
        if spans:
            spans.append(plain(" "))
        spans.append(subject.message(row.answer.reason, "muted"))
    return tuple(spans) or (muted("–"),)


def _quotes(subject: Subject, row: FormRow) -> list[tuple[str, str]]:
    """Text and place of the answers in a row. For a question about personal data the AIBOM has only
    the grade; the quotes come from the report, from the documents of the artefact that answers."""
    quotes: list[tuple[str, str]] = []
    for quote in row.quotes:
        proofs = _proofs(subject, quote)
        for proof in proofs[:1]:
            place = subject.digest.place(proof, subject.purl)
            quotes.append((shorten(proof.quote, QUOTE), place))
        if not proofs:
            owner = f"{subject.name(read_id(quote.owner))} " if quote.owner else ""
            quotes.append((_named(subject, quote.text), f"{owner}{quote.place}"))
    return quotes


def _proofs(subject: Subject, quote: FormQuote) -> list[Evidence]:
    """What the documents of the artefact say that answers a question, without those of its base."""
    owner = read_id(quote.owner) if quote.owner else subject.purl
    return [
        proof
        for disclosure in subject.digest.disclosures[owner]
        if disclosure.check == quote.field and not disclosure.inherited_from
        for proof in disclosure.evidence
        if proof.quote
    ]


def _named(subject: Subject, text: str) -> str:
    """A value of the AIBOM; an identifier as the name that readers know."""
    return subject.name(read_id(text)) if text.startswith(_IDENTIFIER) else text


def _place_of(name: str, locator: str) -> str:
    """The place of a row in its form; empty if the row's own name identifies it."""
    return "" if locator.endswith(name) else f", {locator}"


def _locator(subject: Subject, row: FormRow) -> str:
    element = row.answer.element
    return (element.locator_ko if subject.is_korean else "") or element.locator


def _whom_to_ask(subject: Subject, row: FormRow) -> str:
    """Who can answer an open row: the model's publisher, or the reader's own organisation."""
    if not row.is_open:
        return ""
    if row.answer.element.practice:
        return subject.phrases("forms.ask.own")
    if row.answer.element.of == "dataset":
        return subject.phrases("forms.ask.datasets")
    owner = subject.publisher
    if not owner:
        return subject.phrases("forms.ask.maker")
    return subject.phrases("forms.ask.publisher", owner=owner)


def _say(subject: Subject, text: Message) -> str:
    return text.text(subject.phrases.lang)
