"""Who shows a token of ours may do what it is for; who shows none may nothing, whatever is configured."""

import pytest
from aiohttp.test_utils import make_mocked_request

from bridge.web.errors import EdgeError
from bridge.web.tokens import Token, Tokens

TOKENS = Tokens(
    [
        Token(token="a token that operates", name="ops", scopes=frozenset({"operate"})),
        Token(token="", name="nobody", scopes=frozenset({"operate"})),
    ]
)


def shown(header=None):
    return make_mocked_request("GET", "/", headers={"Authorization": header} if header is not None else {})


def test_a_token_with_the_scope_says_who_it_is():
    assert TOKENS.allow(shown("Bearer a token that operates"), "operate") == "ops"


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Bearer another", "Basic a token that operates", "Bearer é"]
)
def test_no_token_and_a_wrong_one_are_401_though_an_empty_one_is_configured(header):
    with pytest.raises(EdgeError) as caught:
        TOKENS.allow(shown(header), "operate")
    assert caught.value.status == 401


def test_a_token_without_the_scope_is_403():
    with pytest.raises(EdgeError) as caught:
        TOKENS.allow(shown("Bearer a token that operates"), "content")
    assert caught.value.status == 403
