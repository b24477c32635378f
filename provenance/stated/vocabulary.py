"""Hub terms by which a value is recognised anywhere: tasks, libraries, adapter types."""

from __future__ import annotations

import re

# https://huggingface.co/docs/hub/models-tasks: most task names follow one of these patterns.
_TASK = re.compile(
    r"(?:[a-z0-9]+-){1,3}(?:classification|to-(?:text|image|video|audio|speech|3d|any)|recognition"
    r"|detection|segmentation|estimation|answering|generation|similarity|extraction|ranking"
    r"|learning|matching)"
)
_TASKS = frozenset(
    {"multiple-choice", "tabular-regression", "graph-ml", "visual-document-retrieval"}
    | {
        "summarization",
        "translation",
        "fill-mask",
        "robotics",
        "conversational",
        "text2text-generation",
    }
    | {"automatic-speech-recognition", "unconditional-image-generation", "time-series-forecasting"}
)
# https://huggingface.co/docs/hub/models-libraries
_LIBRARIES = frozenset(
    {"transformers", "diffusers", "peft", "adapter-transformers", "sentence-transformers", "timm"}
    | {"gguf", "mlx", "mlx-lm", "vllm", "llama.cpp", "exllamav2", "mergekit", "keras", "tf-keras"}
    | {"flair", "fastai", "spacy", "stanza", "nemo", "espnet", "speechbrain", "pyannote-audio"}
    | {"open_clip", "setfit", "span-marker", "sklearn", "scikit-learn", "stable-baselines3"}
    | {"transformers.js", "ultralytics", "paddlenlp", "paddleocr", "bertopic", "tensorflowtts"}
    | {"ml-agents", "allennlp", "fairseq", "fasttext", "jax", "onnx", "coreml", "litert", "unsloth"}
)
# https://huggingface.co/docs/peft: `peft_type`
_ADAPTERS = frozenset(
    {"LORA", "ADALORA", "IA3", "LOHA", "LOKR", "PROMPT_TUNING", "P_TUNING", "PREFIX_TUNING", "VERA"}
    | {"OFT", "BOFT", "POLY", "XLORA", "LN_TUNING", "HRA", "FOURIERFT", "VBLORA", "BONE"}
)
_ARCHITECTURE = re.compile(
    r"[A-Z][A-Za-z0-9]{1,60}(?:For[A-Z][A-Za-z0-9]{1,60}|LMHeadModel|Model|Pipeline)"
)
_LONGEST = 130


def is_format_word(text: str) -> bool:
    """Whether a text is the hub's term for a task, a library, an adapter type or an
    architecture."""
    word = text.strip()
    if len(word) > _LONGEST:
        return False
    named = word in _TASKS or word in _LIBRARIES or word in _ADAPTERS
    return named or bool(_TASK.fullmatch(word) or _ARCHITECTURE.fullmatch(word))
