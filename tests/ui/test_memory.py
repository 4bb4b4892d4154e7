"""What is kept for long is not walked by a collection, until it may have become garbage."""

import gc

import pytest

from agent_scorecard.ui import memory


class Knot:
    """Garbage that only a collection finds."""

    alive = 0

    def __init__(self):
        self.myself = self
        Knot.alive += 1

    def __del__(self):
        Knot.alive -= 1


@pytest.fixture(autouse=True)
def thawed():
    yield
    memory.thaw()
    gc.collect()


def test_what_was_built_is_not_walked_until_it_is_thawed():
    with memory.kept_for_long():
        Knot()
    gc.collect()
    assert Knot.alive == 1
    memory.thaw()
    gc.collect()
    assert Knot.alive == 0


def test_garbage_of_before_is_not_kept_with_it():
    Knot()
    with memory.kept_for_long():
        pass
    assert Knot.alive == 0


def test_what_failed_is_not_kept():
    frozen = gc.get_freeze_count()
    with pytest.raises(ValueError, match="no"), memory.kept_for_long():
        raise ValueError("no")
    assert gc.get_freeze_count() == frozen
