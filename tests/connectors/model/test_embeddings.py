"""The client of `/v1/embeddings`, against a server over HTTP."""

import pytest

from connectors.failures import NotSent, Refused, Unsure
from connectors.llm import Endpoint
from connectors.model.embeddings import Embeddings
from tests.model_server import fails, hangs, running


def client(url: str, clock: list[float]) -> Embeddings:
    return Embeddings(Endpoint(url, "k", "embedder"), lambda: clock[0])


async def test_one_vector_comes_back_for_each_text_in_their_order() -> None:
    async with running() as server, client(server.url, [0.0]) as model:
        server.vector = lambda text: [float(len(text)), 1.0]
        assert await model.embed(["a", "bbb", "cc"], deadline_s=5) == [[1, 1], [3, 1], [2, 1]]
        assert (server.last.path, server.last.json["model"]) == ("/v1/embeddings", "embedder")


async def test_after_one_failure_the_server_is_left_alone_for_half_a_minute() -> None:
    clock = [0.0]
    async with running(fails(400)) as server, client(server.url, clock) as model:
        with pytest.raises(Refused):
            await model.embed(["a"], deadline_s=5)
        with pytest.raises(NotSent, match="tried again"):
            await model.embed(["a"], deadline_s=5)
        assert model.is_resting
        assert len(server.asked) == 1
        clock[0] = 31.0
        with pytest.raises(Refused):
            await model.embed(["a"], deadline_s=5)
        assert len(server.asked) == 2


async def test_a_server_that_takes_too_long_is_not_waited_for() -> None:
    async with running(hangs()) as server, client(server.url, [0.0]) as model:
        with pytest.raises(Unsure, match="in time"):
            await model.embed(["a"], deadline_s=0.05)


async def test_vectors_of_different_lengths_are_none() -> None:
    async with running() as server, client(server.url, [0.0]) as model:
        server.vector = lambda text: [1.0] * len(text)
        with pytest.raises(Refused, match="differ in length"):
            await model.embed(["a", "bb"], deadline_s=5)


def test_a_key_is_not_sent_readably_to_another_machine() -> None:
    with pytest.raises(ValueError, match="readably"):
        Embeddings(Endpoint("http://models.example/v1", "k", "m"), lambda: 0.0)
