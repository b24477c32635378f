"""Python: which strings are names, what a name stands for, and what is only computed."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.scan import scan
from provenance.scan.reference import ScannedReference


def references_in(folder: Path, text: str, name: str = "app.py") -> list[ScannedReference]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return list(scan([folder], folder).references)


def described_in(folder: Path, text: str) -> list[str]:
    """`state name` of each reference, the kind of a dataset and the revision with it."""
    return [
        f"{reference.state} {'dataset ' if reference.kind == 'dataset' else ''}{reference.name}"
        + (f"@{reference.revision}" if reference.revision else "")
        for reference in references_in(folder, text)
    ]


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ('AutoModel.from_pretrained("acme/a")', "hub acme/a"),
        ('AutoModel.from_pretrained("gpt2")', "hub gpt2"),
        (
            'AutoModel.from_pretrained(pretrained_model_name_or_path="acme/a", revision="v1")',
            "hub acme/a@v1",
        ),
        ('EfficientNet.from_pretrained("efficientnet-b0")', None),
        ('PeftModel.from_pretrained(base, "acme/adapter")', "hub acme/adapter"),
        ('PeftConfig.from_pretrained("acme/adapter")', "hub acme/adapter"),
        ('Llama.from_pretrained(repo_id="acme/gguf", filename="*q4.gguf")', "hub acme/gguf"),
        ('AutoGPTQForCausalLM.from_quantized("acme/gptq")', "hub acme/gptq"),
        (
            'from transformers import pipeline\npipeline("text-generation", model="acme/a")',
            "hub acme/a",
        ),
        ('from transformers import pipeline as p\np("text-generation", "acme/a")', "hub acme/a"),
        (
            'from transformers import pipeline\npipeline("text-classification")',
            "computed the library's default model",
        ),
        ('from sklearn import pipeline\npipeline("text-generation", model="acme/a")', None),
        ('def pipeline(task, model): ...\npipeline("x", model="acme/a")', None),
        ('from datasets import load_dataset\nload_dataset("squad")', "hub dataset squad"),
        ('load_dataset("acme/d", revision="main")', "hub dataset acme/d@main"),
        ('load_dataset("json", data_files="x.json")', None),
        ('import seaborn as sns\nsns.load_dataset("tips")', None),
        ('hf_hub_download("acme/d", "x.csv", repo_type="dataset")', "hub dataset acme/d"),
        ('snapshot_download(repo_id="acme/a")', "hub acme/a"),
        ('snapshot_download(repo_id="acme/a", repo_type="space")', None),
        (
            'from modelscope import snapshot_download\nsnapshot_download("acme/a")',
            "hub modelscope:acme/a",
        ),
        ('SentenceTransformer("all-MiniLM-L6-v2")', "hub all-MiniLM-L6-v2"),
        ('CrossEncoder("acme/rerank")', "hub acme/rerank"),
        ('from vllm import LLM\nLLM(model="acme/a")', "hub acme/a"),
        ('from other import LLM\nLLM(model="acme/a")', None),
        ('HuggingFaceEmbeddings(model_name="acme/e")', "hub acme/e"),
        ('FlagReranker("acme/r", use_fp16=True)', "hub acme/r"),
        ('SFTTrainer("acme/a", train_dataset=d)', "hub acme/a"),
        ("SFTTrainer(model=model)", None),
        ('pipe.load_lora_weights("acme/lora", weight_name="x.safetensors")', "hub acme/lora"),
        ('import timm\ntimm.create_model("hf_hub:acme/vit")', "hub acme/vit"),
        ('import timm\ntimm.create_model("resnet50")', None),
        ('import litellm\nlitellm.completion(model="huggingface/acme/a")', "hub acme/a"),
        ('import litellm\nlitellm.completion(model="openai/gpt-4o")', None),
        (
            'from_single_file("https://huggingface.co/acme/a/blob/main/a.safetensors")',
            "hub acme/a@main",
        ),
        ('pd.read_parquet("hf://datasets/acme/d/x.parquet")', "hub dataset acme/d"),
        ('get("https://huggingface.co/datasets/acme/d/resolve/0f/x.csv")', "hub dataset acme/d@0f"),
        ('get("https://huggingface.co/acme/a")', None),
        ('Trainer(model_name_or_path="acme/a")', "hub acme/a"),
        ('print("acme/a")', None),
        ('"""AutoModel.from_pretrained("acme/a")"""', None),
        ('# AutoModel.from_pretrained("acme/a")', None),
        ('AutoModel.from_pretrained("./out")', "local ./out"),
        ('AutoModel.from_pretrained("/data/x")', "local /data/x"),
        ('m.save_pretrained("tuned")\nAutoModel.from_pretrained("tuned")', "local tuned"),
        ('AutoModel.from_pretrained("path/to/model")', "local path/to/model"),
        ('AutoModel.from_pretrained("your-org/your-model")', None),
        ("AutoModel.from_pretrained(name)", "computed name"),
        ("AutoModel.from_pretrained(f'acme/{size}')", "computed f'acme/{size}'"),
        ("AutoModel.from_pretrained(None)", None),
    ],
)
def test_calls(call: str, expected: str | None, tmp_path: Path) -> None:
    assert described_in(tmp_path, call) == ([expected] if expected else [])


@pytest.mark.parametrize(
    "text",
    [
        'NAME = "acme/a"\nx.from_pretrained(NAME)',
        'ORG = "acme"\nx.from_pretrained(f"{ORG}/a")',
        'ORG = "acme"\nx.from_pretrained(ORG + "/a")',
        'def f(name="acme/a"):\n    x.from_pretrained(name)',
        'def f(name):\n    x.from_pretrained(name)\nf("acme/a")',
        (
            "class T:\n    def __init__(self, name):\n        self.name = name\n"
            '    def go(self):\n        x.from_pretrained(self.name)\nT("acme/a")'
        ),
        'class C:\n    model = "acme/a"\nx.from_pretrained(C.model)',
        (
            '@dataclass\nclass Args:\n    model: str = field(default="acme/a")\n'
            "def go(args):\n    x.from_pretrained(args.model)"
        ),
        'parser.add_argument("--base-model", default="acme/a")\nx.from_pretrained(args.base_model)',
        '@click.option("--name", default="acme/a")\ndef go(name):\n    x.from_pretrained(name)',
        'import os\nx.from_pretrained(os.environ.get("MODEL", "acme/a"))',
        'import os\nNAME = os.getenv("MODEL") or "acme/a"\nx.from_pretrained(NAME)',
        'C = {"m": "acme/a", "n": "other"}\nx.from_pretrained(C["m"])',
        'C = {}\nx.from_pretrained(C.get("m", "acme/a"))',
        'for n in ["acme/a"]:\n    x.from_pretrained(n)',
        'for _, n in enumerate(["acme/a"]):\n    x.from_pretrained(n)',
        'M = {"k": "acme/a"}\nfor k, n in M.items():\n    x.from_pretrained(n)',
        'y = [x.from_pretrained(n) for n in ("acme/a",)]',
        'def name():\n    return "acme/a"\nx.from_pretrained(name())',
        'class E(Enum):\n    A = "acme/a"\nx.from_pretrained(E.A.value)',
        'x.from_pretrained(\n    "acme/a" if y else "acme/a"\n)',
        (
            '@pytest.mark.parametrize("n, e", [("acme/a", 1)])\ndef test(n, e):\n   '
            " x.from_pretrained(n)"
        ),
        'if (n := "acme/a"):\n    x.from_pretrained(n)',
    ],
)
def test_what_a_name_stands_for(text: str, tmp_path: Path) -> None:
    assert described_in(tmp_path, text) == ["hub acme/a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'class P(BaseModel):\n    model: str = Field("acme/t5-base", title="Model")',
            "hub acme/t5-base",
        ),
        ('class P:\n    model_name: str = "acme/Medical-NER"', "hub acme/Medical-NER"),
        ('parser.add_argument("--diarize_model", default="acme/speakers")', "hub acme/speakers"),
        ('path = path if path else "acme/distilbart-6-6"', "hub acme/distilbart-6-6"),
        ('super().__init__(path or "acme/m2m100_418M", gpu)', "hub acme/m2m100_418M"),
        ('self.config["path"] = "acme/all-MiniLM-L6-v2"', "hub acme/all-MiniLM-L6-v2"),
        ('sparse.get("path", "acme/neural-7b")', "hub acme/neural-7b"),
        ('build({"path": path if path else "acme/colbertv2.0"})', "hub acme/colbertv2.0"),
        ('Agent(model="acme/qwen-7b-instruct")', "hub acme/qwen-7b-instruct"),
        ('def load(pretrained="acme/mamba-130m"): ...', "hub acme/mamba-130m"),
        ('DATASET_PATH = "acme/squad_v2"', "hub dataset acme/squad_v2"),
        ('args.dataset = "acme/wikitext"', "hub dataset acme/wikitext"),
        ('Agent(model="acme/assistant")', None),
        ('Agent(model="openai/gpt-4o")', None),
        ('Agent(model="groq/llama-3-70b")', None),
        ('model = "acme_app/bert-base"', None),
        ('path = "configs/llama-7b"', None),
        ('label = "acme/llama-7b"', "candidate acme/llama-7b"),
        ('@auto_docstring(checkpoint="acme/bert-base")\nclass A: ...', None),
        (
            'import requests\nURL = "https://api.deepinfra.com"\nmodel = "acme/llama-7b"',
            "elsewhere acme/llama-7b",
        ),
        ('store.load_dataset("acme/x")', None),
        ('import datasets\ndatasets.load_dataset("acme/x")', "hub dataset acme/x"),
        ('from . import app\napp.get().pipeline("text", "en")', None),
        ('AutoModel.from_pretrained("WAV2VEC2_ASR_BASE_960H")', None),
    ],
)
def test_what_a_place_suggests(text: str, expected: str | None, tmp_path: Path) -> None:
    assert described_in(tmp_path, text) == ([expected] if expected else [])


def test_every_value_is_told(tmp_path: Path) -> None:
    text = 'M = {"s": "acme/s", "l": "acme/l"}\nx.from_pretrained(M[size] if size else "acme/d")'
    assert sorted(described_in(tmp_path, text)) == ["hub acme/d", "hub acme/l", "hub acme/s"]


def test_attributes_belong_to_their_class(tmp_path: Path) -> None:
    template = (
        'class {0}:\n    def __init__(self):\n        self.name = "acme/{0}"\n'
        "    def go(self):\n        x.from_pretrained(self.name)\n"
    )
    assert described_in(tmp_path, template.format("A") + template.format("B")) == [
        "hub acme/A",
        "hub acme/B",
    ]


@pytest.mark.parametrize(
    ("given", "pin"),
    [
        ("", "unpinned"),
        (', revision="main"', "branch"),
        (', revision="0123456789abcdef0123456789abcdef01234567"', "commit"),
        (", revision=args.revision", "computed"),
        (", revision=None", "unpinned"),
    ],
)
def test_how_firmly_it_is_held(given: str, pin: str, tmp_path: Path) -> None:
    (reference,) = references_in(tmp_path, f'x.from_pretrained("acme/a"{given})')
    assert reference.pin == pin


def test_tokens_are_noticed_and_never_shown(tmp_path: Path) -> None:
    secret = "hf_" + "a" * 30
    references = references_in(
        tmp_path,
        f'x.from_pretrained("acme/a", token="{secret}")\n'
        'x.from_pretrained("acme/b", token=t)\nx.from_pretrained("acme/c")',
    )
    assert [reference.token for reference in references] == ["literal", "passed", ""]
    assert secret not in repr(references)


def test_tests_and_folders_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "models" / "tuned").mkdir(parents=True)
    (tmp_path / "models" / "tuned" / "adapter_config.json").write_text("{}")
    references_in(tmp_path, 'x.from_pretrained("acme/a")', "tests/test_x.py")
    on_disk, mine, fixture = references_in(
        tmp_path, 'x.from_pretrained("models/tuned")', "src/app.py"
    )
    assert (on_disk.state, on_disk.name, on_disk.via) == ("folder", "./models/tuned", "on disk")
    assert (mine.state, mine.name, str(mine.place)) == ("folder", "./models/tuned", "src/app.py:1")
    assert (fixture.name, fixture.in_tests, mine.in_tests) == ("acme/a", True, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('base_model_id = "acme/a"\nserve(base_model_id)', ["hub acme/a"]),
        ('MODEL_ID = "acme/a"', ["hub acme/a"]),
        ('dataset_id = "acme/d"', ["hub dataset acme/d"]),
        ('def f(dataset_name="acme/d"): ...', ["hub dataset acme/d"]),
        ('model_id = "gpt-4o"', []),
        ('R = {"bbc": DatasetRecord(name="acme/news", text="t")}', ["hub dataset acme/news"]),
        ('R = [DatasetSpec("acme/news"), DatasetSpec("news/"), DatasetSpec("./d")]', ["hub dataset acme/news"]),  # noqa: E501
        ('ModelInfo(name="acme/llama-7b")\nModelInfo(name="openai/gpt-5")', ["hub acme/llama-7b"]),
        ('Dataset(name="acme/news")\nmodel = 1', []),
        ('args = {"path": "acme/bills", "train_split": "train"}\nmodel_id = 1', ["hub dataset acme/bills"]),  # noqa: E501
        ('def f(data_path="allenai/tulu-3-sft"): ...\nmodel = 1', ["hub dataset allenai/tulu-3-sft"]),  # noqa: E501
        ('model_name = "allenai/tulu-3-sft-mixture"', ["hub dataset allenai/tulu-3-sft-mixture"]),
        ('SentenceTransformer("text-embedding-3-small")', []),
        ('CrossEncoder("huggingface:acme/bge-x")', ["hub acme/bge-x"]),
        ('model_id = "data/a.json"', ["local data/a.json"]),
        ('CASES = ["acme/a", "acme/b"]\n@mark.parametrize("model_id", CASES)\ndef test(model_id): run(model_id)',  # noqa: E501
         ["hub acme/a", "hub acme/b"]),
        ('model_id = "acme/a"\nAutoModel.from_pretrained(model_id)', ["hub acme/a"]),
        ('LayerRepository(repo_id="acme/kernel")', ["hub acme/kernel"]),
        ('Data(repo_id="acme/d", repo_type="dataset")', ["hub dataset acme/d"]),
        ('api.upload_folder(repo_id="acme/a", folder_path=".")', []),
        ('api.create_repo(repo_id="acme/a")', []),
        ('def repo_id(): ...\nDEFAULTS = {"text": ("acme/a", "0123abc")}', ["hub acme/a@0123abc"]),
        ('def repo_id(): ...\nSIZES = {"text": ("acme/a", "large")}', []),
        ('KERNELS = {"fp8": {"repo_id": "acme/kernel"}}', ["hub acme/kernel"]),
        ('AutoModel.from_pretrained("acme/a", attn_implementation="acme/flash")', ["hub acme/a", "hub acme/flash"]),  # noqa: E501
        ('AutoModel.from_pretrained("acme/a", attn_implementation="sdpa")', ["hub acme/a"]),
    ],
)  # fmt: skip
def test_a_name_beside_what_takes_it(text: str, expected: list[str], tmp_path: Path) -> None:
    assert sorted(described_in(tmp_path, text)) == expected


def test_what_a_call_gives_back_is_not_asked_again(tmp_path: Path) -> None:
    code = 'from transformers import pipeline\npipeline("text-classification", model=name)(text)\n'
    assert described_in(tmp_path, code) == ["computed name"]
    assert (
        described_in(
            tmp_path, 'from transformers import pipeline\npipeline("asr", model=model)(audio)\n'
        )
        == []
    )
    assert described_in(tmp_path, 'SentenceTransformer("acme/e")("acme/no")') == ["hub acme/e"]
