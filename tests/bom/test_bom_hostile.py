"""Whatever a stranger put into a repository: a valid bill of materials or a documented error, never
a traceback."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import bom_lineages as lineages
import pytest
from bom_lineages import SUBJECT, card, claim, lineage, readme, section, snapshot
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.bom import encode
from provenance.licences.claim import Conclusion, Source
from provenance.lineage.record import ArtifactRecord
from provenance.model.artifact import FileEntry, Gap
from provenance.model.finding import Evidence
from provenance.privacy.disclosure import Disclosure, Grade
from provenance.text.lines import LineSpan
from provenance.weights.facts import WeightFacts

NASTY = "\x00\x1b[31m\ud800\ufffe<&>]]>\"'\n\r\u202e" + "é한😀"
KEYS = (
    "pipeline_tag",
    "language",
    "tags",
    "library_name",
    "co2_eq_emissions",
    "model-index",
    "size_categories",
)
HUB_KEYS = (
    "cardData",
    "safetensors",
    "config",
    "gated",
    "createdAt",
    "lastModified",
    "sha",
    "model-index",
    "tags",
)
CONFIG_KEYS = (
    "model_type",
    "architectures",
    "hidden_size",
    "quantization_config",
    "transformers_version",
)

text = st.sampled_from([NASTY, "", " ", "ok", "https://a b", "{{ x }}", "9" * 400]) | st.text(
    max_size=30
)
scalar = st.none() | st.booleans() | st.integers() | st.floats() | text
value = st.recursive(
    scalar,
    lambda below: (
        st.lists(below, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "results",
                    "metrics",
                    "value",
                    "type",
                    "dataset",
                    "name",
                    "total",
                    "parameters",
                    "bits",
                ]
            )
            | text,
            below,
            max_size=4,
        )
    ),
    max_leaves=12,
)


def hostile(
    fields: dict[str, Any], hub: dict[str, Any], config: dict[str, Any], words: str
) -> ArtifactRecord:
    evidence = Evidence(
        artifact=SUBJECT.purl,
        file=words,
        revision="x",
        start_line=1,
        end_line=2,
        quote=words,
        sha256=None,
    )
    blocks = (lineages.paragraph(words, 6), lineages.bullets(7, words, f"Developed by: {words}"))
    gap = Gap(artifact=SUBJECT.purl, what=words, reason=words, detail=words)
    files = (
        FileEntry(path=words),
        FileEntry(path="a//b"),
        FileEntry(path="./a/b"),
        FileEntry(path="a/b"),
        FileEntry(path="README.md", size=1, sha256="0" * 64),
    )
    made = snapshot(SUBJECT, hub, *files, gaps=(gap,))
    return ArtifactRecord(
        snapshot=replace(made, url=words or made.url),
        documents={"README.md": readme(SUBJECT, "---\na: b\n---\n" + "\n" * 30)},
        card=replace(
            card(fields, *(section(title, 5, *blocks) for title in ("Uses", "Limitations", words))),
            front_matter=LineSpan(1, 3),
        ),
        configs={"config.json": config},
        weights=(
            WeightFacts(
                path=words,
                format="gguf",
                parameters=7,
                dtypes={words: 7},
                metadata={f"{words}.context_length": words},
            ),
        ),
        licence=Conclusion(
            claims=(claim(SUBJECT, words, None, Source.CARD, name=words, link=words),)
        ),
        disclosures=(
            Disclosure(
                check="PRIV-001",
                artifact=SUBJECT.purl,
                grade=Grade.DISCLOSED,
                stance="present",
                evidence=(evidence,),
            ),
        ),
        gaps=(gap,),
    )


@settings(max_examples=120, deadline=None)
@given(
    st.dictionaries(st.sampled_from(KEYS), value),
    st.dictionaries(st.sampled_from(HUB_KEYS), value),
    st.dictionaries(st.sampled_from(CONFIG_KEYS), value),
    text,
    st.sampled_from(["json", "xml"]),
)
def test_nothing_breaks_it(
    fields: dict[str, Any], hub: dict[str, Any], config: dict[str, Any], words: str, output: str
) -> None:
    made = encode(lineage((hostile(fields, hub, config, words),)), output=output)
    if output == "json":
        assert json.loads(made)["metadata"]["component"]["name"] == "support-7b"
    else:
        assert ElementTree.fromstring(made).tag.endswith("bom")


@pytest.mark.parametrize("output", ["json", "xml"])
def test_control_characters_and_surrogates(output: str) -> None:
    made = encode(
        lineage(
            (hostile({"tags": [NASTY]}, {"pipeline_tag": NASTY}, {"model_type": NASTY}, NASTY),)
        ),
        output=output,
    )
    shown = made.decode()
    assert not any(mark in shown for mark in ("\x00", "\x1b", "\ufffe"))


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "ftp://x/y",
        "LICENSE",
        "http://",
        "https://a b",
        "http://[",
        "https://x/%zz",
        NASTY,
    ],
)
def test_only_plain_web_addresses_are_linked(link: str) -> None:
    conclusion = Conclusion(
        claims=(claim(SUBJECT, "other", None, Source.CARD, name="Own", link=link),),
        verdict="unresolved",
    )
    component = json.loads(encode(lineage((lineages.subject(licence=conclusion),))))["metadata"][
        "component"
    ]
    assert component["licenses"] == [{"license": {"name": "Own", "acknowledgement": "declared"}}]


def test_text_is_cut() -> None:
    long = "words " * 10**5
    made = hostile(
        {"tags": [long], "language": long},
        {"pipeline_tag": long, "gated": long},
        {"model_type": long},
        "ok",
    )
    made = replace(
        made, card=replace(lineages.card({}, section("Uses", 5, lineages.paragraph(long, 6))))
    )
    assert len(encode(lineage((made,)))) < 30_000
