"""Reads the arrays of a safetensors file and trusts nothing that its header says.

Source: github.com/huggingface/safetensors, "Format": 8 bytes little-endian length, JSON header, data.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import orjson
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bridge.knowledge.semantic.unusable import ModelUnusable

MOST_HEADER = 1_000_000
"""Bytes; a model with a hundred arrays needs ten thousand."""
_WORD = struct.Struct("<Q")
_READ: dict[str, np.dtype[Any]] = {"F32": np.dtype("<f4"), "F16": np.dtype("<f2")}
"""What we compute with; other kinds may lie in the file as long as nobody asks for them."""

_Whole = Annotated[int, Field(ge=0, le=2**48)]


class _Written(BaseModel):
    """What the header says of one array."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    dtype: str
    shape: Annotated[list[_Whole], Field(max_length=8)]
    data_offsets: Annotated[list[_Whole], Field(min_length=2, max_length=2)]


_HEADER = TypeAdapter(dict[str, _Written])


@dataclass(frozen=True, slots=True)
class Tensors:
    """The arrays of one file, by name.

    Args:
        name: What the file is called in sentences.
        data: Its bytes behind the header.
        header: What it says of each.
    """

    name: str
    data: memoryview
    header: Mapping[str, _Written]

    def __contains__(self, key: str) -> bool:
        return key in self.header

    def array(self, key: str, shape: tuple[int, ...]) -> NDArray[np.float32]:
        """The array of that name, read-only; of float32 without a copy where the bytes allow it.

        Raises:
            ModelUnusable: It is missing, of another shape or of a kind we do not compute with.
        """
        written = self.header.get(key)
        if written is None:
            raise ModelUnusable(f"{self.name}: has no array {key!r}: is it a BERT model?")
        if tuple(written.shape) != shape:
            raise ModelUnusable(
                f"{self.name}: {key!r} is {written.shape}, config.json makes it {list(shape)}"
            )
        kind = _READ.get(written.dtype)
        if kind is None:
            raise ModelUnusable(f"{self.name}: {key!r} is {written.dtype}, only F32 and F16 are read")
        flat: NDArray[Any] = np.frombuffer(
            self.data, kind, count=math.prod(shape), offset=written.data_offsets[0]
        )
        made: NDArray[np.float32] = flat.reshape(shape).astype(np.float32, copy=not flat.flags.aligned)
        made.flags.writeable = False
        return made


def read_tensors(name: str, raw: memoryview) -> Tensors:
    """Reads the header of a file's bytes; the arrays are read when they are asked for.

    Args:
        name: What the file is called in sentences.
        raw: All its bytes; a mapped file is fine.

    Raises:
        ModelUnusable: It is no safetensors file, or its header does not fit its data.
    """
    if len(raw) < _WORD.size:
        raise ModelUnusable(f"{name}: is too short to be a safetensors file")
    (length,) = _WORD.unpack_from(raw)
    if length > MOST_HEADER:
        raise ModelUnusable(f"{name}: a header of {length:,} bytes; at most {MOST_HEADER:,} are read")
    if length > len(raw) - _WORD.size:
        raise ModelUnusable(f"{name}: a header of {length:,} bytes in a file of {len(raw):,}")
    data = raw[_WORD.size + length :]
    try:
        parsed: Any = orjson.loads(raw[_WORD.size : _WORD.size + length])
        if isinstance(parsed, dict):
            parsed.pop("__metadata__", None)
        header = _HEADER.validate_python(parsed)
    except ValidationError as error:
        where = ".".join(str(step) for step in error.errors()[0]["loc"])[:100]
        raise ModelUnusable(f"{name}: its header does not say what {where or 'it holds'} is") from None
    except orjson.JSONDecodeError:
        raise ModelUnusable(f"{name}: its header is not JSON") from None
    for key, written in header.items():
        begin, end = written.data_offsets
        if not begin <= end <= len(data):
            raise ModelUnusable(
                f"{name}: {key!r} lies at {begin}-{end}, outside its {len(data):,} bytes of data"
            )
        kind = _READ.get(written.dtype)
        if kind is not None and end - begin != math.prod(written.shape) * kind.itemsize:
            raise ModelUnusable(
                f"{name}: {key!r} is {written.shape} of {written.dtype}, but {end - begin} bytes"
            )
    return Tensors(name, data, header)
