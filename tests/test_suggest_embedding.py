"""A sentence model of one's own: what it gives, what is kept of it, what is said of a broken one, what it changes."""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from projects import code_words, study

import wenger_qda as qda
from wenger_qda.errors import QdaError
from wenger_qda.suggest import Embedder, Suggester, embedding, prequential
from wenger_qda.suggest.tensors import tensors_of

pytestmark = pytest.mark.skipif(
    not all(map(find_spec, ("onnxruntime", "tokenizers", "onnx"))),
    reason='sentence models are an extra: pip install "wenger-qda[embeddings]", and onnx',
)

WORDS = "[PAD] [UNK] [CLS] [SEP] kettle biscuit mug sugar quota target letter form she brought a the and once".split()
WIDTH, WIDE, HEADS, LAYERS, PLACES = 8, 12, 2, 2, 16
CONFIG = {
    "model_type": "bert", "hidden_act": "gelu", "num_hidden_layers": LAYERS, "num_attention_heads": HEADS,
    "layer_norm_eps": 1e-12, "max_position_embeddings": PLACES,
}  # fmt: skip
TEXTS = ["she brought a kettle", "biscuit", "the quota and the target and the letter and the form", "once"]
NONE = pd.DataFrame({"source": [], "code": [], "start_char": [], "end_char": []})


