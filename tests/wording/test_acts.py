"""Duties are grouped by the act that carries them out."""

from __future__ import annotations

from provenance.licences.use import Task
from provenance.messages import message
from provenance.wording.acts import by_act
from provenance.wording.facts import task_details


def task(duty: str, licence: str = "llama3.1") -> Task:
    return Task(duty=duty, text=message("duty.pass-terms"), name="Kite", licence=licence)


def test_permission_comes_before_a_citation() -> None:
    grouped = by_act([task("citation"), task("notice-file"), task("registration")])
    assert list(grouped) == ["permission", "notice", "display"]


def test_what_belongs_to_no_act_comes_last() -> None:
    assert list(by_act([task("indemnity"), task("pass-terms")])) == ["copies", "other"]
    assert by_act([]) == {}


def test_a_notice_is_shown_in_the_licences_words() -> None:
    (words,) = task_details(task("notice-file"))
    assert "Llama 3.1 is licensed under the Llama 3.1 Community License" in words


def test_restrictions_of_use_list_what_they_bar_and_link_to_the_policy() -> None:
    barred, bound, policy = task_details(task("use-restrictions"))
    assert "weapons" in barred
    assert "medical" in bound
    assert "https://" in policy


def test_a_duty_whose_words_were_not_read_has_no_details() -> None:
    assert task_details(task("notice-file", "nobody-knows")) == []
    assert task_details(task("notice-file", "mit")) == []
    assert task_details(task("display")) == []
