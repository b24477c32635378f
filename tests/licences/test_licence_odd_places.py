"""Words on terms where few look: beside the card, in configurations, in tables, in comments."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder

import provenance
from provenance.licences.files import is_page, is_translation

CARD = "# Quay\n\nFinds boats.\n"
ROWS = "| file | size | terms |\n|---|---|---|\n| `small.safetensors` | 1M | MIT |\n"

KINDS_OF_FILES = [
    "translation",
    "news",
    "notice",
    "configuration",
    "plain",
    "adoc",
    "rst",
    "org",
    "facts",
    "nested",
]


def verdict(hub: HubFolder, body: str = CARD, files: dict[str, str] | None = None) -> str:
    """The verdict on commercial use of a model whose card says MIT."""
    hub.model("acme/quay", "license: mit", body=body, files=files or {})
    report = provenance.audit("acme/quay", hub=str(hub.root), use={"commercial": True})
    return str(report.uses[0].verdict)


def config(value: str) -> dict[str, str]:
    return {"config.json": json.dumps({"model_type": "quay", "release": {"terms": value}})}


@pytest.mark.parametrize(
    "files",
    [
        {"README.ja.md": "# 港\n\n商用利用はできません。\n"},
        {"CHANGES-2025.txt": "We take the licence back. Nobody obtains rights in the weights.\n"},
        {"NOTICE": "Quay\n\nThe *.safetensors files are not part of the Work.\n"},
        config("noncommercial; ask the harbour for anything else"),
        {"README": "For non-commercial use only.\n"},
        {"README.adoc": "= Quay\n\nFor non-commercial use only.\n"},
        {"docs/consortium.rst": "Consortium\n==========\n\nFor non-commercial use only.\n"},
        {"notes.org": "* Notes\n\nThe weights may not be used commercially.\n"},
        {"model.yaml": "licence: cc-by-nc-4.0\n"},
        {"model_info.json": '{"usage": {"terms": "not for commercial use"}}'},
    ],
    ids=KINDS_OF_FILES,
)
def test_a_file_that_limits_a_use_is_read(hub: HubFolder, files: dict[str, str]) -> None:
    assert verdict(hub, files=files) == "review"


NO = "not for commercial use"


@pytest.mark.parametrize(
    "files",
    [
        {"generation_config.json": f'{{"note": "{NO}"}}'},
        {"tokenizer_config.json": f'{{"about": {{"who": "The weights are {NO}."}}}}'},
        {"model.yaml": f"hints:\n- {NO}\n"},
        {"Model-Card.toml": f'summary = "{NO}"\n'},
        {"dataset_meta.yml": f"use: {NO}\n"},
        {"about.json": f'[{{"note": "{NO}"}}]'},
        {"terms.toml": 'licence = "CC-BY-NC-4.0"\n'},
    ],
)
def test_words_under_any_key_of_a_file_of_facts_limit_a_use(
    hub: HubFolder, files: dict[str, str]
) -> None:
    assert verdict(hub, files=files) == "review"


@pytest.mark.parametrize(
    "files",
    [
        {"generation_config.json": '{"note": "commercial use is allowed", "top_k": 5}'},
        {"tokenizer_config.json": f'{{"chat_template": "{NO}", "pad_token": "{NO}"}}'},
        {"model.yaml": "hints:\n- boats\n"},
        {"Model-Card.toml": 'licence = "MIT"\n'},
        {"about.json": "[]"},
        {"meta.yaml": ""},
    ],
)
def test_words_under_any_key_without_a_limit(hub: HubFolder, files: dict[str, str]) -> None:
    assert verdict(hub, files=files).startswith("allow")
    assert not provenance.audit("acme/quay", hub=str(hub.root)).gaps


@pytest.mark.parametrize(
    "files",
    [
        {"model.yaml": "licence: [cc-by-nc-4.0\n"},
        {"model.yaml": "a boat\n"},
        {"model_info.json": '{"terms": "not for'},
        {"metadata.json": '{"license": "cc-by-nc-4.0", "license": "mit"}'},
        {"metadata.toml": "license = cc by\n"},
        {"CITATION.cff": "title: {Quay\n"},
        {"setup.cfg": "license = MIT\n"},
        {"pyproject.toml": "[project\n"},
        {"config.json": "{"},
        {"info.json": '{"a": "' + "x" * 2_200_000 + '"}'},
    ],
    ids=lambda files: next(iter(files)),
)
def test_a_file_of_facts_that_cannot_be_parsed_is_a_gap_and_a_review(
    hub: HubFolder, files: dict[str, str]
) -> None:
    assert verdict(hub, files=files) == "review"
    report = provenance.audit("acme/quay", hub=str(hub.root))
    assert [(gap.what, gap.reason) for gap in report.gaps] == [(*files, "malformed")]


def test_words_beside_a_result_limit_a_use(hub: HubFolder) -> None:
    front = (
        "license: mit\nmodel-index:\n- name: quay\n  results:\n  - task: {{type: t}}\n"
        "    dataset: {{type: d, name: d, args: {words}}}\n    metrics: [{{type: a, value: 1}}]\n"
    )
    hub.model("acme/limited", front.format(words=NO))
    hub.model("acme/free", front.format(words="boats"))
    use = {"commercial": True}
    limited = provenance.audit("acme/limited", hub=str(hub.root), use=use)
    free = provenance.audit("acme/free", hub=str(hub.root), use=use)
    assert limited.uses[0].verdict == "review"
    assert NO in limited.uses[0].reasons[0].text
    assert free.uses[0].verdict == "allow-with-duties"


@pytest.mark.parametrize(
    "source",
    [
        '<meta name="license" content="CC-BY-NC-4.0">',
        f'<meta name="description" content="{NO}">',
        f"<p title='{NO}'>Boats</p>",
        f"Boats <span aria-label='The weights are {NO}'>of</span> all kinds.",
        "<div data-license='cc-by-nc-4.0'>Boats</div>",
        f"<pre>The weights are {NO}.</pre>",
        f"<template>{NO}</template>",
        f"<svg><text>{NO}</text></svg>",
        '<script type="application/ld+json">{"license": "CC-BY-NC-4.0"}</script>',
        f"[Boats](boats.md '{NO}')",
        f"[//]: # ({NO})",
    ],
)
def test_words_in_markup_that_limit_a_use(hub: HubFolder, source: str) -> None:
    assert verdict(hub, f"# Quay\n\nFinds boats.\n\n{source}\n") == "review"


@pytest.mark.parametrize(
    "source",
    [
        '<meta name="license" content="MIT">',
        '<meta name="description" content="Finds boats of all kinds">',
        "<p title='Boats in the harbour'>Boats</p>",
        "<pre>from quay import boats</pre>",
        "<svg><text>Boats</text></svg>",
        '<script type="application/ld+json">{"license": "MIT"}</script>',
        "[Boats](boats.md 'All boats')",
        "[//]: # (Boats of all kinds)",
    ],
)
def test_words_in_markup_without_a_limit(hub: HubFolder, source: str) -> None:
    assert verdict(hub, f"# Quay\n\nFinds boats.\n\n{source}\n").startswith("allow")


@pytest.mark.parametrize(
    "files",
    [
        {"README.ja.md": "# 港\n\n船を探します。\n"},
        {"CHANGES-2025.txt": "The sample rate was corrected.\n"},
        {"NOTICE": "Quay\n\nThis product includes software of the harbour.\n"},
        config("MIT"),
        {"README": "Boats of all kinds.\n"},
        {"README.adoc": "= Quay\n\nBoats of all kinds.\n"},
        {"docs/consortium.rst": "Consortium\n==========\n\nBoats of all kinds.\n"},
        {"notes.org": "* Notes\n\nThe weights find boats.\n"},
        {"model.yaml": "licence: mit\n"},
        {"model_info.json": '{"usage": {"example": "boats"}}'},
    ],
    ids=KINDS_OF_FILES,
)
def test_the_same_files_without_a_limit(hub: HubFolder, files: dict[str, str]) -> None:
    assert verdict(hub, files=files).startswith("allow")


def test_a_configuration_that_is_no_json_is_left_to_its_reader(hub: HubFolder) -> None:
    assert verdict(hub, files={"config.json": '{"terms": "noncommercial'}) != "deny"


def test_the_terms_of_one_file_in_a_table(hub: HubFolder) -> None:
    assert verdict(hub, CARD + "\n" + ROWS).startswith("allow")


def test_stricter_terms_of_one_file_in_a_table(hub: HubFolder) -> None:
    stricter = ROWS + "| `large.safetensors` | 9M | CC BY-NC-SA 4.0 |\n"
    assert verdict(hub, CARD + "\n" + stricter) == "review"


def test_a_wrapped_comment_is_one_sentence(hub: HubFolder) -> None:
    comment = "<!-- the tag is no licence, we were only cleared for free,\n  non-commercial use -->"
    assert verdict(hub, f"{comment}\n\n{CARD}") == "review"


def test_a_comment_without_terms(hub: HubFolder) -> None:
    assert verdict(hub, f"<!-- made with a tool,\n  see the site -->\n\n{CARD}") != "review"


@pytest.mark.parametrize(
    "picture",
    ["![Usage: no commercial use](a.svg)", '<img src="a.svg" alt="Usage: no commercial use">'],
)
def test_the_words_of_a_picture(hub: HubFolder, picture: str) -> None:
    assert verdict(hub, f"{picture}\n\n{CARD}") == "review"


def test_a_picture_of_a_boat(hub: HubFolder) -> None:
    assert verdict(hub, f"![A boat of a company](a.svg)\n\n{CARD}").startswith("allow")


def test_terms_in_a_folder_of_terms(hub: HubFolder) -> None:
    text = "TERMS\n\n1. No one may earn money with the Model.\n"
    assert verdict(hub, files={"legal/2025/TERMS_OF_USE.txt": text, "LICENSE": "MIT"}) == "review"


def test_a_notice_in_a_block_of_code(hub: HubFolder) -> None:
    assert verdict(hub, CARD + "\n```\nLicense: CC BY-NC 4.0\n```\n") == "review"


def test_another_block_of_code(hub: HubFolder) -> None:
    code = "\n```python\nlicense = 'CC BY-NC 4.0'  # of the sample\n```\n"
    assert verdict(hub, CARD + code).startswith("allow")


def test_the_terms_of_a_named_repository(hub: HubFolder) -> None:
    assert verdict(hub, CARD + "\nThe licence is the same as that of quay/old.\n") == "review"


def test_pages_by_name() -> None:
    assert is_translation("README.ja.md")
    assert is_translation("README_zh-CN.md")
    assert not is_translation("README.md")
    assert not is_translation("readme_first_please.md")
    assert is_page("CHANGELOG.txt")
    assert not is_page("vocab.txt")
    assert not is_page("README.md")


@pytest.mark.parametrize(
    ("path", "is_allowed"),
    [
        ("third_party/NOTICE", False),
        ("NOTICE", False),
        ("THIRD_PARTY_NOTICES.txt", True),
    ],
)
@pytest.mark.parametrize(
    "words", ["The weights are not for commercial use.", "Banks have to ask us first."]
)
def test_a_notice_is_of_others_by_its_own_name(
    hub: HubFolder, path: str, is_allowed: bool, words: str
) -> None:
    assert verdict(hub, files={path: f"{words}\n"}).startswith("allow") == is_allowed
