"""Tensors of a file in the safetensors format: a header that says where each lies, and plain numbers; nothing runs."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from wenger_qda.errors import QdaError
from wenger_qda.suggest.passages import Floats

_LARGEST_HEADER = 2**24
_KINDS = {"F32": "<f4", "F16": "<f2", "BF16": "<u2"}


def tensors_of(content: bytes, path: Path) -> dict[str, Floats]:
    """Read the tensors of decimal numbers that a file holds, by their names; others are left out.

    Parameters
    ----------
    content : bytes
        All of the file.
    path : Path
        What it is called in errors.

    Raises
    ------
    QdaError
        If the file is cut off, or its header is not in order.

    Examples
    --------
    >>> header = b'{"a": {"dtype": "F32", "shape": [2, 1], "data_offsets": [0, 8]}}'
    >>> numbers = np.array([1, 2], dtype="<f4").tobytes()
    >>> content = len(header).to_bytes(8, "little") + header + numbers
    >>> tensors_of(content, Path("model.safetensors"))["a"].tolist()
    [[1.0], [2.0]]
    """
    size = int.from_bytes(content[:8], "little")
    if len(content) < 8 or size > min(len(content) - 8, _LARGEST_HEADER):
        raise QdaError(f"{path}: this is no whole safetensors file; get the model again")
    try:
        header = json.loads(content[8 : 8 + size])
        held = {name: entry for name, entry in header.items() if name != "__metadata__"}
        data = memoryview(content)[8 + size :]
        return {name: _tensor(entry, data) for name, entry in held.items() if entry["dtype"] in _KINDS}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as reason:
        raise QdaError(f"{path}: the tensors are cut off or not in order; get the model again") from reason


def _tensor(entry: dict[str, Any], data: memoryview) -> Floats:
    shape, (start, end), kind = entry["shape"], entry["data_offsets"], np.dtype(_KINDS[entry["dtype"]])
    sizes = (*shape, start, end)
    if not all(type(size) is int and size >= 0 for size in sizes) or not start <= end <= len(data):
        raise ValueError("outside of the file")
    if prod(shape) * kind.itemsize != end - start:
        raise ValueError("of another size than its shape")
    numbers = np.frombuffer(data[start:end], dtype=kind)
    if entry["dtype"] == "BF16":  # the upper half of a number of four bytes
        numbers = (numbers.astype(np.uint32) << np.uint32(16)).view(np.float32)
    return np.asarray(numbers, dtype=np.float32).reshape(shape)
