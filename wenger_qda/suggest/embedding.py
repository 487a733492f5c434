"""Sentences as vectors, made by a model that the user has: in a folder on this machine, never fetched."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np
from tqdm.auto import tqdm

from wenger_qda.errors import QdaError, missing
from wenger_qda.suggest.encoders import PURPOSE, Encoder, Graph, encoder_of
from wenger_qda.suggest.passages import Floats
from wenger_qda.suggest.tensors import tensors_of
from wenger_qda.suggest.vectors import unit_length

__all__ = ["Embedder", "Embeds", "Keeps"]

_LOG = logging.getLogger(__name__)
_WAY = "mean of tokens, length 1"
_LARGEST_MODEL, _LARGEST_TOKENIZER, _LARGEST_CONFIG = 2**31 - 1, 2**27, 2**20
_LONGEST = 512
_MOST_CHARACTERS = 32
_TOKENS_AT_ONCE = 4_096
_KEPT_AT_ONCE = 512
_MANY = 500
_NEEDED = "model.onnx, or model.safetensors with config.json, and tokenizer.json"


class Keeps(Protocol):
    """What can keep vectors from one time to the next, by the name of a model and the hash of a text."""

    def get(self, model: str, digests: list[str]) -> dict[str, bytes]:
        """Give those that are kept."""
        ...

    def put(self, model: str, vectors: dict[str, bytes]) -> None:
        """Keep some."""
        ...


class Embeds(Protocol):
    """What makes vectors of texts; :class:`Embedder` is one."""

    @property
    def name(self) -> str:
        """What tells one model from another."""
        ...

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Give the vectors of texts, texts × dimensions."""
        ...


class Embedder:
    """Makes vectors of texts with a sentence model in a folder.

    Parameters
    ----------
    folder : str or Path
        Holds ``tokenizer.json`` and a model: ``model.onnx`` (or ``onnx/model.onnx``, or a smaller one of another name,
        such as ``model_quantized.onnx``); or ``model.safetensors`` with ``config.json``, of the type bert, or a table
        of tokens with one tensor ``embeddings``.
    keep : Keeps, optional
        Where vectors are kept, so that no text is read twice, such as the ``vectors`` of a project.

    Raises
    ------
    QdaError
        If a library is not there, or what lies in the folder is no such model or is broken.

    Examples
    --------
    >>> Embedder("no such folder")
    Traceback (most recent call last):
    wenger_qda.errors.QdaError: no such folder: there is no such folder; name one that holds model.onnx, or \
model.safetensors with config.json, and tokenizer.json
    """

    def __init__(self, folder: str | Path, *, keep: Keeps | None = None) -> None:
        self.folder = Path(folder)
        self._model = _loaded(self.folder)
        self._keep = keep
        self._n_dimensions = int(self._made(["a"]).shape[1])

    @property
    def name(self) -> str:
        """A short hash of the model, of its tokens and of the way in which vectors are made."""
        return self._model.name

    def vectors(self, texts: Sequence[str]) -> Floats:
        """Give the vectors of texts, float32, texts × dimensions, of length 1; a blank text lies at the origin.

        A long text is read up to the most that the model can take.

        Raises
        ------
        QdaError
            If the model fails, or gives something that is no vector.
        """
        digests = [_digest(text) for text in texts]
        said = {digest: text for digest, text in zip(digests, texts, strict=True) if text.strip()}
        found = self._kept(list(said))
        fresh = [digest for digest in said if digest not in found]
        with tqdm(desc="reading", total=len(fresh), unit="text", leave=False, disable=len(fresh) < _MANY) as bar:
            for start in range(0, len(fresh), _KEPT_AT_ONCE):
                part = fresh[start : start + _KEPT_AT_ONCE]
                made = self._made([said[digest] for digest in part])
                packed = {digest: vector.astype("<f2").tobytes() for digest, vector in zip(part, made, strict=True)}
                self._put(packed)
                found |= packed
                bar.update(len(part))
        blank = bytes(2 * self._n_dimensions)
        held = np.frombuffer(b"".join(found.get(digest, blank) for digest in digests), dtype="<f2")
        return unit_length(held.reshape(len(texts), self._n_dimensions).astype(np.float32))

    def _made(self, texts: Sequence[str]) -> Floats:
        """Let the model make vectors; texts of a length go together."""
        model = self._model
        with _plainly(f"{self.folder}: the model fails on a text; get it again, or take another"):
            tokens = [model.tokens(text) for text in texts]
            made = np.zeros((len(texts), 0), dtype=np.float32)
            for rows in _batches([len(one) for one in tokens], 1 if model.encoder.is_shared else _TOKENS_AT_ONCE):
                vectors = _pooled(model.encoder, [tokens[row] for row in rows])
                if not made.shape[1]:
                    made = np.zeros((len(texts), vectors.shape[1]), dtype=np.float32)
                made[rows] = vectors
        if not np.isfinite(made).all() or not made.shape[1]:
            raise QdaError(f"{self.folder}: the model gives no numbers for a text; get it again, or take another")
        return made

    def _kept(self, digests: list[str]) -> dict[str, bytes]:
        """Give the vectors that are kept; what is of another length was not made by this model."""
        if self._keep is None:
            return {}
        try:
            found = self._keep.get(self.name, digests)
        except QdaError as reason:
            _LOG.warning("vectors that were kept cannot be read, and are made anew: %s", reason)
            return {}
        return {digest: vector for digest, vector in found.items() if len(vector) == 2 * self._n_dimensions}

    def _put(self, vectors: dict[str, bytes]) -> None:
        if self._keep is not None:
            try:
                self._keep.put(self.name, vectors)
            except QdaError as reason:
                _LOG.warning("vectors cannot be kept, and will be made again: %s", reason)


