"""Names in places whose own word tells too little: `model = "org/flan-t5"`, `path or
"org/bert-tiny"`."""

from __future__ import annotations

import re
from functools import lru_cache

from provenance.model.artifact import Kind
from provenance.scan.keys import normal

# What a variable, parameter, field or key is called that holds the name of a model, and one that
# may.
_HOLDS = re.compile(r"(?:\w+_)?model(?:_(?:name|id|checkpoint|default))*")
_DATASET = re.compile(r"(?:\w+_)?dataset(?:_(?:name|id|path|default))*")
_MAY_HOLD = re.compile(
    r"(?:\w+_)?(?:model|llm|lm|checkpoint|ckpt|encoder|embedder|embeddings?|reranker|tokenizer"
    r"|backbone|path|weights)(?:_(?:name|path|id|key|type|str|string|repo|checkpoint|file"
    r"|default))*|default_\w+"
    r"|pretrained|transformers?"
)
# Families of models whose names stand in those of what was made from them, sizes, and words of that
# trade.
_FAMILIES = (
    r"bert|gpt|llama|alpaca|vicuna|mi[sx]tral|qwen|gemma|falcon|bloom|bart|pegasus|whisper|wav2vec"
    r"|hubert|minilm|mpnet|electra|deberta|xlnet|granite|olmo|exaone|hyperclova|kanana|deepseek"
    r"|codegen|starcoder"
    r"|stablelm|diffusion|sdxl|smollm|llava|siglip|segformer|rerank|colbert|splade"
    r"|embed(?:ding)?s?-|[-_]embed|instruct"
)
_WORDS = (
    r"phi|opt|t5|vit|deit|swin|clip|flux|detr|yolos|dino|bge|gte|e5|jina|xlm|sam|llm"
    r"|\d+(?:\.\d+)?[bm]"
)
_LIKELY = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9.-]*/"
    rf"(?=[\w.-]*(?:{_FAMILIES})|(?:[\w.-]*[-_.])?(?:{_WORDS})(?![a-uw-z]))[\w.-]+",
    re.IGNORECASE,
)
_ANY = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*/[A-Za-z0-9][\w.-]*")
# Names of services, which `provider/model` routes to, not of repositories; and what others serve
# alone.
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
# Services that run a model under the name that it has on the hub: nothing is fetched from there.
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
_QUOTED = re.compile(rf"[\"']({_ANY.pattern})[\"']")
_SAID_BEFORE = re.compile(r"(?:model|dataset)\w*[\"']?[^\n\"']{0,40}$", re.IGNORECASE)


def likely_kind(key: str, text: str, *, passed: bool) -> Kind | None:
    """What a string names on the hub, or None where it may as well be a folder, a service or
    anything else.

    Args:
        key: What the place is called, in its normal form. Where it says that it holds a model or a
            dataset, any `org/name` will do; else the name has to be of a kind that models have.
        text: What stands there.
        passed: Whether it is an argument: what is called may take any `model`.
    """
    if _DATASET.fullmatch(key):
        return Kind.DATASET if _ANY.fullmatch(text) and not _FOLDERS.fullmatch(text) else None
    named = _ANY if _HOLDS.fullmatch(key) and not passed else _LIKELY
    found = named.fullmatch(text) and not _SERVED.fullmatch(text) and not _FOLDERS.fullmatch(text)
    return Kind.MODEL if found else None


@lru_cache(maxsize=10_000)
def may_hold(key: str) -> bool:
    """Whether a place may hold such a name, by its own name, in any form."""
    key = normal(key)
    return any(place.fullmatch(key) for place in (_MAY_HOLD, _HOLDS, _DATASET))


def service_of(text: str) -> str:
    """The service that a file speaks of, which runs the models it names; empty where it speaks of
    none."""
    found = _SERVICES.search(text)
    return found[0].lower() if found else ""


def any_likely(text: str) -> bool:
    """Whether a text has a string that may be likely, so that it is worth parsing."""
    return any(
        _LIKELY.fullmatch(quoted[1])
        or _SAID_BEFORE.search(text, max(0, quoted.start() - 80), quoted.start())
        for quoted in _QUOTED.finditer(text)
    )
