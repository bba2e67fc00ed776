"""What a model's `config.json` says of its size, within bounds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from bridge.knowledge.semantic.unusable import ModelUnusable

MOST_BYTES = 1_000_000


class Sizes(BaseModel):
    """A BERT's sizes, by the names that its file has; what else the file says is about training.

    Source: huggingface.co/docs/transformers, BertConfig, whose defaults these are.
    """

    model_config = ConfigDict(extra="ignore", frozen=True, strict=True)

    model_type: Literal["bert"]
    hidden_act: Literal["gelu"] = "gelu"
    position_embedding_type: Literal["absolute"] = "absolute"
    vocab_size: Annotated[int, Field(ge=4, le=1_000_000)]
    hidden_size: Annotated[int, Field(ge=1, le=4096)]
    num_hidden_layers: Annotated[int, Field(ge=1, le=48)]
    num_attention_heads: Annotated[int, Field(ge=1, le=64)]
    intermediate_size: Annotated[int, Field(ge=1, le=16384)]
    max_position_embeddings: Annotated[int, Field(ge=3, le=8192)]
    type_vocab_size: Annotated[int, Field(ge=1, le=16)] = 2
    layer_norm_eps: Annotated[float, Field(gt=0, le=1)] = 1e-12

    @model_validator(mode="after")
    def _divisible(self) -> Self:
        if self.hidden_size % self.num_attention_heads:
            raise ValueError(f"hidden_size {self.hidden_size} has no {self.num_attention_heads} equal heads")
        return self


def read_sizes(path: Path) -> Sizes:
    """The sizes in a `config.json`.

    Raises:
        ModelUnusable: It is missing, no JSON, or no BERT's.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES)
    except OSError as error:
        raise ModelUnusable(f"{path}: {error.strerror}") from None
    try:
        return Sizes.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"])
        what = first["msg"].removeprefix("Value error, ")
        raise ModelUnusable(f"{path}: {where}{': ' if where else ''}{what}") from None
