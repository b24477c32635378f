"""Every place of an artefact where a stranger's text may stand, and the artefact read with it."""

from __future__ import annotations

import hashlib
import io
import json
import pickle
import struct
import zipfile
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Any

from provenance.hubs import HUGGING_FACE
from provenance.hubs.listing import read_listing
from provenance.lineage.graph import Lineage
from provenance.lineage.record import assemble, wanted
from provenance.model.artifact import ArtifactRef, FileEntry, Kind, Snapshot
from provenance.stated import known_answer
from provenance.weights import Examined
from provenance.weights.examine import examine
from provenance.weights.ranges import Ranges

MODEL = ArtifactRef(hub=HUGGING_FACE, kind=Kind.MODEL, name="acme/thing-7b", revision="0" * 40)
DATASET = ArtifactRef(hub=HUGGING_FACE, kind=Kind.DATASET, name="acme/things", revision="0" * 40)
FRONT = "---\nlicense: mit\n---\n"
# The most entries of a list that a text becomes: as many as 200 kB of short lines have.
_MOST_ENTRIES = 20_000
_FIRST_RANGE = 256 * 1024

Body = bytes | Examined
Place = Callable[[str], Lineage]


def entries(text: str) -> list[str]:
    """The lines of a text, for places that hold a list."""
    return text.splitlines()[:_MOST_ENTRIES]


def lineage(files: Mapping[str, str | Body], ref: ArtifactRef = MODEL, **answer: Any) -> Lineage:
    """The lineage of one artefact that holds these files, read.

    Args:
        files: Texts, bytes or examined weight files, by path.
        ref: The artefact.
        **answer: What its hub states.
    """
    listed = tuple(FileEntry(path=path) for path in sorted(files))
    return _read(files, listed, ref, answer)


def _read(
    files: Mapping[str, str | Body],
    listed: tuple[FileEntry, ...],
    ref: ArtifactRef,
    answer: Mapping[str, Any],
) -> Lineage:
    snapshot = Snapshot(
        ref=ref,
        url="https://hub/acme/thing",
        source="/api/acme",
        files=listed,
        metadata=known_answer(answer),
    )
    wanted(snapshot, subject=True)
    bodies = {
        path: body.encode() if isinstance(body, str) else body for path, body in files.items()
    }
    record = assemble(snapshot, bodies)
    return Lineage(
        inputs=((str(ref), ref),),
        records={ref.unpinned: record},
        unread={},
        edges=(),
        gaps=record.gaps,
    )


