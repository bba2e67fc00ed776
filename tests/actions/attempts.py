"""An attempt at an effect, as the outbox makes it."""

from bridge.runtime.perform import Attempt
from tests.play import START


def attempt(effect, *, number=1, effect_id="eff_1"):
    return Attempt(effect_id=effect_id, number=number, effect=effect, planned_at=START)


def now():
    return START
