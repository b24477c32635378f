"""Every value that a report can hold has its words in both languages. The values are found by
walking the package, so that a new one cannot be forgotten."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import pytest

import provenance
from provenance.dossier import Review, write
from provenance.errors import HubError
from provenance.messages import LANGUAGES, ids, in_language
from provenance.parents.statement import BASE, DATASET, MODEL_RELATIONS
from provenance.privacy.disclosure import Grade
from provenance.wording.names import grade_name
from provenance.wording.phrases import phrases_of

# Parts of charts, which take words of several enums and show only some of each.
SHARED = {"survey.page.part"}
# Enums that no reader of a dossier or a terminal ever sees, and what they are for.
UNSEEN = {
    "BlockKind": "the shape of a block of a card",
    "Family": "the kind of a rule, which its code shows",
    "FileRole": "which reader a licence file goes to",
    "Joined": "the word between two licences",
    "Offer": "what a hub can be asked for",
    "Presence": "a value of a CycloneDX document",
    "RevisionKind": "what a revision is, which the finding on a movable one says",
    "Rung": "how two models were compared, which its sentence shows",
    "RungAnswer": "what one comparison of two models says, which its sentence shows",
    "State": "which list of a scan a name goes to",
    "Tone": "a colour",
    "LoadVerdict": "how bad what a weight file uses is, which its finding says",
}


def modules() -> Iterator[ModuleType]:
    """Every module of the package."""
    for info in pkgutil.walk_packages(provenance.__path__, "provenance."):
        if not info.name.endswith("__main__"):
            yield importlib.import_module(info.name)


def enums() -> list[type[StrEnum]]:
    """Every enum that the package defines."""
    values = [value for module in modules() for value in vars(module).values()]
    classes = {value for value in values if isinstance(value, type) and issubclass(value, StrEnum)}
    ours = (kind for kind in classes if kind.__module__.startswith("provenance."))
    return sorted(ours, key=lambda kind: kind.__name__)


def groups() -> dict[str, set[str]]:
    """What stands before and after the last dot of each id of the catalogue."""
    members: dict[str, set[str]] = {}
    for key in ids():
        group, _, word = key.rpartition(".")
        if group.startswith("web."):  # the page counts findings from medium up
            continue
        members.setdefault(group.removeprefix("dossier."), set()).add(word)
    return members


def groups_of(kind: type[StrEnum]) -> dict[str, set[str]]:
    """The groups that have words for most values of an enum; they are made for it."""
    values = {member.value for member in kind}
    return {
        group: words
        for group, words in groups().items()
        if 2 * len(values & words) > len(values) and group not in SHARED
    }


def tables_of(kind: type[StrEnum]) -> list[Mapping[StrEnum, str]]:
    """The tables of the package that give every value of an enum a text."""
    values = [value for module in modules() for value in vars(module).values()]
    tables = (value for value in values if isinstance(value, Mapping) and set(value) == set(kind))
    return [table for table in tables if all(isinstance(text, str) for text in table.values())]


def reasons() -> set[str]:
    """Why something could not be read, in the one word of each kind of error."""
    kinds: list[type[HubError]] = [HubError]
    for kind in kinds:
        kinds += kind.__subclasses__()
    return {kind.reason for kind in kinds}


def test_the_walk_finds_the_enums() -> None:
    names = {kind.__name__ for kind in enums()}
    assert {"Grade", "Severity", "Outcome", "UseVerdict", "Kind", "Source", "Role"} <= names
    assert UNSEEN.keys() <= names


@pytest.mark.parametrize("kind", enums(), ids=lambda kind: kind.__name__)
def test_every_value_of_every_enum_has_words(kind: type[StrEnum]) -> None:
    if kind.__name__ in UNSEEN:
        return
    values = {member.value for member in kind}
    made_for_it = groups_of(kind)
    assert made_for_it or tables_of(kind), f"{kind} has no words"
    missing = {group: values - words for group, words in made_for_it.items() if values - words}
    assert missing == {}


def test_every_word_of_a_report_that_is_no_enum_has_words() -> None:
    known = groups()
    relations = {*MODEL_RELATIONS, BASE, DATASET}
    assert relations <= known["relation"]
    assert relations <= known["word.relation"]
    assert known["word.licence-verdict"] <= known["verdict-word"]
    assert known["word.stance"] <= known["stance"]
    assert reasons() <= known["reason-word"]
    assert reasons() <= known["word.state"]


# A card of which most is in a language that nobody here reads.
PORTUGUESE = """# Tradutor

Este modelo traduz textos jurídicos do português para o inglês e foi ajustado com decisões
publicadas pelos tribunais entre 2001 e 2019. Os dados foram reunidos por estudantes da nossa
universidade, que retiraram os nomes das pessoas antes de cada etapa do treinamento.

Ninguém deve usar as traduções sem que um advogado as tenha lido. Não sabemos se ainda há
endereços ou números de telefone nos textos, porque a revisão foi feita apenas por amostragem.
Quem encontrar um erro pode escrever para o laboratório, que responde dentro de uma semana.
"""


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("form", ["html", "docx", "xlsx", "csv"])
def test_a_card_in_another_language_has_a_dossier(tmp_path: Path, form: str, lang: str) -> None:
    (tmp_path / "README.md").write_text(PORTUGUESE, "utf-8")
    report = provenance.audit(str(tmp_path), kind="model")
    assert any(disclosure.grade is Grade.UNREAD for disclosure in report.disclosures)
    payload = write(Review(report=report, lang=lang), form)
    phrases = phrases_of(lang)
    if form in ("html", "csv"):
        assert in_language(grade_name("unread"), lang) in payload.decode("utf-8-sig")
    if form == "html":
        assert phrases("three.unread") in payload.decode()
