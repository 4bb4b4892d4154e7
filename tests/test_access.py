import pytest

from agent_scorecard.access import AccessMode, Actor, CompanyRole, Right, Subject, can

LOCAL = Actor("ana")


@pytest.mark.parametrize("right", Right)
def test_in_local_mode_a_named_person_may_do_everything_there_is(right):
    assert can(LOCAL, right, "company") is True


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Say who you are: pick or type a name."),
        ("  ", "Say who you are: pick or type a name."),
        ("a" * 121, "A name has at most 120 characters."),
        ("ana ", "A name is written in printable characters, without blanks around it."),
        ("ana\u202e", "A name is written in printable characters, without blanks around it."),
    ],
)
def test_whoever_records_has_a_name(name, sentence):
    assert can(Actor(name), Right.PAUSE, "agent:triage") == sentence


def test_the_longest_name_is_a_name():
    assert can(Actor("a" * 120), Right.PAUSE, "agent:triage") is True


@pytest.mark.parametrize("right", [Right.SEE, Right.VERIFY])
def test_looking_takes_no_name(right):
    assert can(Actor(""), right, "company") is True


def test_what_nobody_thought_of_nobody_may_do():
    assert can(LOCAL, "edit_ledger", "company") == "Nobody may edit ledger: there is no such right."


@pytest.mark.parametrize("right", Right)
def test_a_company_in_which_nobody_was_granted_a_role_allows_nothing(right):
    assert can(Actor("ana", AccessMode.COMPANY, verified=True), right, "agent:triage") == (
        "ana has no role here: an admin gives one."
    )


@pytest.mark.parametrize(
    ("right", "said"),
    [
        (Right.PLAN_CHANGE, "vic may not plan a change of triage: anybody who holds a role for triage may."),
        (
            Right.RELEASE_CHANGE,
            "vic may not release a change of triage: the owner of triage, its risk owner or a reviewer may.",
        ),
    ],
)
def test_who_may_instead_is_never_the_person_who_asks(right, said):
    viewer = Actor("vic", AccessMode.COMPANY, verified=True, roles=frozenset({CompanyRole.VIEWER}))
    assert can(viewer, right, Subject("triage")) == said
