"""References as people have them: addresses of every hub's pages, forms of the hubs' own clients,
and what names nothing but shows where to look."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance.errors import UsageError
from provenance.hubs import parse_reference
from provenance.hubs.site_pages import read_page

READ = [
    ("HTTPS://HuggingFace.co/Acme/Bear", "hf", "model", "Acme/Bear", None),
    ("https://huggingface.co/Acme/Bear/", "hf", "model", "Acme/Bear", None),
    ("https://huggingface.co/acme/bear#usage", "hf", "model", "acme/bear", None),
    (
        "https://huggingface.co/acme/bear/tree/refs%2Fpr%2F7",
        "hf",
        "model",
        "acme/bear",
        "refs/pr/7",
    ),
    ("https://huggingface.co/gpt2", "hf", "model", "gpt2", None),
    ("hf.co/acme/bear:Q4_K_M", "oci", "model", "hf.co/acme/bear", "Q4_K_M"),
    ("http://hf.co/datasets/acme/seals/viewer/default/train", "hf", "dataset", "acme/seals", None),
    (
        "https://huggingface.co/datasets/acme/seals/tree/main/data",
        "hf",
        "dataset",
        "acme/seals",
        "main",
    ),
    ("hf://datasets/acme/seals@main/data/train.parquet", "hf", "dataset", "acme/seals", "main"),
    ("hf://models/acme/bear", "hf", "model", "acme/bear", None),
    ("ollama:gemma", "oci", "model", "registry.ollama.ai/library/gemma", None),
    ("ollama:gemma:2b", "oci", "model", "registry.ollama.ai/library/gemma", "2b"),
    ("ollama:acme/bear:7b-q4", "oci", "model", "registry.ollama.ai/acme/bear", "7b-q4"),
    ("https://ollama.com/acme/bear", "oci", "model", "registry.ollama.ai/acme/bear", None),
    (
        "https://ollama.com/library/gemma:2b",
        "oci",
        "model",
        "registry.ollama.ai/library/gemma",
        "2b",
    ),
    (
        "https://ollama.com/library/gemma/tags",
        "oci",
        "model",
        "registry.ollama.ai/library/gemma",
        None,
    ),
    (
        "registry.ollama.ai/library/gemma:2b",
        "oci",
        "model",
        "registry.ollama.ai/library/gemma",
        "2b",
    ),
    ("oci://ghcr.io/acme/bear:1.0", "oci", "model", "ghcr.io/acme/bear", "1.0"),
    ("oci://localhost:5000/bear", "oci", "model", "localhost:5000/bear", None),
    (
        "oci://ghcr.io/acme/bear@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "oci",
        "model",
        "ghcr.io/acme/bear",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ),
    (
        "oci://ghcr.io/acme/bear:1.0@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "oci",
        "model",
        "ghcr.io/acme/bear",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ),
    ("oci://docker.io/ai/gemma3", "oci", "model", "docker.io/ai/gemma3", None),
    ("https://hub.docker.com/r/ai/gemma3", "oci", "model", "docker.io/ai/gemma3", None),
    ("docker://ai/gemma3:4B", "oci", "model", "docker.io/ai/gemma3", "4B"),
    ("oci://hf.co/acme/bear:Q4_K_M", "oci", "model", "hf.co/acme/bear", "Q4_K_M"),
    (
        "pkg:oci/bear@sha256%3A0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef?repository_url=ghcr.io/acme/bear",
        "oci",
        "model",
        "ghcr.io/acme/bear",
        "sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    ),
    (
        "azureml://registries/azureml/models/Phi-4/versions/7",
        "azureml",
        "model",
        "azureml/Phi-4",
        "7",
    ),
    (
        "azureml://registries/azureml/models/Phi-4/labels/latest",
        "azureml",
        "model",
        "azureml/Phi-4",
        None,
    ),
    ("azureml://registries/azureml/models/Phi-4", "azureml", "model", "azureml/Phi-4", None),
    ("azureml:azureml/Phi-4@7", "azureml", "model", "azureml/Phi-4", "7"),
    (
        "https://ai.azure.com/explore/models/Phi-4/version/7/registry/azureml",
        "azureml",
        "model",
        "azureml/Phi-4",
        "7",
    ),
    (
        "https://ml.azure.com/registries/azureml/models/Phi-4/version/7",
        "azureml",
        "model",
        "azureml/Phi-4",
        "7",
    ),
    (
        "https://www.kaggle.com/models/google/gemma/PyTorch/2b/3",
        "kaggle",
        "model",
        "google/gemma/PyTorch/2b",
        "3",
    ),
    (
        "https://kaggle.com/models/google/gemma/pyTorch/2b/versions/3",
        "kaggle",
        "model",
        "google/gemma/pyTorch/2b",
        "3",
    ),
    ("https://www.kaggle.com/datasets/acme/seals", "kaggle", "dataset", "acme/seals", None),
    ("https://www.kaggle.com/datasets/acme/seals/data", "kaggle", "dataset", "acme/seals", None),
    (
        "https://www.kaggle.com/datasets/acme/seals/versions/4",
        "kaggle",
        "dataset",
        "acme/seals",
        "4",
    ),
    ("kaggle:google/gemma/pyTorch/2b/3", "kaggle", "model", "google/gemma/pyTorch/2b", "3"),
    ("kaggle://google/gemma/pyTorch/2b", "kaggle", "model", "google/gemma/pyTorch/2b", None),
    (
        "https://modelscope.cn/models/Qwen/Qwen3-8B/summary",
        "modelscope",
        "model",
        "Qwen/Qwen3-8B",
        None,
    ),
    (
        "https://www.modelscope.cn/models/Qwen/Qwen3-8B/files",
        "modelscope",
        "model",
        "Qwen/Qwen3-8B",
        None,
    ),
    ("https://modelscope.ai/models/Qwen/Qwen3-8B", "modelscope", "model", "Qwen/Qwen3-8B", None),
    ("https://modelscope.cn/datasets/acme/seals", "modelscope", "dataset", "acme/seals", None),
    (
        "https://catalog.ngc.nvidia.com/orgs/nvidia/teams/tao/models/bear",
        "ngc",
        "model",
        "nvidia/tao/bear",
        None,
    ),
    (
        "https://catalog.ngc.nvidia.com/orgs/nvidia/models/bear?version=1.0",
        "ngc",
        "model",
        "nvidia/bear",
        "1.0",
    ),
    (
        "https://catalog.ngc.nvidia.com/orgs/nvidia/teams/tao/models/bear/files?version=trainable_v1",
        "ngc",
        "model",
        "nvidia/tao/bear",
        "trainable_v1",
    ),
    ("ngc:nvidia/tao/bear:1.0", "ngc", "model", "nvidia/tao/bear", "1.0"),
    ("https://github.com/acme/bear", "github", "model", "acme/bear", None),
    ("https://github.com/acme/bear.git", "github", "model", "acme/bear", None),
    ("git@github.com:acme/bear.git", "github", "model", "acme/bear", None),
    ("ssh://git@github.com/acme/bear.git", "github", "model", "acme/bear", None),
    ("git+https://github.com/acme/bear@v1", "github", "model", "acme/bear", "v1"),
    ("https://github.com/acme/bear/tree/v1.2/src", "github", "model", "acme/bear", "v1.2"),
    ("https://github.com/acme/bear/releases/tag/v1.2", "github", "model", "acme/bear", "v1.2"),
    (
        "https://raw.githubusercontent.com/acme/bear/main/README.md",
        "github",
        "model",
        "acme/bear",
        "main",
    ),
    ("pkg:github/acme/bear@v1", "github", "model", "acme/bear", "v1"),
    ("models:/Bear/4", "mlflow", "model", "Bear", "4"),
    ("models:/Bear@champion", "mlflow", "model", "Bear", "champion"),
    ("models:/main.ml.bear/4", "mlflow", "model", "main.ml.bear", "4"),
    (
        "https://adb-1234.5.azuredatabricks.net/explore/data/models/main/ml/bear",
        "unity",
        "model",
        "main.ml.bear",
        None,
    ),
    (
        "https://adb-1234.5.azuredatabricks.net/explore/data/models/main/ml/bear/version/4?o=1234",
        "unity",
        "model",
        "main.ml.bear",
        "4",
    ),
    (
        "publishers/google/models/gemma3@gemma-3-4b-it",
        "vertex",
        "model",
        "google/gemma3",
        "gemma-3-4b-it",
    ),
    ("vertex:google/gemma3@gemma-3-4b-it", "vertex", "model", "google/gemma3", "gemma-3-4b-it"),
    (
        "https://console.cloud.google.com/vertex-ai/publishers/google/model-garden/gemma3",
        "vertex",
        "model",
        "google/gemma3",
        None,
    ),
    (
        "https://console.cloud.google.com/vertex-ai/publishers/google/model-garden/gemma3?project=x&hl=en",
        "vertex",
        "model",
        "google/gemma3",
        None,
    ),
    (
        "projects/p/locations/us-central1/publishers/google/models/gemma3",
        "vertex",
        "model",
        "google/gemma3",
        None,
    ),
    ("s3://bucket/folder", "remote", "model", "s3://bucket/folder", None),
    ("gs://bucket/deep/folder/", "remote", "model", "gs://bucket/deep/folder/", None),
    (
        "abfss://c@acct.dfs.core.windows.net/m",
        "remote",
        "model",
        "abfss://c@acct.dfs.core.windows.net/m",
        None,
    ),
    (
        "https://files.example/models/bear/",
        "remote",
        "model",
        "https://files.example/models/bear/",
        None,
    ),
    ("./models/bear", "folder", "model", "./models/bear", None),
    ("file:///tmp/models/bear", "folder", "model", "/tmp/models/bear", None),
    ("/tmp/models/bear", "folder", "model", "/tmp/models/bear", None),
    (
        "HTTPS://WWW.KAGGLE.COM/models/google/gemma/PyTorch/2b",
        "kaggle",
        "model",
        "google/gemma/PyTorch/2b",
        None,
    ),
    ("https://www.kaggle.com/models/google/gemma", "kaggle", "model", "google/gemma", None),
    ("https://www.kaggle.com/models/google/gemma/code", "kaggle", "model", "google/gemma", None),
    (
        "https://www.kaggle.com/models/google/gemma/pyTorch/2b/3?select=a.bin#x",
        "kaggle",
        "model",
        "google/gemma/pyTorch/2b",
        "3",
    ),
    ("www.kaggle.com/datasets/acme/seals?select=a.csv", "kaggle", "dataset", "acme/seals", None),
    ("kaggle:datasets/acme/seals/versions/4", "kaggle", "dataset", "acme/seals", "4"),
    ("kaggle:acme/bear/pyTorch/2b@3", "kaggle", "model", "acme/bear/pyTorch/2b", "3"),
    (
        "https://github.com/acme/bear?tab=readme-ov-file#license",
        "github",
        "model",
        "acme/bear",
        None,
    ),
    ("https://github.com/acme/bear/", "github", "model", "acme/bear", None),
    (
        "https://GitHub.com/Acme/Bear/blob/main/README.md#L10-L20",
        "github",
        "model",
        "Acme/Bear",
        "main",
    ),
    ("git+ssh://git@github.com/acme/bear.git@v1#egg=bear", "github", "model", "acme/bear", "v1"),
    (
        "https://raw.githubusercontent.com/acme/bear/refs/heads/dev/README.md",
        "github",
        "model",
        "acme/bear",
        "dev",
    ),
    ("github.com/acme/bear.git", "github", "model", "acme/bear", None),
    (
        "https://www.modelscope.cn/models/Qwen/Qwen3-8B?tab=files",
        "modelscope",
        "model",
        "Qwen/Qwen3-8B",
        None,
    ),
    (
        "https://modelscope.cn/models/Qwen/Qwen3-8B/resolve/v1.0/config.json",
        "modelscope",
        "model",
        "Qwen/Qwen3-8B",
        "v1.0",
    ),
    (
        "https://modelscope.cn/models/Qwen/Qwen3-8B/file/view/master/README.md?status=1",
        "modelscope",
        "model",
        "Qwen/Qwen3-8B",
        "master",
    ),
    ("modelscope://Qwen/Qwen3-8B@v1", "modelscope", "model", "Qwen/Qwen3-8B", "v1"),
    (
        "https://catalog.ngc.nvidia.com/orgs/nvidia/teams/tao/models/bear?version=1.0&tab=x#top",
        "ngc",
        "model",
        "nvidia/tao/bear",
        "1.0",
    ),
    ("ngc:nvidia/bear:1.0", "ngc", "model", "nvidia/bear", "1.0"),
    ("ngc:nvidia/tao/bear@1.0", "ngc", "model", "nvidia/tao/bear", "1.0"),
    (
        "https://ml.azure.com/registries/azureml/models/Phi-4/version/7?tid=abc",
        "azureml",
        "model",
        "azureml/Phi-4",
        "7",
    ),
    (
        "https://ai.azure.com/explore/models/Phi-4/version/7/registry/azureml?wsid=/subscriptions/a/b",
        "azureml",
        "model",
        "azureml/Phi-4",
        "7",
    ),
    (
        "https://ai.azure.com/resource/models/gpt-4o/version/1/registry/azure-openai",
        "azureml",
        "model",
        "azure-openai/gpt-4o",
        "1",
    ),
    (
        "https://console.cloud.google.com/vertex-ai/publishers/hf-google/model-garden/gemma-2b;hfSource=true;action=deploy?project=p",
        "vertex",
        "model",
        "hf-google/gemma-2b",
        None,
    ),
    (
        "https://adb-1.2.azuredatabricks.net/explore/data/models/main/ml/bear?o=1&isDbOne=true",
        "unity",
        "model",
        "main.ml.bear",
        None,
    ),
    (
        "https://dbc-x.cloud.databricks.com/explore/data/models/main/ml/bear/version/2#x",
        "unity",
        "model",
        "main.ml.bear",
        "2",
    ),
    (
        "https://ollama.com/library/gemma:2b/blobs/c1864a5eb193",
        "oci",
        "model",
        "registry.ollama.ai/library/gemma",
        "2b",
    ),
    ("https://ollama.com/gemma3", "oci", "model", "registry.ollama.ai/library/gemma3", None),
    ("ollama.com/acme/bear:latest", "oci", "model", "registry.ollama.ai/acme/bear", "latest"),
    ("https://hub.docker.com/r/ai/gemma3/tags", "oci", "model", "docker.io/ai/gemma3", None),
    ("docker.io/ai/gemma3:4b", "oci", "model", "docker.io/ai/gemma3", "4b"),
    ("ghcr.io/acme/bear:1.0", "oci", "model", "ghcr.io/acme/bear", "1.0"),
    ("https://hf.co/acme/bear:Q8_0", "oci", "model", "hf.co/acme/bear", "Q8_0"),
    ("models:/Bear/latest", "mlflow", "model", "Bear", None),
    ("models:///Bear/4", "mlflow", "model", "Bear", "4"),
    ("file:///tmp/my%20model", "folder", "model", "/tmp/my model", None),
    ("file://localhost/tmp/m", "folder", "model", "/tmp/m", None),
    (
        "abfs://c@acct.dfs.core.windows.net/m",
        "remote",
        "model",
        "abfs://c@acct.dfs.core.windows.net/m",
        None,
    ),
    (
        "https://huggingface.co/acme/bear/blob/main/sub/README.md?code=true#L3",
        "hf",
        "model",
        "acme/bear",
        "main",
    ),
]


@pytest.mark.parametrize(("text", "hub", "kind", "name", "revision"), READ)
def test_a_reference_as_people_have_it(
    text: str, hub: str, kind: str, name: str, revision: str | None
) -> None:
    ref = parse_reference(text, typed=True)
    assert (ref.hub, ref.kind.value, ref.name, ref.revision) == (hub, kind, name, revision)


REFUSED = [
    ("https://ai.azure.com/catalog/models/Phi-4", "azureml:azureml/Phi-4"),
    ("models:/Bear/Production", "models:/Bear@ALIAS"),
    ("models:/m-0123456789abcdef0123456789abcdef", "models:/NAME/VERSION"),
    ("runs:/0123/model", "models:/NAME/VERSION"),
    ("http://127.0.0.1:5000/#/models/Bear/versions/4", "models:/Bear/4"),
    ("https://mlflow.example/lab/#/models/Bear", "MLFLOW_TRACKING_URI=https://mlflow.example/lab "),
    ("https://acme-den.hf.space", "spaces/org/name"),
    ("abfss://user:password@account/folder", "Leave it out"),
    ("https://user@github.com/acme/bear", "Leave it out"),
    ("ssh://me@github.com/acme/bear.git", "Leave it out"),
]


@pytest.mark.parametrize(("text", "hint"), REFUSED)
def test_what_names_nothing_shows_where_to_look(text: str, hint: str) -> None:
    with pytest.raises(UsageError) as refused:
        parse_reference(text, typed=True)
    assert hint in str(refused.value.hint)


@pytest.mark.parametrize(
    "text",
    [
        "https://github.com/acme/bear/issues/4",
        "https://github.com/acme",
        "https://www.kaggle.com/code/acme/bear",
        "https://www.kaggle.com/acme",
        "https://catalog.ngc.nvidia.com/orgs/nvidia/containers/bear",
        "https://console.cloud.google.com/vertex-ai/model-garden",
        "https://ml.azure.com/registries/azureml/environments/x/version/1",
        "https://x.databricks.com/explore/data/main/ml/bear",
        "https://hub.docker.com/search?q=bear",
        "https://modelscope.cn/studios/acme/bear",
        "https://notkaggle.com/models/google/gemma",
        "https://kaggle.com.evil.example/models/google/gemma",
        "https://github.com/../..",
        "file://other/tmp",
    ],
)
def test_other_pages_name_nothing(text: str) -> None:
    with pytest.raises(UsageError):
        parse_reference(text)


def test_a_page_in_parts() -> None:
    page = read_page("HTTPS://WWW.Hub.Example:443/a//b%20c;x=1/?q=1&q=2&e=#f", "hub.example")
    assert page is not None
    assert (page.host, page.parts, page.query) == ("hub.example", ("a", "b c"), {"q": "1"})
    assert page.after("A") == ("b c",)
    assert page.after("b") is None


@given(st.text(max_size=80), st.sampled_from(["", "https://", "//", "kaggle.com/", "github.com/"]))
def test_any_text_is_a_page_or_none(text: str, start: str) -> None:
    page = read_page(start + text, "kaggle.com", ".github.com", "github.com")
    assert page is None or all(page.parts)
