"""Chat templates that reach for what no conversation needs, and those that do not."""

from __future__ import annotations

import time

import pytest
import weight_files
from hypothesis import given
from hypothesis import strategies as st

from provenance.weights import LoadVerdict, Ranges, examine, read_template, templates_in

ORDINARY = (
    "{{ bos_token }}{% for message in messages %}{{ '<|' + message['role'] + '|>' }}"
    "{{ message.content | trim }}{% endfor %}{% set ns = namespace(found=false) %}"
    "{{ '__IMAGE__' }} __class__ outside of code"
)


@pytest.mark.parametrize(
    "text",
    [
        "{{ messages.__class__.__mro__ }}",
        "{% if ''['__class__'] %}{% endif %}",
        "{{ x|attr('a') }}",
        "{{ x['\\x5f\\x5fclass'] }}",
        "{{ lipsum.f }}",
        "{% include 'other' %}",
        "{%- from 'a' import b -%}",
        "{{ cycler.__init__.__globals__.os.popen('id') }}",
        "{{ open.__class__",
    ],
)
def test_what_reaches_too_far(text: str) -> None:
    uses = read_template("chat_template.jinja", "", text).uses
    assert any(use.verdict is LoadVerdict.DANGEROUS for use in uses)


def test_an_ordinary_template() -> None:
    template = read_template("chat_template.jinja", "", ORDINARY)
    assert not template.uses
    assert len(template.sha256) == 64


def test_named_templates() -> None:
    named = [{"name": "default", "template": "a"}, {"name": "tool", "template": "b"}]
    assert [template.place for template in templates_in("t.json", named)] == [
        "t.json default",
        "t.json tool",
    ]
    assert len(templates_in("t.json", {"a": "x", "b": 3})) == 1
    assert templates_in("t.json", None) == ()


def test_the_template_of_a_gguf_header() -> None:
    keys: dict[str, object] = {
        "general.architecture": "llama",
        "tokenizer.chat_template": "{{ a.__globals__ }}",
    }
    data = weight_files.Gguf().file(keys, {"norm": ("F32", [8])})
    facts = examine(Ranges.of("chat.gguf", data)).facts
    assert facts is not None
    [template] = facts.templates
    assert template.place == "chat.gguf tokenizer.chat_template"
    assert template.uses


@given(st.text("{}%_a'|. \n", max_size=200))
def test_any_text(text: str) -> None:
    read_template("f", "", text)


def test_it_is_linear() -> None:
    started = time.process_time()
    for unit in ("{{", "{%", "__a", "{{ a }}", "'_'", "| attr"):
        read_template("f", "", unit * 100_000)
    assert time.process_time() - started < 5
