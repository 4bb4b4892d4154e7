"""The collector rests while a portfolio is built, and comes back whatever happens."""

import gc

import pytest

from agent_scorecard.rules.uncollected import uncollected


@pytest.fixture(autouse=True)
def collecting():
    yield
    gc.enable()


def test_it_rests_inside_and_works_again_after():
    with uncollected():
        inside = gc.isenabled()
    assert (inside, gc.isenabled()) == (False, True)


def test_it_works_again_after_a_failure():
    with pytest.raises(ZeroDivisionError), uncollected():
        _ = 1 / 0
    assert gc.isenabled()


def test_one_that_somebody_else_put_to_rest_is_not_woken():
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_within_another_it_is_woken_by_the_outer_one():
    with uncollected():
        with uncollected():
            pass
        inside = gc.isenabled()
    assert (inside, gc.isenabled()) == (False, True)
