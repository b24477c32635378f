from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.weights import executes_code, file_format, is_weights
from provenance.weights.content import is_unknown
from provenance.weights.naming import is_shard

CORPUS = Path(os.environ.get("PROVENANCE_CORPUS", Path(__file__).parents[3] / "shared" / "corpus"))


@pytest.mark.parametrize(
    ("path", "expected", "weights", "code"),
    [
        ("model-00001-of-00004.safetensors", "safetensors", True, False),
        ("model.safetensors.index.json", "json", False, False),
        ("adapter_model.bin", "pickle", True, True),
        ("pytorch_model-00001-of-00002.bin", "pickle", True, True),
        ("unet/diffusion_pytorch_model.fp16.bin", "pickle", True, True),
        ("original/consolidated.00.pth", "pickle", True, True),
        ("training_args.bin", "pickle", False, True),
        ("checkpoint-500/optimizer.pt", "pickle", False, True),
        ("checkpoint-500/rng_state_3.pth", "pickle", False, True),
        ("global_step610/bf16_zero_pp_rank_0_mp_rank_00_optim_states.pt", "pickle", False, True),
        ("global_step610/zero_pp_rank_0_mp_rank_00_model_states.pt", "pickle", True, True),
        ("classifier.pkl.gz", "pickle", True, True),
        ("asr.nemo", "nemo", True, True),
        ("serve.mar", "torch-mar", True, True),
        ("rust_model.ot", "pickle", True, True),
        ("mobile.pte", "executorch", True, False),
        ("chat.Q4_K_M.gguf", "gguf", True, False),
        ("big.Q6_K.gguf-split-b", "gguf-part", True, False),
        ("llama.ggmlv3.q4_0.bin", "ggml", True, False),
        ("whisper.ggml", "ggml", True, False),
        ("onnx/model_optimized.onnx", "onnx", True, False),
        ("onnx/model.onnx_data", "onnx", True, False),
        ("tf_model.h5", "hdf5", True, False),
        ("model.keras", "keras", True, False),
        ("saved_model.pb", "tensorflow", True, False),
        ("variables/variables.data-00000-of-00001", "tensorflow", True, False),
        ("keras_metadata.pb", "tensorflow", False, False),
        ("model.tflite", "tflite", True, False),
        ("flax_model.msgpack", "flax", True, False),
        ("openvino_model.bin", "openvino", True, False),
        ("text.mlpackage/Data/com.apple.CoreML/weights/weight.bin", "coreml", True, False),
        ("weights.npz", "npz", True, False),
        ("vectors.npy", "npy", False, False),
        ("spiece.model", "sentencepiece", False, False),
        ("tokenizer.model.v3", "sentencepiece", False, False),
        ("modeling_gemstone.py", "python", False, False),
        ("chat.llamafile", "executable", False, True),
        ("LICENSE", "text", False, False),
        ("LICENSE-MODEL", "text", False, False),
        ("README.md", "markdown", False, False),
        (".gitattributes", "text", False, False),
        ("events.out.tfevents.1700000000.host.1.0", "tensorboard", False, False),
        ("data/train-00000-of-00002.parquet", "parquet", False, False),
        # A pickle, a fastText or a CTranslate2 model may have these names: nothing is guessed.
        ("model.bin", "", False, False),
        ("cc.en.300.bin", "", False, False),
        ("data", "", False, False),
        ("", "", False, False),
    ],
)
def test_format_weights_and_code_follow_from_the_name(
    path: str, expected: str, weights: bool, code: bool
) -> None:
    assert (file_format(path), is_weights(path), executes_code(path)) == (expected, weights, code)
    assert file_format(path.upper()) == expected


@pytest.mark.parametrize(
    ("path", "shard"),
    [
        ("model-00001-of-00004.safetensors", True),
        ("diffusion_pytorch_model.fp16-00002-of-00002.safetensors", True),
        ("chat-Q4_K_M-00003-of-00009.gguf", True),
        ("model-00001-of-00001.safetensors", False),
        ("model.safetensors", False),
        ("consolidated.safetensors", False),
        ("consolidated.00.pth", True),
        ("big.gguf-split-a", True),
    ],
)
def test_a_shard_is_one_of_several(path: str, shard: bool) -> None:
    assert is_shard(path) is shard


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_name_has_an_answer(path: str) -> None:
    assert isinstance(file_format(path), str)
    if executes_code(path) or is_weights(path):
        assert file_format(path)


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real cards is not on this machine")
def test_common_names_of_the_hub_are_known() -> None:
    names = [
        sibling["rfilename"]
        for folder, pattern in (("hub/models", "*/*/_meta.json"), ("api/models", "*.json"))
        for meta in sorted((CORPUS / folder).glob(pattern))
        for sibling in json.loads(meta.read_text(encoding="utf-8")).get("siblings") or ()
    ]
    unknown = [name for name in names if not file_format(name)]
    assert len(names) > 5000
    assert len(unknown) < len(names) / 200


@pytest.mark.parametrize("named", ["tensorrt", "tflite", "executorch", "nemo", "skops", "ggml"])
def test_bytes_without_the_sign_of_their_format_are_unknown(named: str) -> None:
    assert is_unknown(named, "")
    assert not is_unknown(named, named)
    assert not is_unknown("python", "")
