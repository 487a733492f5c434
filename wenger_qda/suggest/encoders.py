"""What makes states of tokens: a network in an ONNX file, the weights of a BERT, or a table of tokens."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from wenger_qda.errors import QdaError, missing
from wenger_qda.suggest.passages import Floats, Ints

Bools = npt.NDArray[np.bool_]
Dense = tuple[Floats, Floats]
PURPOSE = "A sentence model"
_MASKED = np.float32(-1e9)
_INPUTS = frozenset({"input_ids", "attention_mask", "token_type_ids"})
_STATES = ("last_hidden_state", "token_embeddings", "sentence_embedding")
_KINDS = {"tensor(int64)": np.int64, "tensor(int32)": np.int32}


class Encoder(Protocol):
    """What every kind of model can do."""

    @property
    def is_framed(self) -> bool:
        """Whether it wants the tokens that stand for the beginning and the end."""
        ...

    @property
    def is_shared(self) -> bool:
        """Whether what it makes of a text depends on the texts beside it, so that each must go by itself."""
        ...

    @property
    def longest(self) -> int | None:
        """How many tokens it can take at most, if it says so."""
        ...

    def states(self, ids: Ints, mask: Bools) -> Floats:
        """Give the states of tokens, texts × tokens × dimensions; or those of whole texts, texts × dimensions."""
        ...


class Table(NamedTuple):
    """A row for each token, whatever stands beside it."""

    rows: Floats
    is_framed: bool = False
    is_shared: bool = False
    longest: int | None = None

    def states(self, ids: Ints, mask: Bools) -> Floats:
        """Give the rows of tokens."""
        return self.rows[ids]


class Layer(NamedTuple):
    """The weights of a layer: who looks where, what is taken from there, and what is made of it."""

    query: Dense
    key: Dense
    value: Dense
    joined: Dense
    joined_norm: Dense
    wide: Dense
    narrow: Dense
    norm: Dense


class Bert(NamedTuple):
    """The weights of a BERT, and its pass forward."""

    words: Floats
    places: Floats
    kinds: Floats
    norm: Dense
    layers: tuple[Layer, ...]
    n_heads: int
    least: float
    is_framed: bool = True
    is_shared: bool = False

    @property
    def longest(self) -> int:
        """How many places there are."""
        return len(self.places)

    def states(self, ids: Ints, mask: Bools) -> Floats:
        """Give the states of the last layer, texts × tokens × dimensions."""
        states = self._normed(self.words[ids] + self.places[: ids.shape[1]] + self.kinds[0], self.norm)
        unseen = np.where(mask, np.float32(0), _MASKED)[:, None, None, :]
        for layer in self.layers:
            looked = _dense(self._looked(states, layer, unseen), layer.joined)
            states = self._normed(states + looked, layer.joined_norm)
            thought = _dense(_gelu(_dense(states, layer.wide)), layer.narrow)
            states = self._normed(states + thought, layer.norm)
        return states

    def _looked(self, states: Floats, layer: Layer, unseen: Floats) -> Floats:
        """Let each token take from the others what it looks for, every head by itself."""
        n_texts, n_tokens, width = states.shape

        def heads(dense: Dense) -> Floats:
            return _dense(states, dense).reshape(n_texts, n_tokens, self.n_heads, -1).transpose(0, 2, 1, 3)

        query = heads(layer.query) * np.float32((width // self.n_heads) ** -0.5)
        shares = query @ heads(layer.key).transpose(0, 1, 3, 2) + unseen
        shares = np.exp(shares - shares.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        taken: Floats = (shares @ heads(layer.value)).transpose(0, 2, 1, 3).reshape(n_texts, n_tokens, width)
        return taken

    def _normed(self, states: Floats, norm: Dense) -> Floats:
        off = states - states.mean(axis=-1, keepdims=True)
        spread = np.sqrt(np.square(off).mean(axis=-1, keepdims=True) + np.float32(self.least))
        return np.asarray(off / spread * norm[0] + norm[1], dtype=np.float32)


class Graph:
    """A network in an ONNX file, run by onnxruntime; the file and what it points to lie in one folder.

    Parameters
    ----------
    path : Path

    Raises
    ------
    QdaError
        If onnxruntime is not there, the file cannot be loaded, or it wants something else than tokens.
    """

    is_framed = True
    longest = None

    def __init__(self, path: Path) -> None:
        try:
            import onnxruntime
        except ImportError as reason:
            raise missing("onnxruntime", "embeddings", PURPOSE) from reason
        onnxruntime.disable_telemetry_events()
        wanted = onnxruntime.SessionOptions()
        wanted.log_severity_level = 4
        wanted.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(path, wanted, providers=["CPUExecutionProvider"])
        except Exception as reason:
            raise QdaError(f"{path}: onnxruntime cannot load this model; get it again, in one file") from reason
        self._kinds = {one.name: _KINDS.get(one.type) for one in self._session.get_inputs()}
        if "input_ids" not in self._kinds or not self._kinds.keys() <= _INPUTS or None in self._kinds.values():
            told = ", ".join(sorted(self._kinds)) or "nothing"
            raise QdaError(f"{path}: the model asks for {told}; take one that asks for input_ids and attention_mask")
        outputs = [one.name for one in self._session.get_outputs()]
        self._output = next((name for name in _STATES if name in outputs), outputs[0])
        self.is_shared = b"DynamicQuantize" in path.read_bytes()  # its scale is that of all texts it gets at once

    def states(self, ids: Ints, mask: Bools) -> Floats:
        """Give what the network makes of tokens."""
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        feeds = {name: given[name].astype(kind) for name, kind in self._kinds.items()}
        return np.asarray(self._session.run([self._output], feeds)[0], dtype=np.float32)


def encoder_of(tensors: Mapping[str, Floats], config: Mapping[str, Any], path: Path) -> Table | Bert:
    """Tell of tensors what kind of model they are: a table of tokens, or a BERT.

    Parameters
    ----------
    tensors : mapping of str to ndarray
    config : mapping
        What ``config.json`` says.
    path : Path
        The file of the tensors, for errors.

    Raises
    ------
    QdaError
        If they are neither, or one is missing or has another shape than it must have.
    """
    if set(tensors) == {"embeddings"}:
        if tensors["embeddings"].ndim != 2 or not tensors["embeddings"].size:
            raise QdaError(f"{path}: the table of tokens has no rows or no columns; get the model again")
        return Table(tensors["embeddings"])
    if config.get("model_type") != "bert":
        raise QdaError(f"{path}: only models of the type bert can be read from safetensors; take the model as ONNX")
    if config.get("hidden_act", "gelu") != "gelu" or config.get("position_embedding_type", "absolute") != "absolute":
        raise QdaError(f"{path}: this kind of bert is not known; take the model as ONNX")
    return _bert({name.removeprefix("bert."): tensor for name, tensor in tensors.items()}, config, path)


def _bert(tensors: Mapping[str, Floats], config: Mapping[str, Any], path: Path) -> Bert:
    def take(name: str, *shape: int) -> Floats:
        """Take a tensor of a shape; 0 stands for any size."""
        found = tensors.get(name)
        if found is None:
            raise QdaError(f"{path}: there is no tensor {name}; get the model again, or take it as ONNX")
        fits = found.ndim == len(shape) and all(
            have == (want or have) > 0 for have, want in zip(found.shape, shape, strict=True)
        )
        if not fits:
            raise QdaError(f"{path}: the tensor {name} has a wrong shape; get the model again")
        return found

    words = take("embeddings.word_embeddings.weight", 0, 0)
    width = words.shape[1]

    def dense(name: str, n_out: int, n_in: int) -> Dense:
        weight = take(f"{name}.weight", n_out, n_in)
        return weight.T, take(f"{name}.bias", len(weight))

    def norm(name: str) -> Dense:
        return take(f"{name}.weight", width), take(f"{name}.bias", width)

    def layer(at: str) -> Layer:
        wide = dense(f"{at}.intermediate.dense", 0, width)
        return Layer(
            query=dense(f"{at}.attention.self.query", width, width),
            key=dense(f"{at}.attention.self.key", width, width),
            value=dense(f"{at}.attention.self.value", width, width),
            joined=dense(f"{at}.attention.output.dense", width, width),
            joined_norm=norm(f"{at}.attention.output.LayerNorm"),
            wide=wide,
            narrow=dense(f"{at}.output.dense", width, wide[0].shape[1]),
            norm=norm(f"{at}.output.LayerNorm"),
        )

    n_layers, n_heads = (config.get(name) for name in ("num_hidden_layers", "num_attention_heads"))
    least = config.get("layer_norm_eps", 1e-12)
    if type(n_layers) is not int or type(n_heads) is not int or not isinstance(least, float) or not 0 <= least < 1:
        raise QdaError(
            f"{path.with_name('config.json')}: sizes of the model are missing or no numbers; get the model again"
        )
    if n_layers < 1 or n_heads < 1 or width % n_heads:
        raise QdaError(
            f"{path.with_name('config.json')}: the number of layers or heads does not fit; get the model again"
        )
    return Bert(
        words=words, places=take("embeddings.position_embeddings.weight", 0, width),
        kinds=take("embeddings.token_type_embeddings.weight", 0, width), norm=norm("embeddings.LayerNorm"),
        layers=tuple(layer(f"encoder.layer.{number}") for number in range(n_layers)), n_heads=n_heads, least=least,
    )  # fmt: skip


def _dense(states: Floats, dense: Dense) -> Floats:
    """Multiply with weights and add; in one piece, which is faster than text by text."""
    weight, more = dense
    made = states.reshape(-1, states.shape[-1]) @ weight
    made += more
    return made.reshape(*states.shape[:-1], weight.shape[1])


def _gelu(states: Floats) -> Floats:
    from scipy.special import erf

    made: Floats = erf(states * np.float32(0.5**0.5))
    made += 1
    made *= states
    made *= np.float32(0.5)
    return made