class Shelf:
    """Keeps vectors in a dict, and counts what it is asked."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], bytes] = {}

    def get(self, model: str, digests: list[str]) -> dict[str, bytes]:
        return {digest: self.held[model, digest] for digest in digests if (model, digest) in self.held}

    def put(self, model: str, vectors: dict[str, bytes]) -> None:
        self.held |= {(model, digest): vector for digest, vector in vectors.items()}


# --- tiny models, with weights drawn by lot --------------------------------------------------------------------------


def tokenizer_json() -> str:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors

    made = Tokenizer(models.WordPiece({word: number for number, word in enumerate(WORDS)}, unk_token=WORDS[1]))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    made.enable_padding(length=4)  # as some models have it; it must not reach the mean
    return made.to_str()


def weights() -> dict[str, np.ndarray]:
    draw = np.random.default_rng(0)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(WORDS), WIDTH),
        "embeddings.position_embeddings.weight": (PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
        "embeddings.LayerNorm.weight": (WIDTH,), "embeddings.LayerNorm.bias": (WIDTH,),
    }  # fmt: skip
    for number in range(LAYERS):
        at = f"encoder.layer.{number}"
        dense = {f"attention.self.{name}": (WIDTH, WIDTH) for name in ("query", "key", "value")}
        dense |= {"attention.output.dense": (WIDTH, WIDTH), "intermediate.dense": (WIDE, WIDTH)}
        dense |= {"output.dense": (WIDTH, WIDE)}
        for name, shape in dense.items():
            shapes |= {f"{at}.{name}.weight": shape, f"{at}.{name}.bias": shape[:1]}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{at}.{name}.weight": (WIDTH,), f"{at}.{name}.bias": (WIDTH,)}
    found = {name: draw.normal(0, 0.1 if name.endswith("bias") else 1, shape) for name, shape in shapes.items()}
    return {
        name: np.asarray(1 + tensor / 5 if "LayerNorm.weight" in name else tensor, dtype=np.float32)
        for name, tensor in found.items()
    }


def as_safetensors(tensors: dict[str, np.ndarray]) -> bytes:
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    data = b""
    for name, tensor in tensors.items():
        kind = {"f4": "F32", "f2": "F16", "i8": "I64"}[tensor.dtype.str[1:]]
        whole = data + tensor.tobytes()
        header[name] = {"dtype": kind, "shape": tensor.shape, "data_offsets": [len(data), len(whole)]}
        data = whole
    told = json.dumps(header).encode()
    return len(told).to_bytes(8, "little") + told + data


def bert_folder(folder: Path, tensors: dict[str, np.ndarray] | None = None) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "model.safetensors").write_bytes(as_safetensors(weights() if tensors is None else tensors))
    (folder / "config.json").write_text(json.dumps(CONFIG))
    (folder / "tokenizer.json").write_text(tokenizer_json())
    return folder


def onnx_folder(folder: Path, model: Any, name: str = "model.onnx") -> Path:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(model.SerializeToString())
    (folder / "tokenizer.json").write_text(tokenizer_json())
    return folder


def onnx_model(nodes: list[Any], consts: dict[str, np.ndarray], inputs: dict[str, int], output: str) -> Any:
    from onnx import TensorProto, helper, numpy_helper

    given_ = [helper.make_tensor_value_info(name, kind, ["n", "t"]) for name, kind in inputs.items()]
    told = [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)]
    held = [numpy_helper.from_array(np.asarray(value), name) for name, value in consts.items()]
    graph = helper.make_graph(nodes, "tiny", given_, told, held)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=10)


def table_onnx(inputs: tuple[str, ...] = ("input_ids",), kind: int = 7, rows: int = len(WORDS)) -> Any:
    """A row for each token, as a network; input_ids are int64 (7) or int32 (6)."""
    from onnx import helper

    table = np.random.default_rng(1).normal(size=(rows, WIDTH)).astype(np.float32)
    nodes = [helper.make_node("Gather", ["table", inputs[0]], ["last_hidden_state"])]
    return onnx_model(nodes, {"table": table}, dict.fromkeys(inputs, kind), "last_hidden_state")


def bert_onnx(tensors: dict[str, np.ndarray]) -> Any:
    """The same weights as a network of ONNX's own operators: LayerNormalization, Softmax, Gelu."""
    from onnx import helper

    nodes: list[Any] = []
    consts: dict[str, np.ndarray] = {name: tensor.T if ".dense" in name or ".self." in name else tensor
                                     for name, tensor in tensors.items()}  # fmt: skip
    consts |= {
        "rows": np.arange(PLACES), "one": np.array(1.0, np.float32), "most": np.array(-1e9, np.float32),
        "axes": np.array([1, 2]), "split": np.array([0, 0, HEADS, WIDTH // HEADS]), "joined": np.array([0, 0, WIDTH]),
        "scale": np.array((WIDTH // HEADS) ** -0.5, np.float32), "zero": np.array([0]), "places_axis": np.array([0]),
        "kind": tensors["embeddings.token_type_embeddings.weight"][0],
    }  # fmt: skip

    def node(kind: str, *of: str, **more: Any) -> str:
        name = f"v{len(nodes)}"
        nodes.append(helper.make_node(kind, list(of), [name], **more))
        return name

    def dense(of: str, name: str) -> str:
        return node("Add", node("MatMul", of, f"{name}.weight"), f"{name}.bias")

    def norm(of: str, name: str) -> str:
        return node("LayerNormalization", of, f"{name}.weight", f"{name}.bias", axis=-1, epsilon=1e-12)

    n_tokens = node("Shape", "input_ids", start=1, end=2)
    here = node("Slice", "embeddings.position_embeddings.weight", "zero", n_tokens, "places_axis")
    state = node("Add", node("Gather", "embeddings.word_embeddings.weight", "input_ids"), here)
    state = norm(node("Add", state, "kind"), "embeddings.LayerNorm")
    seen = node("Unsqueeze", node("Cast", "attention_mask", to=1), "axes")
    unseen = node("Mul", node("Sub", "one", seen), "most")
    for number in range(LAYERS):
        at = f"encoder.layer.{number}"
        query, key, value = (
            node("Transpose", node("Reshape", dense(state, f"{at}.attention.self.{name}"), "split"), perm=perm)
            for name, perm in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3]))
        )
        shares = node("Softmax", node("Add", node("Mul", node("MatMul", query, key), "scale"), unseen), axis=-1)
        looked = node("Reshape", node("Transpose", node("MatMul", shares, value), perm=[0, 2, 1, 3]), "joined")
        state = norm(
            node("Add", state, dense(looked, f"{at}.attention.output.dense")), f"{at}.attention.output.LayerNorm"
        )
        thought = dense(node("Gelu", dense(state, f"{at}.intermediate.dense")), f"{at}.output.dense")
        state = norm(node("Add", state, thought), f"{at}.output.LayerNorm")
    nodes.append(helper.make_node("Identity", [state], ["last_hidden_state"]))
    return onnx_model(nodes, consts, {"input_ids": 7, "attention_mask": 7, "token_type_ids": 7}, "last_hidden_state")


# --- what a model gives ----------------------------------------------------------------------------------------------


def test_a_bert_read_from_its_tensors_gives_what_onnxruntime_makes_of_the_same_weights(tmp_path: Path) -> None:
    ours = Embedder(bert_folder(tmp_path / "tensors")).vectors(TEXTS)
    theirs = Embedder(onnx_folder(tmp_path / "graph", bert_onnx(weights()))).vectors(TEXTS)
    assert ours.shape == (len(TEXTS), WIDTH)
    assert ours.dtype == np.float32
    np.testing.assert_allclose(ours, theirs, atol=2e-3)
    assert np.ptp(ours, axis=0).max() > 0.3


def test_names_of_tensors_may_begin_with_bert_and_numbers_may_be_half_as_long(tmp_path: Path) -> None:
    plain = Embedder(bert_folder(tmp_path / "plain")).vectors(TEXTS)
    more = {f"bert.{name}": tensor.astype(np.float16) for name, tensor in weights().items()}
    more["bert.embeddings.position_ids"] = np.arange(PLACES)
    np.testing.assert_allclose(Embedder(bert_folder(tmp_path / "half", more)).vectors(TEXTS), plain, atol=2e-2)


def test_a_vector_is_the_mean_of_the_states_of_its_tokens_at_length_one(tmp_path: Path) -> None:
    table = np.random.default_rng(1).normal(size=(len(WORDS), WIDTH))
    found = Embedder(onnx_folder(tmp_path, table_onnx())).vectors(["kettle mug", "quota"])
    for vector, ids in zip(found, ([2, 4, 6, 3], [2, 8, 3]), strict=True):
        mean = table[ids].mean(axis=0)
        np.testing.assert_allclose(vector, mean / np.linalg.norm(mean), atol=2e-3)


def test_a_table_of_tokens_needs_no_network(tmp_path: Path) -> None:
    table = np.eye(len(WORDS), dtype=np.float32)
    folder = bert_folder(tmp_path, {"embeddings": table})
    (folder / "config.json").unlink()
    found = Embedder(folder).vectors(["kettle mug", "", "kettle"])
    np.testing.assert_allclose(found[0], (table[4] + table[6]) / 2**0.5, atol=2e-3)
    assert not found[1].any()
    np.testing.assert_allclose(found[2], table[4], atol=2e-3)


def test_a_smaller_model_in_the_folder_onnx_is_found_and_numbers_of_tokens_may_be_short(tmp_path: Path) -> None:
    whole = Embedder(onnx_folder(tmp_path / "whole", table_onnx())).vectors(TEXTS)
    small = onnx_folder(tmp_path / "small", table_onnx(kind=6), "onnx/model_quantized.onnx")
    np.testing.assert_array_equal(Embedder(small).vectors(TEXTS), whole)


def test_what_comes_after_the_most_that_a_model_takes_does_not_count(tmp_path: Path) -> None:
    model = Embedder(bert_folder(tmp_path))
    whole = "kettle " * (PLACES - 2)
    cut = model.vectors([whole, whole + "quota", whole * 50_000])
    np.testing.assert_allclose(cut[1:], cut[[0, 0]], atol=1e-3)


def test_strange_texts_have_vectors_too(tmp_path: Path) -> None:
    found = Embedder(bert_folder(tmp_path)).vectors(["\ud800 kettle", "🙂", "\x00", " \n", "x" * 10_000])
    assert np.isfinite(found).all()
    assert not found[3].any()
    assert Embedder(tmp_path).vectors([]).shape == (0, WIDTH)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(st.sampled_from(WORDS[4:]), max_size=9).map(" ".join), min_size=1, max_size=9),
    st.randoms(),
    st.integers(1, 40),
)
def test_neither_the_order_of_texts_nor_how_many_go_at_once_matters(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str], lots: Any, at_once: int
) -> None:
    model = Embedder(bert_folder(tmp_path_factory.mktemp("model")))
    whole = model.vectors(texts)
    order = list(range(len(texts)))
    lots.shuffle(order)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedding, "_TOKENS_AT_ONCE", at_once)
        patch.setattr(embedding, "_KEPT_AT_ONCE", at_once)
        again = model.vectors([texts[place] for place in order])
    np.testing.assert_allclose(again, whole[order], atol=2e-3)


