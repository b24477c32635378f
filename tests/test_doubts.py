"""What is open about the terms of an artefact; each thing is said once."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder
from weight_files import safetensors

from provenance.lineage.doubts import Doubt, doubts


def of(hub: HubFolder, name: str, base: str | None = None) -> tuple[Doubt, ...]:
    """The doubts about a model, or about a base of it."""
    lineage = hub.trace(name)
    ref = lineage.inputs[0][1]
    if base:
        [ref] = [edge.parent for edge in lineage.parents(ref) if edge.parent.name == base]
    return doubts(lineage, ref)


def listed(*paths: str, **more: object) -> dict[str, object]:
    """A hub's answer that lists files which the folder does not hold."""
    return {"siblings": [{"rfilename": path} for path in paths], **more}


@pytest.mark.parametrize("front", ["license: mit", "license: [mit, apache-2.0]", "license: gemma"])
def test_nothing_is_open_where_the_terms_are_known(hub: HubFolder, front: str) -> None:
    hub.model("acme/m", front)
    assert of(hub, "acme/m") == ()


@pytest.mark.parametrize(
    ("front", "topic", "text"),
    [
        ("", "no-licence", "states no licence"),
        ("license: other", "unresolved", "is under “other”, whose terms we do not know"),
        (
            "license: other\nlicense_name: acme-terms",
            "unresolved",
            "is under “acme-terms”, whose terms we do not know",
        ),
        (
            "license: openrail",
            "unresolved",
            "names OpenRAIL license family without saying which licence of that family",
        ),
    ],
)
def test_what_names_no_terms_is_open(hub: HubFolder, front: str, topic: str, text: str) -> None:
    hub.model("acme/m", front)
    [doubt] = of(hub, "acme/m")
    assert (doubt.topic, doubt.text, doubt.known) == (topic, text, False)


def test_a_text_that_is_not_known_is_open(hub: HubFolder) -> None:
    hub.model("acme/m", "license: other", files={"LICENSE": "Our house rules\n\nAsk us first.\n"})
    [doubt] = of(hub, "acme/m")
    assert doubt.text == "has a licence text that we do not recognise: LICENSE"
    assert doubt.evidence[0].file == "LICENSE"


def test_what_was_not_read_is_said_once_and_does_not_contradict_itself(hub: HubFolder) -> None:
    hub.model("base/closed", None, meta=listed("README.md", "LICENSE", gated="manual"))
    hub.model(
        "base/tagged", None, meta=listed("README.md", gated="auto", tags=["license:apache-2.0"])
    )
    hub.model("acme/one", "license: mit\nbase_model: base/closed")
    hub.model("acme/two", "license: mit\nbase_model: base/tagged")
    [nothing] = of(hub, "acme/one", "base/closed")
    assert nothing.text == (
        "is gated; LICENSE, README.md could not be read, so its terms are not known"
    )
    assert not nothing.known and nothing.lasting
    [tag] = of(hub, "acme/two", "base/tagged")
    assert tag.text == (
        "is gated; README.md could not be read; its licence, Apache license 2.0, is known only from"
        " the hub's tag"
    )
    assert tag.known


def test_a_base_that_is_not_there_is_open(hub: HubFolder) -> None:
    hub.model("acme/m", "license: mit\nbase_model: gone/base")
    [doubt] = of(hub, "acme/m", "gone/base")
    assert (doubt.text, doubt.lasting) == ("was not found, so its terms are not known", True)


def test_a_parent_that_could_not_be_followed_is_open(hub: HubFolder) -> None:
    hub.model("acme/m", "license: mit", files={"adapter_config.json": "[not json"})
    [doubt] = of(hub, "acme/m")
    assert doubt.text.startswith("may be made from more than is known")
    assert doubt.known


def test_files_that_hold_no_terms_leave_nothing_open(hub: HubFolder) -> None:
    broken = json.dumps(["not", "an", "object"])
    hub.model("acme/m", "license: mit", files={"vocab.json": broken})
    assert of(hub, "acme/m") == ()


