"""Names in ambiguous places: `model = "org/flan-t5"`, `path or "org/bert-tiny"`."""

from __future__ import annotations

import json
import re
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path

from provenance.model.artifact import Kind
from provenance.scan.keys import normal
from provenance.scan.names import is_path, is_placeholder

# Names of variables, parameters, fields and keys that hold a model name, and those that may.
_HOLDS = re.compile(r"(?:\w+_)?models?(?:_(?:names?|ids?|checkpoints?|default))*")
_DATASET = re.compile(r"(?:\w+_)?dataset(?:_(?:name|id|path|default))*")
_DATA_KEY = re.compile(r"(?:\w+_)?data(?:_(?:path|name|id|source))?")
_DATA_NAME = re.compile(r".*[-_](?:dataset|corpus|mixture|prompts)s?", re.IGNORECASE)
_MAY_HOLD = re.compile(
    r"(?:\w+_)?(?:model|llm|lm|checkpoint|ckpt|encoder|embedder|embedding|reranker|tokenizer"
    r"|backbone|path|weight|adapter|lora)s?(?:_(?:name|path|id|key|type|str|string|repo|checkpoint"
    r"|file|default|list|map|info|config|zoo|registry|mapping)s?)*|default_\w+"
    r"|pretrained|transformers?"
)
# Model families that occur in the names of derivatives, sizes, and other words of the field.
_FAMILIES = (
    r"bert|gpt|llama|alpaca|vicuna|mi[sx]tral|qwen|gemma|falcon|bloom|bart|pegasus|whisper|wav2vec"
    r"|hubert|minilm|mpnet|electra|deberta|xlnet|granite|olmo|exaone|hyperclova|kanana|deepseek"
    r"|codegen|starcoder|zephyr|tulu|vicuna|pythia|dolly|redpajama|hermes|nemotron|baichuan|chatglm"
    r"|internlm|internvl|minicpm|kosmos|idefics|paligemma|pixtral|molmo|moondream|owlvit|owlv2"
    r"|grounding-dino|depth-anything|convnext|mobilevit|trocr|donut-|layoutlm|nougat|speecht5"
    r"|musicgen|seamless|nllb|m2m100|opus-mt|longformer|bigbird|bigscience|wizardlm|mamba|rwkv"
    r"|jamba"
    r"|dbrx|nomic-embed|mxbai|parakeet|titanet|controlnet|ip-adapter|-gguf|-awq|-gptq|-fp8|bnb-4bit"
    r"|w4a16|w8a8|tokenizer|reranker|safetensors|prompt-?guard|llama-?guard|blip2?-|openchat|xtts"
    r"|stablelm|diffusion|sdxl|smollm|llava|siglip|segformer|rerank|colbert|splade"
    r"|embed(?:ding)?s?-|[-_]embed|instruct"
)
_WORDS = (
    r"phi|opt|t5|mt5|byt5|vit|deit|swin|beit|clip|clap|flux|detr|yolos|dino|dinov2|bge|gte|e5|jina"
    r"|xlm|sam|sam2|llm|glm|yi|mpt|orca|aya|stella|nli|ner|lora|qa|sd|sd3|sd-turbo|chat|chatml"
    r"|\d+(?:\.\d+)?[bm]"
)
_LIKELY = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9.-]*/"
    rf"(?=[\w.-]*(?:{_FAMILIES})|(?:[\w.-]*[-_.])?(?:{_WORDS})(?![a-uw-z]))[\w.-]+",
    re.IGNORECASE,
)
_ANY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*/[A-Za-z0-9][\w.-]*")
# Services in `provider/model` routes, which are not repositories; and names that only other
# services use.
_SERVED = re.compile(
    r"(?:openrouter|azure|azure_ai|bedrock|vertex_ai|gemini|anthropic|cohere|groq|ollama"
    r"|ollama_chat|together|together_ai|fireworks|fireworks_ai|deepinfra|replicate|cerebras"
    r"|perplexity|bedrock_converse|sagemaker"
    r"|watsonx|nvidia_nim|lm_studio|litellm|xai|hosted_vllm|vllm|huggingface|sambanova|novita"
    r"|hyperbolic|friendliai|github"
    r"|databricks|cloudflare)/.*"
    r"|openai/(?:gpt-(?!oss|2)|chatgpt|o\d|text-embedding).*|google/gemini.*|deepseek/.*|.*:.*",
    re.IGNORECASE,
)
# Services that run a model under its hub name; nothing is fetched from the hub.
_SERVICES = re.compile(
    r"deepinfra|anyscale|everlyai|octoai|openrouter|siliconflow|sambanova|cerebras|perplexity\.ai"
    r"|fireworks[._]ai|groq|together(?:_api|_ai|\.ai|\.xyz|ai\b)|replicate(?:_api|\.com|\.run)"
    r"|lm_?studio"
    r"|integrate\.api\.nvidia|novita",
    re.IGNORECASE,
)
_FOLDERS = re.compile(
    r"(?:\w+[_-])?(?:conf|configs?|scripts|recipes|experiments|exp|cache|pretrained|trained|ckpts?"
    r"|bin|lib)/.*"
)
_DATA = Path(__file__).parent / "data" / "organisations.json"
_ORGANISATIONS = json.loads(_DATA.read_text("utf-8"))
# Organisations that publish almost only models, and those that also publish code and other things
# under the same name.
_PUBLISH_MODELS = frozenset(_ORGANISATIONS["models"])
_PUBLISH_ALSO = frozenset(_ORGANISATIONS["models_and_code"])
_QUOTED = re.compile(rf"[\"']({_ANY.pattern})[\"']")
_SAID_BEFORE = re.compile(r"(?:model|dataset)\w*[\"']?[^\n\"']{0,40}$", re.IGNORECASE)