def test_a_model_whose_scale_is_that_of_all_texts_reads_each_by_itself(tmp_path: Path) -> None:
    from onnx import helper

    table = np.random.default_rng(1).normal(size=(len(WORDS), WIDTH)).astype(np.float32) * np.arange(1, 19)[:, None]
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
        helper.make_node("DynamicQuantizeLinear", ["rows"], ["short", "step", "middle"]),
        helper.make_node("DequantizeLinear", ["short", "step", "middle"], ["last_hidden_state"]),
    ]
    model = onnx_model(nodes, {"table": table.astype(np.float32)}, {"input_ids": 7}, "last_hidden_state")
    made = Embedder(onnx_folder(tmp_path, model))
    together = made.vectors(TEXTS)
    np.testing.assert_array_equal(together, np.vstack([made.vectors([text]) for text in TEXTS]))


# --- what is kept ----------------------------------------------------------------------------------------------------


def test_what_is_kept_is_not_read_again_and_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf()
    first = Embedder(bert_folder(tmp_path), keep=shelf)
    made = first.vectors([*TEXTS, TEXTS[0]])
    assert len(shelf.held) == len(TEXTS)
    assert {len(vector) for vector in shelf.held.values()} == {2 * WIDTH}
    again = Embedder(tmp_path, keep=shelf)
    monkeypatch.setattr(again, "_made", lambda texts: pytest.fail("the model was run"))
    np.testing.assert_array_equal(again.vectors([*TEXTS, TEXTS[0]]), made)