def test_a_configuration_that_cannot_be_parsed_leaves_the_use_open(hub: HubFolder) -> None:
    broken = json.dumps(["not", "an", "object"])
    hub.model("acme/m", "license: mit", files={"config.json": broken})
    [doubt] = of(hub, "acme/m")
    assert "config.json" in doubt.text


def test_a_licence_that_is_left_to_a_base(hub: HubFolder) -> None:
    words = "# X\n\n## License\n\nThis model follows the license of the original model.\n"
    hub.model("base/one", "license: apache-2.0")
    hub.model("acme/named", "base_model: base/one", words)
    hub.model("acme/unnamed", "", words)
    assert of(hub, "acme/named") == ()
    assert [doubt.topic for doubt in of(hub, "acme/unnamed")] == ["as-base"]


def test_two_licences_are_open_where_one_asks_more(hub: HubFolder, apache_text: str) -> None:
    hub.model("acme/equal", "license: mit", files={"LICENSE": apache_text})
    hub.model("acme/stricter", "license: cc-by-nc-4.0", files={"LICENSE": apache_text})
    assert of(hub, "acme/equal") == ()
    [doubt] = of(hub, "acme/stricter")
    assert (doubt.topic, doubt.known) == ("contradicted", True)


@pytest.mark.parametrize(
    "sentence",
    [
        "The training data are licensed under CC BY-NC-SA 4.0.",
        "In addition to Apache 2.0, users must follow the CC BY-NC 4.0 terms of the data.",
    ],
)
def test_a_part_under_terms_that_restrict_more_is_open(hub: HubFolder, sentence: str) -> None:
    hub.model("acme/m", "license: apache-2.0", f"# M\n\n## License\n\n{sentence}\n")
    [doubt] = of(hub, "acme/m")
    assert (doubt.topic, doubt.known) == ("terms-of-part", True)
    assert hub.check("LIC014", "acme/m").findings


def test_a_part_under_terms_that_restrict_no_more_is_not(hub: HubFolder) -> None:
    body = "# M\n\n## License\n\nThe training data are licensed under CC BY 4.0.\n"
    hub.model("acme/m", "license: apache-2.0", body)
    assert of(hub, "acme/m") == ()


def test_what_stands_beside_results_is_open(hub: HubFolder) -> None:
    front = "license: mit\nmodel-index:\n- name: m\n  license: cc-by-nc-4.0\n  results: []"
    hub.model("acme/m", front)
    assert "model-index" in " ".join(doubt.text for doubt in of(hub, "acme/m"))
    names = "license: mit\nmodel-index:\n- name: acme/other-name\n  results: []"
    hub.model("acme/named", names)
    assert of(hub, "acme/named") == ()


def test_an_archive_that_holds_all_weights_is_open(hub: HubFolder) -> None:
    strange: dict[str, str | bytes] = {"weights.tar.gz": b"\x78\x9c" + bytes(60)}
    hub.model("acme/strange", "license: mit", files=strange)
    [doubt] = of(hub, "acme/strange")
    assert "weights.tar.gz" in doubt.text
    packed: dict[str, str | bytes] = {"model.7z": b"7z\xbc\xaf\x27\x1c" + bytes(60)}
    hub.model("acme/packed", "license: mit", files=packed)
    [doubt] = of(hub, "acme/packed")
    assert "model.7z" in doubt.text
    hub.dataset("acme/rows", "license: mit", files=packed)
    assert of(hub, "datasets/acme/rows") == ()


def test_an_unknown_licence_in_a_header_is_open(hub: HubFolder) -> None:
    header = {"license": "other", "license.name": "Kite Community"}
    weights = safetensors({"w": ("F32", (1,))}, header)
    hub.model("acme/m", "license: mit", files={"model.safetensors": weights})
    assert of(hub, "acme/m")