def in_card(template: str, ref: ArtifactRef = MODEL) -> Place:
    """A card that has the text where the template has `@@`, or a share of it in each such place."""
    count = template.count("@@")
    return lambda text: lineage(
        {"README.md": template.replace("@@", text[: max(len(text) // count, 1)])}, ref
    )


def in_front_matter(
    shaped: Callable[[str], Mapping[str, object]], ref: ArtifactRef = MODEL
) -> Place:
    """A card whose front matter holds values made of the text."""
    return lambda text: lineage({"README.md": f"---\n{json.dumps(shaped(text))}\n---\n# A\n"}, ref)


def in_file(path: str, template: str = "@@", ref: ArtifactRef = MODEL) -> Place:
    """A file beside a card that has the text where the template has `@@`."""
    return lambda text: lineage({"README.md": FRONT, path: template.replace("@@", text)}, ref)


def in_json(path: str, shaped: Callable[[str], object], ref: ArtifactRef = MODEL) -> Place:
    """A JSON file beside a card, with values made of the text."""
    return lambda text: lineage({"README.md": FRONT, path: json.dumps(shaped(text))}, ref)


def in_weights(path: str, packed: Callable[[str], bytes]) -> Place:
    """A weight file beside a card, with a header made of the text."""

    def place(text: str) -> Lineage:
        data = packed(text)
        ranges = Ranges(
            path,
            data[:_FIRST_RANGE],
            len(data),
            lambda start, length: data[start : start + length],
        )
        return lineage({"README.md": FRONT, path: examine(ranges)})

    return place


def listed_as_files(text: str) -> Lineage:
    """A listing whose files have the lines as names."""
    siblings = [{"rfilename": line} for line in ("README.md", *entries(text))]
    listed, _gaps = read_listing(MODEL.purl, {"siblings": siblings})
    return _read({"README.md": FRONT}, listed, MODEL, {})


def _shares(text: str, count: int) -> list[list[str]]:
    """The lines, dealt out to so many lists: together they are as long as the text."""
    lines = entries(text)
    return [lines[at::count] for at in range(count)]


def _answer(text: str) -> Lineage:
    """An answer whose texts are the text; each is read by itself."""
    return lineage(
        {"README.md": FRONT},
        tags=[text, f"license:{text}", f"base_model:{text}", f"arxiv:{text}"],
        pipeline_tag=text,
        library_name=text,
        cardData={"license": text, "base_model": text, "extra_gated_prompt": text},
        gated=text,
        lastModified=text,
    )


def _answer_of_lists(text: str) -> Lineage:
    tags, licences, models, names, classes, flagged = _shares(text, 6)
    return lineage(
        {"README.md": FRONT},
        tags=[*tags, *(f"license:{line}" for line in licences)],
        baseModels={"relation": "finetune", "models": [{"id": line} for line in models]},
        safetensors={"parameters": dict.fromkeys(names, 7)},
        config={"architectures": classes, "auto_map": dict.fromkeys(classes, "a.B")},
        securityRepoStatus={"filesWithIssues": [{"path": line} for line in flagged]},
    )


def _card_data(text: str) -> Lineage:
    """An answer with the lists of a card; the hub reads them from the card that is not there."""
    return lineage({}, cardData=_lists(text))


def _lists(text: str) -> dict[str, object]:
    """Values of front matter in which every list holds its share of the lines."""
    licences, bases, datasets, tags, languages, metrics = _shares(text, 6)
    results = [{"name": line, "results": [{"metrics": [{"type": line}]}]} for line in metrics]
    return {
        "license": licences,
        "base_model": bases,
        "datasets": datasets,
        "tags": tags,
        "language": languages,
        "model-index": results,
    }


def _columns(text: str) -> dict[str, object]:
    features = [{"name": line, "dtype": "string"} for line in entries(text)]
    return {"license": "mit", "dataset_info": {"features": features}}


def _croissant(text: str) -> dict[str, object]:
    lines = entries(text)
    fields = [{"@type": "cr:Field", "name": line, "description": line} for line in lines]
    return {
        "@type": "sc:Dataset",
        "license": text,
        "description": text,
        "keywords": lines,
        "recordSet": [{"@type": "cr:RecordSet", "name": "rows", "field": fields}],
    }


def _dataset_infos(text: str) -> dict[str, object]:
    return {
        line: {"license": line, "description": line, "features": {line: {"dtype": "string"}}}
        for line in entries(text)
    }


def _signature(text: str) -> dict[str, object]:
    """A `model.sig` that agrees with itself and lists the lines as files."""
    digests = [hashlib.sha256(line.encode()).hexdigest() for line in entries(text)]
    total = hashlib.sha256(b"".join(bytes.fromhex(digest) for digest in digests))
    resources = [
        {"name": line, "algorithm": "sha256", "digest": digest}
        for line, digest in zip(entries(text), digests, strict=True)
    ]
    serialization = {"method": "files", "ignore_paths": entries(text)}
    statement = {
        "predicateType": "https://model_signing/signature/v1.0",
        "subject": [{"name": text[:500], "digest": {"sha256": total.hexdigest()}}],
        "predicate": {"resources": resources, "serialization": serialization},
    }
    payload = b64encode(json.dumps(statement).encode()).decode()
    return {
        "dsseEnvelope": {
            "payloadType": "application/vnd.in-toto+json",
            "payload": payload,
            "signatures": [{"sig": b64encode(b"x").decode()}],
        },
        "verificationMaterial": {"publicKey": {"hint": text[:500]}},
    }


def _safetensors(text: str) -> bytes:
    header = {
        "__metadata__": {"license": text, "format": text[:100], "base_model": text[:400]},
        **_tensors(entries(text)),
    }
    data = json.dumps(header).encode()
    return struct.pack("<Q", len(data)) + data


def _tensors(names: list[str]) -> dict[str, object]:
    return {
        name: {"dtype": "F32", "shape": [1], "data_offsets": [4 * at, 4 * at + 4]}
        for at, name in enumerate(names)
    }


def _gguf(text: str) -> bytes:
    values = {
        "general.architecture": "llama",
        "general.license": text,
        "general.name": text[:2000],
        "tokenizer.chat_template": text,
        **{f"general.base_model.{at}.name": line for at, line in enumerate(entries(text))},
    }
    head = b"GGUF" + struct.pack("<IQQ", 3, 0, len(values))
    return head + b"".join(
        _string(key) + struct.pack("<I", 8) + _string(value) for key, value in values.items()
    )


def _gguf_names(text: str) -> bytes:
    """A header that names what was converted, and many sources without an address."""
    lines = entries(text)
    values = {
        "general.name": text[:2000],
        "general.basename": text[:2000],
        "general.size_label": text[:100],
        **{f"general.dataset.{at}.name": line for at, line in enumerate(lines[:500])},
        **{f"general.x{at}.name": line for at, line in enumerate(lines[500:])},
    }
    head = b"GGUF" + struct.pack("<IQQ", 3, 0, len(values))
    return head + b"".join(
        _string(key) + struct.pack("<I", 8) + _string(value) for key, value in values.items()
    )


def only_gguf(text: str) -> Lineage:
    """A repository with nothing but GGUF files, whose names then show what they come from."""
    data = _gguf_names(text)
    ranges = Ranges(
        "a-7b.gguf",
        data[:_FIRST_RANGE],
        len(data),
        lambda start, length: data[start : start + length],
    )
    return lineage({"a-7b.gguf": examine(ranges)})


def indexed(text: str) -> Lineage:
    """A shard index beside the file whose tensors it names, each with another spelling."""
    lines = entries(text)[:2_000]
    data = _safetensors("\n".join(f"{line}." for line in lines))
    ranges = Ranges(
        "model.safetensors",
        data[:_FIRST_RANGE],
        len(data),
        lambda start, length: data[start : start + length],
    )
    index = {"weight_map": dict.fromkeys([*lines, text[:50_000]], "model.safetensors")}
    files: dict[str, str | Body] = {
        "README.md": FRONT,
        "model.safetensors.index.json": json.dumps(index),
        "model.safetensors": examine(ranges),
    }
    return lineage(files)


def _form(text: str) -> dict[str, object]:
    """An access form in which every line is a promise."""
    lines = entries(text)
    return {
        "license": "mit",
        "extra_gated_prompt": text[: len(text) // 2],
        "extra_gated_fields": dict.fromkeys(lines[: len(lines) // 2], "checkbox"),
    }


def _training(text: str) -> dict[str, object]:
    lines = entries(text)
    return {
        "model_name_or_path": text[:4_000],
        "datasets": [{"path": line} for line in lines],
        "stages": {line: {"base_model": line} for line in lines[:2_000]},
    }


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for path, body in files.items():
            archive.writestr(zipfile.ZipInfo(path), body)
    return target.getvalue()


def _names_in_archive(text: str) -> bytes:
    """An archive with a file for each line; a name in an archive has at most 64 kB."""
    return _zipped({line[:10_000]: b"" for line in entries(text)})


def _torch(text: str) -> bytes:
    state = {"text": text, "lines": entries(text), **dict.fromkeys(entries(text), 1)}
    return _zipped({"archive/data.pkl": pickle.dumps(state, 2), "archive/version": b"3"})


def _keras(text: str) -> bytes:
    layers = [{"class_name": line, "config": {"name": line}} for line in entries(text)]
    config = {"class_name": text[:200], "config": {"name": text[:200], "layers": layers}}
    return _zipped({"config.json": json.dumps(config).encode(), "metadata.json": b"{}"})


def _tokenizer(text: str) -> bytes:
    vocabulary = {line: at for at, line in enumerate(entries(text))}
    return json.dumps({"model": {"type": "BPE", "vocab": vocabulary}, "text": text}).encode()


def _poetry(text: str) -> str:
    named = json.dumps(text)
    lines = json.dumps([f"License :: {line}" for line in entries(text)])
    return f'[project]\nname = "a"\nlicense = {named}\nclassifiers = {lines}\n'


_OF_CARDS: dict[str, Place] = {
    "card body": in_card(f"{FRONT}@@"),
    "card section": in_card(f"{FRONT}# Thing 7B\n\n## Training data\n\n@@\n\n## Licence\n\n@@"),
    "dataset card section": in_card(
        f"{FRONT}# Things\n\n### Personal and Sensitive Information\n\n@@\n", DATASET
    ),
    "dataset card body": in_card(f"{FRONT}# Things\n\n@@\n", DATASET),
    "card cell": in_card(f"{FRONT}# Thing 7B\n\n| Model | Value |\n|---|---|\n| Thing 7B | @@ |\n"),
    "MODEL_CARD.md": in_file("MODEL_CARD.md"),
    "page beside the card": in_file("docs/consortium.md"),
}
_OF_FRONT_MATTER: dict[str, Place] = {
    "front matter": in_card("---\n@@\n---\n# Thing\n"),
    "front matter value": in_card("---\nlicense: @@\nbase_model: x\n---\n# Thing\n"),
    "front matter text": in_front_matter(
        lambda text: {"extra_gated_prompt": text, "license_name": "x"}
    ),
    "front matter lists": in_front_matter(_lists),
    "front matter keys": in_front_matter(lambda text: dict.fromkeys(entries(text), "a")),
    "columns": in_front_matter(_columns, DATASET),
    "access form": in_front_matter(_form),
}
_OF_TERMS: dict[str, Place] = {
    "LICENSE": in_file("LICENSE"),
    "LICENSE in a folder": in_file("weights/v1/LICENSE.md"),
    "NOTICE": in_file("NOTICE"),
    "PRIVACY.md": in_file("PRIVACY.md"),
    "CITATION.cff": in_file("CITATION.cff"),
    "CITATION.cff licence": in_json(
        "CITATION.cff", lambda text: {"license": entries(text), "title": text}
    ),
    "codemeta.json": in_file("codemeta.json"),
    "codemeta.json licence": in_json(
        "codemeta.json", lambda text: {"license": [text, *entries(text)]}
    ),
    "pyproject.toml": in_file("pyproject.toml"),
    "pyproject.toml licence": lambda text: lineage(
        {"README.md": FRONT, "pyproject.toml": _poetry(text)}
    ),
    "package.json": in_json("package.json", lambda text: {"license": text, "name": text}),
    "croissant.json": in_json("croissant.json", _croissant, DATASET),
    "dataset_infos.json": in_json("dataset_infos.json", _dataset_infos, DATASET),
    "dataset_infos.json of any form": in_file("dataset_infos.json", ref=DATASET),
}
_OF_CONFIGURATIONS: dict[str, Place] = {
    "config.json": in_json(
        "config.json", lambda text: {"_name_or_path": text, "model_type": text, "auto_map": text}
    ),
    "config.json keys": in_json(
        "config.json", lambda text: {line: {"auto_map": {"a": line}} for line in entries(text)}
    ),
    "config.json of any form": in_file("config.json"),
    "adapter_config.json": in_json(
        "adapter_config.json", lambda text: {"base_model_name_or_path": text, "peft_type": text}
    ),
    "preprocessor_config.json": in_json(
        "preprocessor_config.json",
        lambda text: {"_name_or_path": text, "auto_map": dict.fromkeys(entries(text), text[:200])},
    ),
    "modules.json": in_json(
        "modules.json", lambda text: [{"idx": 0, "type": line} for line in entries(text)]
    ),
    "model_index.json": in_json(
        "model_index.json", lambda text: {line: [line, line] for line in entries(text)}
    ),
    "mergekit_config.yml": in_file("mergekit_config.yml"),
    "mergekit_config.yml models": in_json(
        "mergekit_config.yml", lambda text: {"models": [{"model": line} for line in entries(text)]}
    ),
    "training file": in_json("training_config.json", _training),
    "training file of any form": in_file("training_config.yaml"),
    "code that runs": in_file("handler.py"),
    "code that runs, calls": in_file("handler.py", "f('@@')\n"),
    "requirements.txt": in_file("requirements.txt"),
    "chat_template.jinja": in_file("chat_template.jinja"),
    "tokenizer_config.json": in_json(
        "tokenizer_config.json", lambda text: {"chat_template": text, "auto_map": text}
    ),
}
_OF_WEIGHTS: dict[str, Place] = {
    "safetensors header": in_weights("model.safetensors", _safetensors),
    "safetensors of any form": in_weights(
        "model.safetensors", lambda text: struct.pack("<Q", len(text.encode())) + text.encode()
    ),
    "GGUF header": in_weights("model.gguf", _gguf),
    "GGUF names": only_gguf,
    "index of tensors": indexed,
    "index of any form": in_file("model.safetensors.index.json"),
    "torch archive": in_weights("pytorch_model.bin", _torch),
    "pickle, text": in_weights("model.pkl", lambda text: pickle.dumps(entries(text), 0)),
    "pickle of any form": in_weights("model.pkl", lambda text: b"\x80\x02" + text.encode()),
    "keras archive": in_weights("model.keras", _keras),
    "archive of names": in_weights("model.npz", _names_in_archive),
    "ONNX of any form": in_weights("model.onnx", lambda text: b"\x08\x07" + text.encode()),
    "OpenVINO graph": in_weights(
        "openvino_model.xml", lambda text: f"<net name='a'>{text}</net>".encode()
    ),
    "NumPy header": in_weights(
        "a.npy", lambda text: b"\x93NUMPY\x02\x00" + struct.pack("<I", len(text)) + text.encode()
    ),
    "tokenizer.json": in_weights("tokenizer.json", _tokenizer),
    "weights of any form": in_weights("weights.dat", str.encode),
}
_OF_HUBS: dict[str, Place] = {
    "API text fields": _answer,
    "API lists": _answer_of_lists,
    "API card data": _card_data,
    "names of files": listed_as_files,
    "model.sig": in_json("model.sig", _signature),
    "model.sig of any form": in_file("model.sig"),
}
PLACES: dict[str, Place] = {
    **_OF_CARDS,
    **_OF_FRONT_MATTER,
    **_OF_TERMS,
    **_OF_CONFIGURATIONS,
    **_OF_WEIGHTS,
    **_OF_HUBS,
}