def test_another_model_has_another_name_and_takes_nothing_of_the_first(tmp_path: Path) -> None:
    shelf = Shelf()
    one = Embedder(bert_folder(tmp_path / "one"), keep=shelf)
    other = Embedder(
        bert_folder(tmp_path / "other", weights() | {"embeddings.LayerNorm.bias": np.ones(WIDTH, "f4")}), keep=shelf
    )
    assert one.name == Embedder(tmp_path / "one").name != other.name
    one.vectors(TEXTS)
    np.testing.assert_array_equal(other.vectors(TEXTS), Embedder(tmp_path / "other").vectors(TEXTS))
    assert {model for model, _ in shelf.held} == {one.name, other.name}


def test_a_vector_of_a_wrong_length_is_made_anew(tmp_path: Path) -> None:
    shelf = Shelf()
    model = Embedder(bert_folder(tmp_path), keep=shelf)
    made = model.vectors(TEXTS)
    shelf.held = dict.fromkeys(shelf.held, b"\x00\x01")
    np.testing.assert_array_equal(model.vectors(TEXTS), made)


def test_where_nothing_can_be_kept_vectors_are_made_all_the_same(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    class Full(Shelf):
        def get(self, model: str, digests: list[str]) -> dict[str, bytes]:
            raise QdaError("locked")

        def put(self, model: str, vectors: dict[str, bytes]) -> None:
            raise QdaError("the disk is full")

    found = Embedder(bert_folder(tmp_path), keep=Full()).vectors(TEXTS)
    np.testing.assert_array_equal(found, Embedder(tmp_path).vectors(TEXTS))
    assert "the disk is full" in caplog.text


# --- folders that hold no model, or a broken one ---------------------------------------------------------------------


def without(name: str) -> Callable[[Path], object]:
    return lambda folder: (folder / name).unlink()


def holding(name: str, content: bytes | str) -> Callable[[Path], object]:
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / name).write_bytes(data)


