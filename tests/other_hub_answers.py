"""What hubs beside Hugging Face answer, in the shapes that their clients read."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

CARD = "# Bear\n\nThe data holds names and e-mail addresses of customers.\n"
SHA = hashlib.sha256(b"weights").hexdigest()
COMMIT = "c" * 40


def kaggle() -> dict[str, Any]:
    base = "/api/v1/models/acme/bear"
    variation = {
        "versionNumber": 2,
        "licenseName": "Apache 2.0",
        "overview": CARD,
        "externalBaseModelUrl": "https://huggingface.co/acme/base",
        "trainingData": [],
    }
    return {
        f"{base}/get": {"title": "Bear", "description": "A model."},
        f"{base}/pyTorch/2b/get": variation,
        f"{base}/pyTorch/2b/2/files?pageSize=200": {
            "files": [{"name": "config.json", "size": 2}],
            "nextPageToken": "next",
        },
        f"{base}/pyTorch/2b/2/files?pageSize=200&pageToken=next": {
            "files": [{"name": "model.bin", "size": 7}]
        },
        f"{base}/pyTorch/2b/2/download/config.json": b"{}",
    }


def modelscope() -> dict[str, Any]:
    base = "/api/v1/models/acme/bear"
    listed = [
        {"Path": "README.md", "Size": len(CARD), "Type": "blob"},
        {"Path": "model.safetensors", "Size": 7, "Type": "blob", "Sha256": SHA},
        {"Path": "folder", "Type": "tree"},
    ]
    card = f"---\nlicense: Apache License 2.0\nbase_model: acme/base\n---\n{CARD}"
    return {
        base: {"Code": 200, "Data": {"License": "Apache License 2.0", "ReadMeContent": card}},
        f"{base}/revisions": {
            "Data": {"RevisionMap": {"Branches": [{"Revision": "master", "CommitId": COMMIT}]}}
        },
        f"{base}/repo/files?Revision={COMMIT}&Recursive=True": {"Data": {"Files": listed}},
        f"{base}/repo?Revision={COMMIT}&FilePath=README.md": card.encode(),
    }


def ngc() -> dict[str, Any]:
    base = "/v2/models/nvidia/tao/bear"
    digest = base64.b64encode(bytes.fromhex(SHA)).decode()
    model = {
        "name": "bear",
        "description": "A model.",
        "latestVersionIdStr": "1.0",
        "licenseTerms": [{"licenseId": "Apache-2.0"}],
        "privacy": "Personal data was removed from the training data before training.",
        "publicDatasetUsed": {"name": "coco", "link": "https://huggingface.co/datasets/acme/coco"},
    }
    return {
        base: {"model": model},
        f"{base}/versions/1.0/files?page-number=1": {
            "modelFiles": [{"path": "model.onnx", "sizeInBytes": 7, "sha256_base64": digest}],
            "paginationInfo": {"index": 0, "totalPages": 1},
        },
    }


def github() -> dict[str, Any]:
    base = "/repos/acme/bear"
    tree = [
        {"path": "README.md", "type": "blob", "size": len(CARD)},
        {"path": "LICENSE", "type": "blob", "size": 11},
        {"path": "src", "type": "tree"},
    ]
    return {
        base: {"default_branch": "main", "license": {"spdx_id": "MIT"}},
        f"{base}/commits/main": {"sha": COMMIT},
        f"{base}/git/trees/{COMMIT}?recursive=1": {"tree": tree, "truncated": False},
        f"/raw/acme/bear/{COMMIT}/README.md": CARD.encode(),
        f"/raw/acme/bear/{COMMIT}/LICENSE": b"MIT License",
    }


def azure() -> dict[str, Any]:
    base = "/asset-gallery/v1.0"
    summary = {
        "name": "bear",
        "version": "3",
        "license": "MIT",
        "summary": CARD,
        "properties": {"huggingFaceModelId": "acme/base"},
    }
    listed = {"summaries": [{"version": "2"}, {"version": "3"}, {"version": "10-preview"}]}
    return {f"{base}/models": listed, f"{base}/azureml/models/bear/version/3": summary}


def mlflow() -> dict[str, Any]:
    base = "/api/2.0/mlflow"
    version = {
        "name": "bear",
        "version": "4",
        "source": "models:/m-0123456789abcdef",
        "run_id": "r1",
        "description": CARD,
        "tags": [{"key": "license", "value": "apache-2.0"}, {"key": "base_model", "value": "a/b"}],
    }
    inputs = {"dataset_inputs": [{"dataset": {"name": "acme/tickets", "digest": "d"}}]}
    directories = f"{base}/logged-models/m-0123456789abcdef/artifacts/directories"
    return {
        f"{base}/registered-models/alias?name=bear&alias=champion": {"model_version": version},
        f"{base}/registered-models/get?name=bear": {
            "registered_model": {"latest_versions": [{**version, "version": "3"}, version]}
        },
        f"{base}/model-versions/get?name=bear&version=4": {"model_version": version},
        f"{base}/runs/get?run_id=r1": {"run": {"inputs": inputs}},
        f"{directories}?artifact_directory_path=": {
            "files": [
                {"path": "MLmodel", "is_dir": False, "file_size": 4},
                {"path": "model", "is_dir": True},
            ]
        },
        f"{directories}?artifact_directory_path=model": {
            "files": [{"path": "model/config.json", "is_dir": False, "file_size": 2}]
        },
        "/model-versions/get-artifact?name=bear&version=4&path=model/config.json": b"{}",
        "/model-versions/get-artifact?name=bear&version=4&path=MLmodel": b"a: 1",
    }


def vertex() -> dict[str, Any]:
    base = "/v1beta1/publishers/google/models/bear3?view=PUBLISHER_MODEL_VIEW_FULL"
    parent = {"reference": {"resourceName": "projects/p/publishers/google/models/bear2"}}
    use = {"documentations": [{"title": "Use", "content": CARD}]}
    return {
        base: {
            "name": "publishers/google/models/bear3",
            "versionId": "001",
            "parent": parent,
            "supportedActions": {"viewRestApi": use},
        }
    }


def unity() -> dict[str, Any]:
    base = "/api/2.1/unity-catalog/models/main.ml.bear"
    version = {
        "catalog_name": "main",
        "schema_name": "ml",
        "model_name": "bear",
        "version": 4,
        "run_id": "r1",
        "run_workspace_id": 17,
        "comment": CARD,
        "status": "READY",
    }
    tags = [{"key": "license", "value": "apache-2.0"}, {"key": "base_model", "value": "a/b"}]
    inputs = {"dataset_inputs": [{"dataset": {"name": "acme/tickets", "digest": "d"}}]}
    return {
        base: {"full_name": "main.ml.bear", "comment": "A model.", "owner": "team"},
        f"{base}/aliases/champion": version,
        f"{base}/versions/4": version,
        f"{base}/versions": {"model_versions": [{"version": 3}], "next_page_token": "n"},
        f"{base}/versions?page_token=n": {"model_versions": [version, {"status": "READY"}]},
        "/api/2.0/mlflow/unity-catalog/model-versions/get?name=main.ml.bear&version=4": {
            "model_version": {"name": "main.ml.bear", "version": "4", "tags": tags}
        },
        "/api/2.0/mlflow/runs/get?run_id=r1": {"run": {"inputs": inputs}},
    }


HUBS = {
    "kaggle": ("kaggle:acme/bear/pyTorch/2b", kaggle, "Apache 2.0", "acme/base", "2"),
    "modelscope": ("modelscope:acme/bear", modelscope, "Apache License 2.0", "acme/base", COMMIT),
    "ngc": ("ngc:nvidia/tao/bear", ngc, "Apache-2.0", "", "1.0"),
    "github": ("github:acme/bear", github, "MIT", "", COMMIT),
    "azureml": ("azureml:azureml/bear", azure, "MIT", "acme/base", "3"),
    "mlflow": ("models:/bear@champion", mlflow, "apache-2.0", "a/b", "4"),
    "unity": ("unity:main.ml.bear@champion", unity, "apache-2.0", "a/b", "4"),
}


LAYERS = {
    "application/vnd.ollama.image.model": b"GGUF",
    "application/vnd.ollama.image.license": b"Apache License Version 2.0",
    "application/vnd.ollama.image.template": b"{{ .Prompt }}",
}
CONFIG = json.dumps({"model_family": "bear", "model_type": "7B"}).encode()


def digest(body: bytes) -> str:
    return f"sha256:{hashlib.sha256(body).hexdigest()}"


def registry(tamper: str = "", path: str = "library/bear") -> dict[str, Any]:
    layers = [
        {"mediaType": media, "digest": digest(body), "size": len(body)}
        for media, body in LAYERS.items()
    ]
    if tamper == "digest":
        layers[1]["digest"] = "../../etc/passwd"
    manifest = {
        "schemaVersion": 2,
        "config": {"digest": digest(CONFIG), "size": len(CONFIG)},
        "layers": layers,
    }
    written = json.dumps(manifest).encode()
    blobs = {f"/v2/{path}/blobs/{digest(body)}": body for body in (*LAYERS.values(), CONFIG)}
    if tamper == "licence":
        licence = LAYERS["application/vnd.ollama.image.license"]
        blobs[f"/v2/{path}/blobs/{digest(licence)}"] = b"A" * len(licence)
    return {
        f"/v2/{path}/manifests/latest": (200, {"content-type": "text/plain"}, written),
        f"/v2/{path}/manifests/{digest(written)}": written,
        **blobs,
    }
