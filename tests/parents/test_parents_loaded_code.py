"""Other repositories that the Python code of a model loads."""

from __future__ import annotations

import json

import pytest
from hub_folder import HubFolder

import provenance
from provenance.model.finding import Severity
from provenance.parents.loaded_code import MOST_CODE_FILES, OTHER_CODE, code_files

CARD = "license: mit"
OWN = {"config.json": json.dumps({"auto_map": {"AutoModel": "arch.Net"}}), "README.txt": ""}


def loaded(hub: HubFolder, code: str, path: str = "handler.py") -> dict[str, Severity]:
    """The repositories that WGT004 says are loaded, with its severity."""
    hub.model("acme/m", CARD, files={path: code})
    record = hub.trace("acme/m").records
    (own,) = (record[ref] for ref in record if ref.name == "acme/m")
    names = {parent.ref.name for parent in own.parents if parent.source == "loaded-code"}
    found = hub.check("WGT004", "acme/m").findings
    by_name = {name: finding.severity for finding in found for name in names if name in finding.key}
    assert by_name.keys() == names
    return by_name


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            "from transformers import AutoModel\nAutoModel.from_pretrained('quay/tower')\n",
            {"quay/tower": Severity.MEDIUM},
        ),
        (
            "from transformers import AutoModel as A\n"
            "A.from_pretrained(\n    'quay/tower',\n    trust_remote_code=True,\n)\n",
            {"quay/tower": Severity.HIGH},
        ),
        (
            "from huggingface_hub import hf_hub_download\n"
            "hf_hub_download(repo_id='quay/parts', filename='a.bin')\n",
            {"quay/parts": Severity.MEDIUM},
        ),
        (
            "import torch\ntorch.hub.load('quay/vision:v2', 'net')\n",
            {"quay/vision": Severity.HIGH},
        ),
        ("from transformers import AutoModel\nAutoModel.from_pretrained('acme/m')\n", {}),
        ("from transformers import AutoModel\nAutoModel.from_pretrained(path)\n", {}),
        ('"""AutoModel.from_pretrained(\'quay/tower\')"""\n', {}),
        (
            "from transformers import AutoModel\nif __name__ == '__main__':\n"
            "    AutoModel.from_pretrained('quay/tower')\n",
            {},
        ),
        ("DOC = 'quay/tower'\n", {}),
    ],
    ids=["weights", "code", "file", "torch.hub", "itself", "computed", "words", "demo", "text"],
)
def test_what_code_loads(hub: HubFolder, code: str, expected: dict[str, Severity]) -> None:
    assert loaded(hub, code) == expected


def test_a_loaded_model_is_followed_and_its_terms_count(hub: HubFolder) -> None:
    hub.model("quay/tower", "license: cc-by-nc-4.0")
    code = "from transformers import AutoModel\nAutoModel.from_pretrained('quay/tower')\n"
    hub.model("acme/m", CARD, files={"pipeline.py": code})
    report = provenance.audit("acme/m", hub=str(hub.root), use={"commercial": True})
    assert report.uses[0].verdict not in ("allow", "allow-with-duties")
    assert [edge.relation for edge in hub.trace("acme/m").edges] == ["code"]


def test_modules_that_named_code_imports_are_read(hub: HubFolder) -> None:
    hub.model("quay/tower", CARD)
    files = {
        **OWN,
        "arch.py": "from .helpers import build\nclass Net: ...\n",
        "helpers.py": "import transformers\ntransformers.AutoModel.from_pretrained('quay/tower')\n",
        "train.py": "import transformers\ntransformers.AutoModel.from_pretrained('quay/other')\n",
    }
    hub.model("acme/m", CARD, files=files)
    assert [edge.parent.name for edge in hub.trace("acme/m").edges] == ["quay/tower"]


def test_weights_from_an_address_are_a_gap(hub: HubFolder) -> None:
    code = "load_state_dict_from_url('https://files.example/net.pth')\n"
    hub.model("acme/m", CARD, files={"modeling_net.py": code})
    report = provenance.audit("acme/m", hub=str(hub.root), use={"commercial": True})
    assert [gap.what for gap in report.gaps] == ["code https://files.example/net.pth"]
    assert report.uses[0].verdict == "review"
    assert hub.check("LIN025", "acme/m").outcome != "failed"


def test_code_that_is_no_python_is_a_gap(hub: HubFolder) -> None:
    hub.model("acme/m", CARD, files={"handler.py": "def f(:\n"})
    report = provenance.audit("acme/m", hub=str(hub.root), use={"commercial": True})
    assert [gap.what for gap in report.gaps] == ["handler.py code"]
    assert report.uses[0].verdict == "review"


def test_more_code_than_is_read_is_a_gap(hub: HubFolder) -> None:
    names = [f"modeling_{number:02}.py" for number in range(MOST_CODE_FILES + 2)]
    hub.model("acme/m", CARD, files=dict.fromkeys(names, "x = 1\n"))
    [gap] = provenance.audit("acme/m", hub=str(hub.root)).gaps
    assert gap.what == OTHER_CODE
    assert all(name in gap.detail for name in names[MOST_CODE_FILES:])


def test_code_in_folders_that_a_configuration_names_is_a_gap(hub: HubFolder) -> None:
    files = {
        "config.json": json.dumps({"auto_map": {"AutoModel": "src.arch.Net"}}),
        "src/arch.py": "class Net: ...\n",
    }
    hub.model("acme/m", CARD, files=files)
    [gap] = [
        gap for gap in provenance.audit("acme/m", hub=str(hub.root)).gaps if gap.what == OTHER_CODE
    ]
    assert "src/arch.py" in gap.detail


def test_scripts_that_nothing_runs_are_read_last() -> None:
    listed = ["app.py", "modeling_x.py", "handler.py", "src/deep.py", "notes.md"]
    assert code_files(listed) == ["handler.py", "modeling_x.py", "app.py"]