class _Model(NamedTuple):
    name: str
    tokens: Callable[[str], list[int]]
    encoder: Encoder


def _loaded(folder: Path) -> _Model:
    """Load what lies in a folder, and name it by its content."""
    if not folder.is_dir():
        raise QdaError(f"{folder}: there is no such folder; name one that holds {_NEEDED}")
    path = _model_file(folder)
    told = _content(folder / "tokenizer.json", _LARGEST_TOKENIZER)
    content = _content(path, _LARGEST_MODEL)
    config, limits = _config(folder / "config.json"), _config(folder / "sentence_bert_config.json")
    encoder: Encoder
    encoder = Graph(path) if path.suffix == ".onnx" else encoder_of(tensors_of(content, path), config, path)
    stated = (limits.get("max_seq_length"), config.get("max_position_embeddings"), encoder.longest)
    longest = min([_LONGEST, *(most for most in stated if type(most) is int and most > 2)])
    beside = sorted(path.parent.glob(f"{path.name}?*"))  # weights that a network has in a second file
    name = _named(f"{_WAY} {longest} {sorted(config.items())}".encode(), told, content, *map(_file_hash, beside))
    return _Model(name, _tokens(folder / "tokenizer.json", told, longest, is_framed=encoder.is_framed), encoder)


def _model_file(folder: Path) -> Path:
    """Find the model: whole before smaller, ONNX before tensors."""
    plain = [folder / "model.onnx", folder / "onnx" / "model.onnx"]
    smaller = sorted(folder.glob("*.onnx")) + sorted(folder.glob("onnx/*.onnx"))
    for path in (*plain, *smaller, folder / "model.safetensors"):
        if path.is_file():
            return path
    raise QdaError(f"{folder}: there is no model in it; put in {_NEEDED}")


def _content(path: Path, most: int) -> bytes:
    try:
        if not path.is_file():
            raise QdaError(f"{path.parent}: there is no {path.name} in it; put in {_NEEDED}")
        if path.stat().st_size > most:
            raise QdaError(f"{path}: this is larger than {most // 2**20 or 1:,} MB; take a smaller model")
        return path.read_bytes()
    except OSError as reason:
        raise QdaError(f"{path}: cannot be read ({reason.strerror or reason}); look at its rights") from reason


def _file_hash(path: Path) -> bytes:
    try:
        with path.open("rb") as held:
            return file_digest(held, "sha256").digest()
    except OSError as reason:
        raise QdaError(f"{path}: cannot be read ({reason.strerror or reason}); look at its rights") from reason


def _config(path: Path) -> dict[str, Any]:
    """Read what a file says of the model; nothing, where there is none."""
    if not path.exists():
        return {}
    try:
        found = json.loads(_content(path, _LARGEST_CONFIG))
    except (ValueError, RecursionError) as reason:
        raise QdaError(f"{path}: this is no JSON that can be read; get the model again") from reason
    if not isinstance(found, dict):
        raise QdaError(f"{path}: this says nothing of a model; get the model again")
    return found


def _tokens(path: Path, content: bytes, longest: int, *, is_framed: bool) -> Callable[[str], list[int]]:
    """Give what cuts a text into the numbers of its tokens."""
    try:
        from tokenizers import Tokenizer
    except ImportError as reason:
        raise missing("tokenizers", "embeddings", PURPOSE) from reason
    with _plainly(f"{path}: this is no tokenizer that can be read; get the model again"):
        tokenizer = Tokenizer.from_str(content.decode("utf-8"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(max_length=longest)

    def tokens(text: str) -> list[int]:
        whole = text[: _MOST_CHARACTERS * longest].encode("utf-8", "replace").decode("utf-8")
        found: list[int] = tokenizer.encode(whole, add_special_tokens=is_framed).ids
        return found

    return tokens


def _batches(lengths: Sequence[int], most: int) -> Iterator[list[int]]:
    """Put rows together that are of like length, at most so many tokens with what fills them up, and at least one."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) + 1) * max(lengths[row], 1) > most:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _pooled(encoder: Encoder, tokens: Sequence[Sequence[int]]) -> Floats:
    """Give the mean of the states of each text's tokens, of length 1."""
    lengths = np.array([len(one) for one in tokens])
    mask = np.arange(max(int(lengths.max()), 1)) < lengths[:, None]
    ids = np.zeros(mask.shape, dtype=np.int64)
    ids[mask] = np.concatenate([np.asarray(one, dtype=np.int64) for one in tokens])
    states = encoder.states(ids, mask)
    if states.ndim == 3 and states.shape[:2] == ids.shape:
        weights = mask / np.maximum(lengths, 1)[:, None]
        states = np.einsum("ntd,nt->nd", states, weights.astype(np.float32))
    if states.ndim != 2 or len(states) != len(tokens):
        raise ValueError("neither states of tokens nor vectors of texts")
    return unit_length(states)


@contextmanager
def _plainly(sentence: str) -> Iterator[None]:
    """Say in a plain sentence that what others wrote has failed, however it fails."""
    try:
        yield
    except (QdaError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as reason:  # what panics in a library of another language is no Exception
        raise QdaError(sentence) from reason


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _named(*parts: bytes) -> str:
    whole = sha256()
    for part in parts:
        whole.update(sha256(part).digest())
    return whole.hexdigest()[:16]
