"""Which functions of which libraries take the name of a model or dataset, and in which argument."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provenance.model.artifact import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker:
    """A function or class that takes a name.

    Attributes:
        keywords: Names of the argument, the usual one first.
        position: Where it stands if it is not named, or None.
        kind: What it takes.
        bare: Whether names without an organisation are names on the hub.
        objects: Whether it also takes a loaded model, so that a variable is no sign of a name.
        packages: Packages it must come from; empty where the name alone tells.
        prefix: What a string must start with to be a name of the hub, such as `hf-hub:`.
        method: Whether it is one of some object's too; else `store.load_dataset(...)` is another
            thing.
    """

    keywords: tuple[str, ...]
    position: int | None = 0
    kind: Kind = Kind.MODEL
    bare: bool = False
    objects: bool = False
    packages: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    method: bool = True


_MODEL = (
    "pretrained_model_name_or_path",
    "model_name_or_path",
    "model_name",
    "model_id",
    "repo_id",
    "model",
    "name",
)
_NAME = ("model_name_or_path", "model_name", "model")
_PRETRAINED = Taker(keywords=_MODEL, bare=True)
_NAMED = Taker(keywords=_NAME, bare=True)
_SENTENCE = Taker(keywords=(*_NAME, "modules"), bare=True, objects=True)
_TRAINER = Taker(keywords=("model",), objects=True, bare=True)
_KEYWORD_MODEL = Taker(
    keywords=("model", "model_name", "model_name_or_path"), position=None, bare=True
)
_DATASET = Taker(
    keywords=("path", "dataset", "repo_id"), kind=Kind.DATASET, bare=True, method=False
)
_REPO = Taker(keywords=("repo_id",))
_VLLM = Taker(keywords=("model",), bare=True)

TAKERS: dict[str, Taker] = {
    # Any class with this method: transformers, diffusers, peft, tokenizers, optimum, setfit,
    # gliner, pyannote, ...
    "from_pretrained": _PRETRAINED,
    "from_quantized": _PRETRAINED,
    "from_finetuned": _NAMED,
    "from_hparams": Taker(keywords=("source",), packages=("speechbrain",)),
    "from_model_id": Taker(keywords=("model_id",), position=0, bare=True),
    "from_single_file": Taker(keywords=("pretrained_model_link_or_path",)),
    "load_lora_weights": Taker(keywords=("pretrained_model_name_or_path_or_dict",), objects=True),
    "load_ip_adapter": Taker(keywords=("pretrained_model_name_or_path_or_dict",), objects=True),
    "load_textual_inversion": Taker(keywords=("pretrained_model_name_or_path",), objects=True),
    "load_adapter": Taker(
        keywords=("peft_model_id", "model_id", "adapter_name_or_path"), objects=True
    ),
    "pipeline": Taker(
        keywords=("model",),
        position=1,
        bare=True,
        objects=True,
        packages=("transformers", "optimum", ""),
        method=False,
    ),
    # huggingface_hub
    "hf_hub_download": _REPO,
    "hf_hub_url": _REPO,
    "cached_file": Taker(keywords=("path_or_repo_id",), packages=("transformers", "")),
    "snapshot_download": _REPO,
    "InferenceClient": Taker(keywords=("model",), objects=True),
    "AsyncInferenceClient": Taker(keywords=("model",), objects=True),
    # datasets
    "load_dataset": _DATASET,
    "load_dataset_builder": _DATASET,
    "get_dataset_config_names": _DATASET,
    "get_dataset_split_names": _DATASET,
    "get_dataset_config_info": _DATASET,
    # kernels: code of the hub that is run
    "get_kernel": _REPO,
    "check_if_peft_model": Taker(keywords=("model_name_or_path",), packages=("peft",)),
    # sentence-transformers, FlagEmbedding
    **dict.fromkeys(("SentenceTransformer", "CrossEncoder", "SparseEncoder"), _SENTENCE),
    **dict.fromkeys(
        (
            "FlagModel",
            "FlagICLModel",
            "BGEM3FlagModel",
            "FlagLLMModel",
            "FlagReranker",
            "FlagLLMReranker",
        ),
        _NAMED,
    ),
    **dict.fromkeys(("LayerWiseFlagLLMReranker", "LightWeightFlagLLMReranker"), _NAMED),
    "KeyBERT": Taker(keywords=("model",), objects=True),
    "BERTopic": Taker(keywords=("embedding_model",), position=None, objects=True),
    # Engines
    "LLM": Taker(keywords=("model",), bare=True, packages=("vllm", "tensorrt_llm")),
    **dict.fromkeys(("EngineArgs", "AsyncEngineArgs"), _VLLM),
    "Engine": Taker(keywords=("model_path",), position=None, packages=("sglang",)),
    "Runtime": Taker(keywords=("model_path",), position=None, packages=("sglang",)),
    "WhisperModel": Taker(keywords=("model_size_or_path",), packages=("faster_whisper",)),
    "load": Taker(keywords=("path_or_hf_repo",), packages=("mlx_lm", "mlx_vlm")),
    **dict.fromkeys(
        ("completion", "acompletion", "embedding", "aembedding"),
        Taker(keywords=("model",), packages=("litellm",), prefix=("huggingface/",)),
    ),
    # langchain, llama-index, haystack, chroma
    **dict.fromkeys(
        (
            "HuggingFaceEmbeddings",
            "HuggingFaceBgeEmbeddings",
            "HuggingFaceInstructEmbeddings",
            "HuggingFaceCrossEncoder",
        ),
        Taker(keywords=(*_NAME, "model_id"), position=None, bare=True),
    ),
    "HuggingFaceInferenceAPIEmbeddings": _KEYWORD_MODEL,
    "HuggingFaceEndpointEmbeddings": Taker(keywords=("model", "repo_id"), position=None),
    "HuggingFaceEndpoint": Taker(keywords=("repo_id", "model"), position=None),
    "HuggingFaceHub": Taker(keywords=("repo_id",), position=None),
    "VLLM": Taker(keywords=("model",), position=None),
    **dict.fromkeys(
        ("HuggingFaceEmbedding", "HuggingFaceLLM"),
        Taker(keywords=("model_name",), bare=True, objects=True),
    ),
    "HuggingFaceInferenceAPI": Taker(keywords=("model_name", "model"), position=None),
    **dict.fromkeys(("SentenceTransformerRerank", "FlagEmbeddingReranker"), _KEYWORD_MODEL),
    **dict.fromkeys(
        (
            "SentenceTransformersTextEmbedder",
            "SentenceTransformersDocumentEmbedder",
            "TransformersSimilarityRanker",
            "HuggingFaceLocalGenerator",
            "HuggingFaceLocalChatGenerator",
            "ExtractiveReader",
            "SentenceTransformersSimilarityRanker",
            "SentenceTransformersDiversityRanker",
        ),
        Taker(keywords=("model", "model_name_or_path"), position=0, bare=True, objects=True),
    ),
    "SentenceTransformerEmbeddingFunction": Taker(keywords=("model_name",), position=0, bare=True),
    # Training: a model is given as an object or by name
    **dict.fromkeys(
        (
            "SFTTrainer",
            "DPOTrainer",
            "GRPOTrainer",
            "RewardTrainer",
            "KTOTrainer",
            "ORPOTrainer",
            "CPOTrainer",
            "RLOOTrainer",
            "OnlineDPOTrainer",
            "GKDTrainer",
            "XPOTrainer",
            "NashMDTrainer",
            "BCOTrainer",
            "PRMTrainer",
        ),
        _TRAINER,
    ),
    # Architectures by name, weights from the hub by prefix
    "create_model": Taker(
        keywords=("model_name",), packages=("timm",), prefix=("hf_hub:", "hf-hub:")
    ),
    "create_model_and_transforms": Taker(
        keywords=("model_name",), packages=("open_clip",), prefix=("hf-hub:",)
    ),
    "HFTokenizer": Taker(keywords=("tokenizer_name",), bare=True, packages=("open_clip", "")),
    "create_model_from_pretrained": Taker(
        keywords=("model_name",), packages=("open_clip",), prefix=("hf-hub:",)
    ),
}
# The first argument of these is the model that the adapter is put on.
ADAPTED = re.compile(r"Peft(?:Mixed)?Model\w*")
ADAPTER = Taker(keywords=("model_id",), position=1)
# Further arguments that take a name of their own.
BESIDE = {
    "LLM": ("tokenizer",),
    "pipeline": ("tokenizer", "image_processor", "feature_extractor"),
    "GRPOTrainer": ("reward_funcs",),
    "RLOOTrainer": ("reward_funcs",),
    "from_single_file": ("config",),
}
# `reward_model_name_or_path` and its kin mean a name wherever they stand.
NAMES_A_MODEL = re.compile(
    r"(?:[a-z]+_)*(?:model|tokenizer|adapter|teacher|config|processor|encoder)_name_or_path"
)
# An expression of this form is a name even where a loaded model could stand as well.
NAME_OF_ONE = re.compile(r"(?:\w+\.)*(?:\w+_)?(?:name|id|checkpoint|name_or_path|repo)")
# With these a `repo_id` is where something is written or kept, not what is used.
WRITES = re.compile(
    r"(?:create|delete|upload|push|move|update|duplicate|edit|add|list|preupload|super_squash|set"
    r"|request|like|unlike)\w*"
)
OTHER_HUBS = {"modelscope": "ModelScope", "paddlenlp": "PaddleNLP", "openmind": "openMind"}
# Packages with functions of the same names and another meaning.
_OTHERS = frozenset(
    (
        "seaborn",
        "tensorflow_datasets",
        "vega_datasets",
        "torchtext",
        "keras_nlp",
        "nemo",
        "vertexai",
    )
)
# Builders that `load_dataset` takes in place of a name.
BUILDERS = frozenset(
    (
        "csv",
        "json",
        "parquet",
        "text",
        "arrow",
        "pandas",
        "sql",
        "xml",
        "imagefolder",
        "audiofolder",
        "videofolder",
        "pdffolder",
        "webdataset",
        "generator",
        "spark",
        "hdf5",
        "lance",
        "niftifolder",
        "meshfolder",
        "eval",
        "iceberg",
    )
)
# Classes whose names without an organisation are names of the hub; others of that method have names
# of their own.
HUB_CLASS = re.compile(
    r".*(?:Tokenizer|Model|For[A-Z]|Config|Processor|Extractor|Pipeline|Encoder|Decoder|LMHead"
    r"|LLM)\w*"
)


def taker(dotted: str, package: str | None) -> Taker | None:
    """What a function takes, or None where it takes no name.

    Args:
        dotted: The function as the file names it, aliases undone, such as
            `transformers.AutoModel.from_pretrained`.
        package: The package it was imported from, empty for the file's own package, None where that
            is not known.
    """
    owner, _, name = dotted.rpartition(".")
    owner = owner.rpartition(".")[2]
    found = TAKERS.get(name)
    if found is None or package in _OTHERS:
        return None
    if found.packages and package not in found.packages:
        return None
    return ADAPTER if name == "from_pretrained" and ADAPTED.fullmatch(owner) else found