class Sureness(Enum):
    """The confidence that a string in an unknown kind of place names a model."""

    YES = auto()
    MAYBE = auto()
    NO = auto()


def sureness_of(text: str, *, expected: bool = False) -> Sureness:
    """The confidence that a string names a model, in any place.

    Args:
        text: The string.
        expected: Whether the place indicates models.
    """
    if not _ANY.fullmatch(text) or is_path(text) or is_placeholder(text):
        return Sureness.NO
    if _SERVED.fullmatch(text) or _FOLDERS.fullmatch(text):
        return Sureness.NO
    organisation = text.partition("/")[0]
    if organisation in _PUBLISH_MODELS:
        return Sureness.YES
    if not _LIKELY.fullmatch(text):
        return Sureness.NO
    return Sureness.YES if expected or organisation in _PUBLISH_ALSO else Sureness.MAYBE


def likely_kind(key: str, text: str, *, passed: bool) -> Kind | None:
    """What a string names on the hub, or None if it may equally be a folder, a service or something
    else.

    Args:
        key: Normalised name of the place. If it indicates a model or dataset, any `org/name`
            counts; otherwise the name must look like a model's.
        text: The string.
        passed: Whether it is an argument, since any function may take a `model`.
    """
    if _DATASET.fullmatch(key):
        return Kind.DATASET if _ANY.fullmatch(text) and not _FOLDERS.fullmatch(text) else None
    if _SERVED.fullmatch(text) or _FOLDERS.fullmatch(text):
        return None
    if sureness_of(text, expected=True) is Sureness.YES:
        return Kind.DATASET if is_of_data(key, text) else Kind.MODEL
    holds = _HOLDS.fullmatch(key) and not passed
    return Kind.MODEL if holds and _ANY.fullmatch(text) else None


def is_of_data(key: str, text: str) -> bool:
    """Whether a name is that of a dataset, by its place or by itself: publishers of models publish
    data as well.

    Args:
        key: What the place is called, in its normal form.
        text: The name.
    """
    return bool(_DATA_KEY.fullmatch(key) or _DATA_NAME.fullmatch(text))


def names_entry(text: str, kind: Kind) -> bool:
    """Whether a string names what an entry for a model or a dataset describes.

    Args:
        text: The string.
        kind: What the entry is for. Of a model, the name has to be of a kind that models have:
            entries are made for the models of services as well.
    """
    if kind is Kind.MODEL:
        return sureness_of(text, expected=True) is Sureness.YES
    is_name = _ANY.fullmatch(text) and not is_path(text) and not is_placeholder(text)
    return bool(is_name) and not _FOLDERS.fullmatch(text)


@lru_cache(maxsize=10_000)
def may_hold(key: str) -> bool:
    """Whether a place may hold such a name, by its own name in any form."""
    key = normal(key)
    return any(place.fullmatch(key) for place in (_MAY_HOLD, _HOLDS, _DATASET))


def service_of(text: str) -> str:
    """The service in a file that runs the named models; empty if there is none."""
    service = _SERVICES.search(text)
    return service[0].lower() if service else ""


def any_likely(text: str) -> bool:
    """Whether a text contains a plausible string, so that it is worth parsing."""
    return any(
        sureness_of(quoted[1]) is not Sureness.NO
        or _SAID_BEFORE.search(text, max(0, quoted.start() - 80), quoted.start())
        for quoted in _QUOTED.finditer(text)
    )
