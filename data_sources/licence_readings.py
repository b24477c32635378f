"""What a reading of the licence texts adds to the terms research, or corrects in it: claims in the
research's own form.

Read in the texts themselves (vendors' repositories, ScanCode LicenseDB) for the question what an
intended use meets.
"""

from __future__ import annotations

from typing import Any

Claims = dict[str, dict[str, Any]]


def claims(row: dict[str, Any]) -> dict[str, Any]:
    """The claims of one licence of the research, with what was read since; a value of None takes a
    claim back."""
    return {**row["claims"], **READINGS.get(row["id"], {})}


def _fields(source: str, barred: list[str], bound: list[str]) -> Claims:
    """Fields left out whatever is done there, and those left out under conditions (unlicensed,
    unlawful, unfair)."""
    return {
        "field_restrictions": {"value": barred or None, "source": source},
        "field_conditions": {"value": bound or None, "source": source},
    }


_LLAMA = _fields(
    "USE_POLICY.md",
    ["military", "nuclear", "espionage", "weapons", "critical-infrastructure", "transport"],
    ["medical", "legal", "finance", "employment", "housing"],
)
_HUNYUAN = _fields(
    "Exhibit A",
    ["military", "automated-decisions"],
    [
        "medical",
        "legal",
        "finance",
        "law-enforcement",
        "critical-infrastructure",
        "employment",
        "housing",
        "education",
    ],
)
_OPENRAIL = _fields("Attachment A", ["medical", "law-enforcement", "automated-decisions"], [])
_META_VISION: Claims = {
    "attribution": {"value": "cite in publications", "source": "s1.b.ii"},
    "field_restrictions": {
        "value": ["ITAR / military", "nuclear", "espionage", "weapons"],
        "source": "s1.b.v",
    },
}
_EXAONE: Claims = {"aup": {"value": "lawful and ethical use", "source": "s3.3, s3.4"}}

READINGS: dict[str, Claims] = {
    **dict.fromkeys(("llama2", "llama3", "llama3.1", "llama3.2", "llama3.3", "llama4"), _LLAMA),
    **dict.fromkeys(("tencent-hunyuan-large", "tencent-hunyuan-3d-2"), _HUNYUAN),
    **dict.fromkeys(("creativeml-openrail-m", "openrail++", "bigscience-openrail-m"), _OPENRAIL),
    **dict.fromkeys(("exaone-1.1-nc", "exaone-1.2-nc"), _EXAONE),
    "bigcode-openrail-m": _fields(
        "Attachment A", [], ["medical", "law-enforcement", "automated-decisions"]
    ),
    "flux-1-dev-1.1.1": {"notice_file": {"value": True, "source": "s3.b"}},
    "deepseek-1.0": _fields("Attachment A", ["military", "automated-decisions"], []),
    "minimax-model-2025-01": _fields(
        "Prohibited Uses Policy", ["military", "automated-decisions"], []
    ),
    "hyperclova-x-seed-2025": _fields("s2.3", [], ["surveillance", "biometric"]),
    "gemma-tou-2025-03-24": _fields(
        "s3.2",
        ["automated-decisions"],
        ["medical", "legal", "finance", "surveillance", "employment", "housing"],
    ),
    "qwen-research-2024": {
        "attribution_of_models": {"value": "Built with Qwen", "source": "s4.b"},
    },
    "qwen-2024": {
        "threshold": {
            "value": {"metric": "mau", "max": 100_000_000, "commercial": True},
            "source": "s4",
        },
        "notice_file": {"value": True, "source": "s3(c)"},
        "attribution": {"value": None, "source": "s5.b"},
        "attribution_of_models": {"value": "Built with Qwen", "source": "s5.b"},
        "outputs_train_other_models": {"value": "allowed with attribution", "source": "s5.b"},
    },
    "tongyi-qianwen-2023": {
        "threshold": {
            "value": {"metric": "mau", "max": 100_000_000, "commercial": True},
            "source": "s4",
        },
        "notice_file": {"value": True, "source": "s3.c"},
        "outputs_train_other_models": {
            "value": "forbidden (except Tongyi Qianwen)",
            "source": "s5.b",
        },
    },
    "dinov3": _META_VISION,
    "sam-license": _META_VISION,
    "faipl-1.0-sd": {"aup": {"value": "Prohibited Uses", "source": "Prohibited Uses"}},
    "opt-175b": {
        "notice_file": {"value": True, "source": "s3"},
        "pass_through": {"value": ["copy of licence"], "source": "s3"},
        "indemnity": {"value": True, "source": "s6"},
    },
    "dbrx": {
        "notice_file": {"value": True, "source": "s2.2"},
        "pass_through": {"value": ["copy of agreement"], "source": "s2.2"},
        "threshold": {
            "value": {"metric": "mau", "max": 700_000_000, "measured": "before release"},
            "source": "s3",
        },
    },
    "stability-ai-community-2024": {
        "pass_through": {"value": ["copy of agreement"], "source": "sIV.a(i)"},
    },
    "kanana-open-2025-07-17": {
        "commercial": {
            "value": "conditional: supply to third parties needs a licence",
            "source": "secondary source s4.1",
        },
        "threshold": {
            "value": {"metric": "mau", "max": 10_000_000},
            "source": "secondary source s4.2",
        },
        "aup": {"value": "Responsible AI guideline", "source": "secondary source s2.2"},
    },
}
