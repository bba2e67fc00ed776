"""Code steps, in the real sandbox."""

import pytest

from bridge.actions.code_runner import CodeRunner
from bridge.core.words.effects import RunCode
from bridge.runtime.verdict import Refused
from connectors.code import Sandbox
from tests.actions.attempts import attempt, now


def code(source, **inputs):
    return RunCode(conversation_id="cnv_1", run_id="run_1", call="1", source=source, inputs=inputs)


async def test_the_value_comes_back_to_the_run_that_waits():
    async with Sandbox() as sandbox:
        [event] = await CodeRunner(sandbox.run, now)(attempt(code("max(prices) * 2", prices=[3, 9, 4])))
    assert (event.run_id, event.call, event.value) == ("run_1", "1", 18)


@pytest.mark.parametrize(
    "source",
    ["1 / 0", "import os\nos.listdir('/')", "open('/etc/passwd').read()", "def (", "while True: pass"],
)
async def test_what_fails_is_refused_with_a_sentence(source):
    async with Sandbox() as sandbox:
        with pytest.raises(Refused):
            await CodeRunner(sandbox.run, now)(attempt(code(source)))