def with_tensors(**changed: np.ndarray | None) -> Callable[[Path], object]:
    names = {name.replace(".", "_"): name for name in weights()}
    tensors = {names[short]: tensor for short, tensor in changed.items()}
    kept = {name: tensors.get(name, tensor) for name, tensor in weights().items()}
    return holding("model.safetensors", as_safetensors({name: one for name, one in kept.items() if one is not None}))


def entry(**changed: Any) -> bytes:
    told = json.dumps({"embeddings": {"dtype": "F32", "shape": [1, 2], "data_offsets": [0, 8]} | changed}).encode()
    return len(told).to_bytes(8, "little") + told + bytes(8)


WHOLE = as_safetensors(weights())
BROKEN = {
    "no folder": (shutil.rmtree, "there is no such folder; name one that holds model.onnx"),
    "no model": (without("model.safetensors"), "there is no model in it; put in model.onnx"),
    "no tokenizer": (without("tokenizer.json"), "there is no tokenizer.json in it; put in"),
    "a tokenizer that is no JSON": (holding("tokenizer.json", "{"), "this is no tokenizer that can be read; get"),
    "a tokenizer that is no text": (holding("tokenizer.json", b"\xff\xfe"), "this is no tokenizer that can be read"),
    "a tokenizer of something else": (holding("tokenizer.json", '{"model": []}'), "this is no tokenizer that can be"),
    "no config": (without("config.json"), "only models of the type bert can be read from safetensors; take"),
    "a config that is no JSON": (holding("config.json", "{"), "this is no JSON that can be read; get the model again"),
    "a config without end": (holding("config.json", "[" * 100_000), "this is no JSON that can be read; get"),
    "a config that is a list": (holding("config.json", "[]"), "this says nothing of a model; get the model again"),
    "another type": (holding("config.json", '{"model_type": "gpt2"}'), "only models of the type bert can be read"),
    "another function": (holding("config.json", json.dumps(CONFIG | {"hidden_act": "silu"})), "of bert is not known"),
    "no number of heads": (
        holding("config.json", json.dumps(CONFIG | {"num_attention_heads": "2"})),
        "no numbers; get",
    ),
    "heads that do not fit": (
        holding("config.json", json.dumps(CONFIG | {"num_attention_heads": 3})),
        "does not fit; get",
    ),
    "layers without end": (
        holding("config.json", json.dumps(CONFIG | {"num_hidden_layers": 10**9})),
        "there is no tensor encoder.layer.2.",
    ),
    "an empty file": (holding("model.safetensors", b""), "this is no whole safetensors file; get the model again"),
    "a header beyond the end": (holding("model.safetensors", b"\xff" * 8 + b"{}"), "this is no whole safetensors file"),
    "a pickle": (holding("model.safetensors", b"\x80\x04cos\nsystem\n"), "this is no whole safetensors file; get"),
    "cut off": (holding("model.safetensors", WHOLE[: len(WHOLE) // 2]), "cut off or not in order; get the model"),
    "cut off in the header": (holding("model.safetensors", WHOLE[:300]), "no whole safetensors file; get the model"),
    "offsets before the beginning": (holding("model.safetensors", entry(data_offsets=[-8, 0])), "cut off or not in"),
    "a shape of another size": (holding("model.safetensors", entry(shape=[2**62, 2**62])), "cut off or not in order"),
    "a shape that is no number": (holding("model.safetensors", entry(shape=[True, 2.0])), "cut off or not in order"),
    "no shape": (holding("model.safetensors", entry(shape=None)), "cut off or not in order; get the model again"),
    "a table without rows": (holding("model.safetensors", entry(shape=[0, 2], data_offsets=[0, 0])), "no rows or no"),
    "a table that is a line": (holding("model.safetensors", entry(shape=[2])), "no rows or no columns; get the model"),
    "a table of fewer tokens": (holding("model.safetensors", entry()), "the model fails on a text; get it again"),
    "a tensor left out": (with_tensors(embeddings_LayerNorm_bias=None), "there is no tensor embeddings.LayerNorm.bias"),
    "a tensor of another shape": (
        with_tensors(encoder_layer_1_output_dense_weight=np.ones((WIDE, WIDTH), "f4")),
        "layer.1.output.dense.weight has a wrong shape",
    ),
    "no numbers": (with_tensors(embeddings_LayerNorm_bias=np.full(WIDTH, np.nan, "f4")), "gives no numbers for a text"),
}


@pytest.mark.parametrize("case", BROKEN)
@pytest.mark.filterwarnings("ignore:invalid value:RuntimeWarning")
def test_of_a_broken_folder_is_said_what_where_and_what_to_do(tmp_path: Path, case: str) -> None:
    breaks, sentence = BROKEN[case]
    folder = bert_folder(tmp_path / "model")
    breaks(folder)
    with pytest.raises(QdaError) as caught:
        Embedder(folder)
    said = str(caught.value)
    assert said.startswith(str(folder))
    assert sentence in said
    assert said.count("\n") == 0


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = bert_folder(tmp_path)
    with (folder / "model.safetensors").open("r+b") as held:
        held.truncate(2**31)
    with pytest.raises(QdaError, match=r"larger than 2,047 MB; take a smaller model"):
        Embedder(folder)


def outside_onnx(place: str) -> Any:
    """A network whose weights lie in another file."""
    from onnx import TensorProto

    model = table_onnx()
    weights_ = model.graph.initializer[0]
    weights_.ClearField("raw_data")
    weights_.data_location = TensorProto.EXTERNAL
    weights_.external_data.add(key="location", value=place)
    return model


@pytest.mark.parametrize("place", ["../secret", "{folder}/../secret", "link", "none"])
def test_a_network_does_not_reach_out_of_its_folder(tmp_path: Path, place: str) -> None:
    (tmp_path / "secret").write_bytes(bytes(4 * WIDTH * len(WORDS)))
    folder = onnx_folder(tmp_path / "model", outside_onnx(place.format(folder=tmp_path / "model")))
    (folder / "link").symlink_to("../secret")
    with pytest.raises(QdaError, match=r"onnxruntime cannot load this model; get it again, in one file") as caught:
        Embedder(folder)
    assert str(caught.value).startswith(str(folder))


def test_weights_beside_the_network_belong_to_it_and_to_its_name(tmp_path: Path) -> None:
    folder = onnx_folder(tmp_path, outside_onnx("model.onnx_data"))
    beside = folder / "model.onnx_data"
    beside.write_bytes(np.random.default_rng(1).normal(size=(len(WORDS), WIDTH)).astype("<f4").tobytes())
    first = Embedder(folder)
    np.testing.assert_allclose(
        first.vectors(TEXTS), Embedder(onnx_folder(tmp_path / "one", table_onnx())).vectors(TEXTS), atol=1e-6
    )
    beside.write_bytes(np.ones((len(WORDS), WIDTH), "<f4").tobytes())
    assert Embedder(folder).name != first.name


@pytest.mark.parametrize(
    ("model", "sentence"),
    [
        (lambda: table_onnx(("pixels",)), "the model asks for pixels; take one that asks for input_ids"),
        (lambda: table_onnx(("input_ids", "labels")), "asks for input_ids, labels; take one that asks for input_ids"),
        (lambda: table_onnx(rows=3), "the model fails on a text; get it again, or take another"),
    ],
)
def test_a_network_that_wants_or_gives_something_else_is_refused(tmp_path: Path, model: Any, sentence: str) -> None:
    folder = onnx_folder(tmp_path / "model", model())
    with pytest.raises(QdaError, match=sentence) as caught:
        Embedder(folder)
    assert str(caught.value).startswith(str(folder))


@pytest.mark.parametrize("content", [b"", b"\x80\x04cos\nsystem\n", b"\x08" * 1000])
def test_a_file_that_is_no_network_is_refused(tmp_path: Path, content: bytes) -> None:
    folder = onnx_folder(tmp_path / "model", table_onnx())
    (folder / "model.onnx").write_bytes(content)
    with pytest.raises(QdaError, match="onnxruntime cannot load this model; get it again"):
        Embedder(folder)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_no_file_of_tensors_raises_anything_but_a_plain_sentence(data: st.DataObject) -> None:
    header = data.draw(
        st.recursive(
            st.none() | st.integers() | st.text(max_size=5),
            lambda one: (
                st.lists(one, max_size=3)
                | st.dictionaries(st.sampled_from(["a", "dtype", "shape", "data_offsets", "F32"]), one, max_size=4)
            ),
        )
    )
    told = json.dumps(header).encode()
    content = data.draw(st.sampled_from([len(told).to_bytes(8, "little") + told + bytes(16), told])) + data.draw(
        st.binary(max_size=8)
    )
    try:
        found = tensors_of(content, Path("model.safetensors"))
    except QdaError:
        found = {}
    assert all(tensor.dtype == np.float32 for tensor in found.values())


@pytest.mark.parametrize("library", ["onnxruntime", "tokenizers"])
def test_without_the_libraries_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    folder = onnx_folder(tmp_path, table_onnx())
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(QdaError, match=rf'A sentence model needs {library}: pip install "wenger-qda\[embeddings\]"'):
        Embedder(folder)


def test_a_model_read_from_its_tensors_needs_no_onnxruntime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = bert_folder(tmp_path)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    assert Embedder(folder).vectors(TEXTS).shape == (len(TEXTS), WIDTH)


def test_suggestions_load_no_library_of_models_that_are_not_there() -> None:
    code = "import sys, wenger_qda.suggest; print({'onnxruntime', 'tokenizers', 'onnx'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


# --- what it changes in suggestions ----------------------------------------------------------------------------------

NEAR = {"kettle": 0, "biscuit": 0, "mug": 0, "quota": 1, "target": 1, "letter": 1}
BOOK = pd.DataFrame({"code": ["tea", "rules"], "name": ["", ""], "definition": ["kettle", "quota"]})


class Knowing:
    """A model that knows which words mean the same, and nothing else; it can be made to fail."""

    name = "knowing"
    fails = False

    def vectors(self, texts: list[str]) -> np.ndarray:
        if self.fails:
            raise RuntimeError("out of memory")
        found = np.full((len(texts), 3), 0.1, dtype=np.float32)
        for row, text in enumerate(texts):
            for word in text.replace(".", "").split():
                if word in NEAR:
                    found[row, NEAR[word]] += 1
        return found


def turns_of(texts: list[str], source: str = "a") -> pd.DataFrame:
    ends = np.cumsum([len(text) + 1 for text in texts])
    return pd.DataFrame({
        "source": source, "turn": range(len(texts)), "kind": "speech", "speaker": "",
        "start_char": ends - [len(text) + 1 for text in texts], "end_char": ends - 1, "text": texts,
    })  # fmt: skip


TURNS = pd.concat(
    [turns_of([word], source=word) for word in ("kettle", "mug", "quota", "letter", "biscuit", "target")],
    ignore_index=True,
)


def test_before_anything_is_coded_definitions_reach_passages_that_share_no_word_with_them() -> None:
    found = Suggester(embedder=Knowing()).fit(TURNS, NONE, BOOK).suggest(TURNS, top=1)
    assert found["code"].tolist() == ["tea", "tea", "rules", "rules", "tea", "rules"]


def test_passages_that_mean_the_same_are_like_each_other() -> None:
    suggester = Suggester(embedder=Knowing()).fit(TURNS, NONE, BOOK)
    assert set(suggester.like("mug", 0)["source"].head(2)) == {"kettle", "biscuit"}


def test_a_suggester_without_a_model_is_what_it_was() -> None:
    from wenger_qda.suggest.passages import passages_of
    from wenger_qda.suggest.texts import read

    reader, texts = read(passages_of(TURNS), BOOK, seed=0)
    rows = np.arange(len(TURNS))
    assert reader.meaning is None
    assert texts.meant.shape == (len(TURNS), 0)
    assert texts.points(rows).shape[1] == texts.n_features
    np.testing.assert_array_equal(texts.by_itself, texts.alone)
    np.testing.assert_array_equal(
        reader._matches(texts.alone, texts.meant, texts.found)[0], texts.alone @ reader.definitions.T
    )


def test_a_model_that_fails_later_leaves_the_words_and_says_so_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    model = Knowing()
    suggester = Suggester(embedder=model).fit(TURNS, NONE, BOOK)
    model.fails = True
    more = turns_of(["the quota again"], source="new")
    with caplog.at_level(logging.WARNING):
        assert suggester.suggest(more, top=1)["code"].tolist() == ["rules"]
    assert "the sentence model failed: out of memory" in caplog.text
    assert suggester.update("new", 0, ["tea"]).suggest(TURNS).shape[0] == 12


@pytest.mark.parametrize("given_", [np.zeros((3, 2)), np.zeros(6), np.full((6, 2), np.inf)])
def test_what_is_no_vector_for_each_text_is_refused(given_: np.ndarray) -> None:
    class Wrong(Knowing):
        def vectors(self, texts: list[str]) -> np.ndarray:
            return given_

    with pytest.raises(QdaError, match="the sentence model knowing gives no vector for each text; take another"):
        Suggester(embedder=Wrong()).fit(TURNS, NONE, BOOK)


def test_tables_without_rows_are_welcome(tmp_path: Path) -> None:
    model = Embedder(bert_folder(tmp_path))
    suggester = Suggester(embedder=model).fit(TURNS[:0], NONE, BOOK)
    assert len(suggester.suggest(TURNS, top=1)) == len(TURNS)
    assert Suggester(embedder=model).fit(TURNS, NONE, BOOK[:0]).suggest(TURNS).empty


def test_prequential_takes_a_model() -> None:
    many = turns_of(["kettle", "quota", "mug", "letter", "biscuit", "target"] * 4)
    codings = many.assign(code=["tea", "rules"] * 12)
    found = prequential(many, codings, BOOK, embedder=Knowing())
    assert found[found["method"] == "suggester"]["n_passages"].sum() == len(many)


def test_suggestions_of_a_project_take_a_folder_and_keep_its_vectors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = bert_folder(tmp_path / "model")
    with study(tmp_path / "study.wqda") as project:
        code_words(project, "talk", "the stamp is 🙂 missing", "tools")
        first = qda.suggestions(project, embedder=str(folder))
        name = Embedder(folder).name
        from wenger_qda.suggest.embedding import _digest

        texts = [text for text in project.turns()["text"] if text.strip()]
        assert len(project.vectors.get(name, [_digest(text) for text in texts])) == len(set(texts))
        probe, pooled = [], embedding._pooled
        monkeypatch.setattr(embedding, "_pooled", lambda *given: probe.append(given) or pooled(*given))
        pd.testing.assert_frame_equal(qda.suggestions(project, embedder=folder), first)
        assert len(probe) == 1  # the one by which the model is tried
        pd.testing.assert_frame_equal(qda.suggestions(project, embedder=Embedder(folder)), first)


def test_a_broken_folder_is_said_plainly_and_two_suggesters_are_too_many(tmp_path: Path) -> None:
    with study(tmp_path / "study.wqda") as project:
        with pytest.raises(QdaError, match="there is no such folder; name one that holds model"):
            qda.suggestions(project, embedder=tmp_path / "none")
        with pytest.raises(ValueError, match="either a suggester, or an embedder or a pipeline"):
            qda.suggestions(project, embedder=Knowing(), suggester=Suggester())
