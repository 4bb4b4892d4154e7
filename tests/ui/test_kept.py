"""What is made of a board is made once for that very board, and a few boards are remembered."""

from dataclasses import dataclass

import pytest

from agent_scorecard.ui.kept import KEPT, once


@dataclass(frozen=True)
class Board:
    name: str


@pytest.fixture
def made():
    return []


@pytest.fixture
def shout(made):
    @once
    def shout(board, end="!", *, times=1):
        made.append(board)
        return (board.name + end) * times

    return shout


def test_the_same_board_is_made_once_and_an_equal_one_again(shout, made):
    board, equal = Board("a"), Board("a")
    assert shout(board) is shout(board)
    assert shout(equal) == shout(board)
    assert [id(one) for one in made] == [id(board), id(equal)]


def test_what_is_asked_beside_the_board_counts(shout, made):
    board = Board("a")
    assert [shout(board), shout(board, "?"), shout(board, times=2), shout(board, "?")] == ["a!", "a?", "a!a!", "a?"]
    assert len(made) == 3


def test_only_the_last_few_are_remembered(shout, made):
    boards = [Board(str(number)) for number in range(KEPT + 1)]
    for board in boards:
        shout(board)
    shout(boards[-1])
    assert len(made) == KEPT + 1
    shout(boards[0])
    assert len(made) == KEPT + 2


def test_a_board_that_is_gone_is_never_mistaken_for_a_new_one(shout):
    assert [shout(Board(str(number))) for number in range(50)] == [f"{number}!" for number in range(50)]
