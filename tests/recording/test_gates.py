"""The way through the gates: items answered, submitted, signed by those who must, and nothing out of its order."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from agent_scorecard.access import CompanyRole
from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.loading.sources import upload
from agent_scorecard.policy import default_policy
from agent_scorecard.recording import (
    AnswerFields,
    NotPermitted,
    Refused,
    SignFields,
    Unknown,
    answer_item,
    sign_checklist,
    sign_gate,
    submit_gate,
)
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.rules.gate_steps import GateState, state_of
from agent_scorecard.rules.gates import gate
from agent_scorecard.store import ledger, read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, revision, writer
from agent_scorecard.vocabulary import Gate, GateAnswer, GateItem, Preset, Role
from tests.recording.signed_in import linked
from tests.recording.test_decisions import entries

DAY = date(2026, 10, 30)
AT = datetime(2026, 10, 30, 15, tzinfo=UTC)
GONE = "Gil One is no longer active: somebody else does this."
WAY_OUT = "Answer what is open, or waive it with a reason and an expiry."
INTAKE = {GateItem.G1_0: "Tickets wait", GateItem.G1_1: "Sorts a ticket", GateItem.G1_4: "A wrong answer"}
FILES = {
    "people.csv": """person,name,active,inactive_since
ana,Ana Ruiz,yes,
ben,Ben Cole,yes,
cora,Cora Lind,yes,
dan,Dan Ode,yes,
gone,Gil One,no,2026-06-01
""",
    "agents.csv": """agent,name,team,workflow,status,autonomy_level,risk_tier,allowed_inputs,live_on
triage,Support triage,Support,tickets,pilot,1,{tier},tickets,
""",
    "assignments.csv": """agent,role,person,effective_from
triage,accountable_owner,ana,2026-01-01
triage,builder,ben,2026-01-01
triage,risk_owner,cora,2026-01-01
triage,approve_live,dan,2026-01-01
triage,supervisor,dan,2026-01-01
""",
    "actions.csv": """agent,action,access,effects,mode,system
triage,helpdesk.tag,write,money,in,desk
""",
    "bounds.csv": """agent,measure,effective_from,pass,fail,headline,baseline_kind,baseline_value,guard_of
triage,first_response_time,2026-01-01,10,20,yes,measured,42,
triage,policy_accuracy,2026-01-01,0.95,0.9,no,,,first_response_time
""",
}


def opened(folder: Path, name: str, tier: str, preset: Preset) -> Engine:
    engine = open_database(f"sqlite:///{folder / f'{name}.db'}", create_missing=True)
    given = [upload(file, said.format(tier=tier).encode()) for file, said in FILES.items()]
    report = load(engine, given, preset=preset, today=DAY, now=AT, actor="test")
    assert report.refusals == ()
    return engine


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Preset], Path]:
    """The database file of a company, built when it is first asked for."""
    folder = tmp_path_factory.mktemp("companies")

    @cache
    def build(tier: str, preset: Preset) -> Path:
        opened(folder, tier, tier=tier, preset=preset).dispose()
        return folder / f"{tier}.db"

    return build


def _copied(path: Path, folder: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{shutil.copy(path, folder / 'board.db')}")
    yield engine
    engine.dispose()


@pytest.fixture
def engine(built, tmp_path: Path) -> Iterator[Engine]:
    """A company at full depth with one agent of high tier, which waits at intake."""
    yield from _copied(built("high", Preset.ENTERPRISE), tmp_path)


@pytest.fixture
def small(built, tmp_path: Path) -> Iterator[Engine]:
    """A small company with one agent of low tier: its owner may do everything."""
    yield from _copied(built("low", Preset.SMALL), tmp_path)


def answer(
    engine: Engine,
    item: GateItem,
    said: GateAnswer = GateAnswer.YES,
    *,
    by: Any = "ana",
    seen: int | None = None,
    **changes: Any,
):
    told = {"agent": "triage", "as_of": DAY, "evidence": INTAKE.get(item, "There") if said is GateAnswer.YES else ""}
    return answer_item(
        engine, AnswerFields(**{**told, "item": item, "answer": said, **changes}), by=by, at=AT, seen=seen
    )


def answered(engine: Engine) -> Engine:
    for item in INTAKE:
        answer(engine, item)
    return engine


def submit(engine: Engine, which: Gate = Gate.INTAKE, *, by: Any = "ana", as_of: date = DAY):
    return submit_gate(engine, "triage", which, as_of=as_of, by=by, at=AT)


def sign(
    engine: Engine, said: GateAnswer = GateAnswer.PASS, *, by: Any = "cora", which: Gate = Gate.INTAKE, **more: Any
):
    fields = {"agent": "triage", "gate": which, "answer": said, "as_of": DAY, **more}
    return sign_gate(engine, SignFields(**fields), by=by, at=AT)


def state(engine: Engine, which: Gate = Gate.INTAKE, preset: Preset = Preset.ENTERPRISE) -> GateState:
    evidence = read.agent_evidence(engine, "triage", DAY)
    assert evidence is not None
    return state_of(gate(evidence, default_policy().with_preset(preset), which))


def refusal(done: Any, *given: Any, **named: Any) -> str:
    with pytest.raises(Refused) as refused:
        done(*given, **named)
    return str(refused.value)


def test_a_gate_passes_with_its_items_the_owner_who_submits_and_the_risk_owner_who_signs(engine: Engine) -> None:
    answered(engine)
    assert state(engine) is GateState.NOT_HELD
    submit(engine)
    assert state(engine) is GateState.OPEN
    row = sign(engine)
    assert (row.answer, row.answered_by, row.submitted_on, row.reviewers) == (
        GateAnswer.PASS,
        "cora",
        DAY,
        ("ana", "cora"),
    )
    assert state(engine) is GateState.PASSED
    assert (ledger.verify(engine).whole, disagreements(engine)) == (True, ())


def test_a_gate_that_wants_two_more_signatures_stays_open_after_the_first(engine: Engine) -> None:
    submit(answered(engine), by="ben")
    assert sign(engine, by="cora").answer is GateAnswer.OPEN
    assert refusal(sign, engine, by="cora") == "To be signed by the accountable owner (Ana Ruiz)."
    assert sign(engine, by="ana").reviewers == ("ben", "cora", "ana")
    assert state(engine) is GateState.PASSED


def test_in_a_small_company_the_owner_of_a_low_tier_agent_does_it_alone(small: Engine) -> None:
    submit(answered(small))
    assert sign(small, by="ana").answer is GateAnswer.PASS
    assert state(small, preset=Preset.SMALL) is GateState.PASSED


@pytest.mark.parametrize(
    ("said", "changes", "sentence"),
    [
        (GateAnswer.YES, {"evidence": " "}, "Say what shows it: a sentence, or where it can be read."),
        (GateAnswer.NO, {}, "Give the reason."),
        (GateAnswer.PASS, {}, "G1.1 is not answered so: say yes, no, not applicable, or waive it."),
        (
            GateAnswer.NOT_APPLICABLE,
            {"reason": "None"},
            '"The decision or action the agent will support is named" always applies: say yes or no.',
        ),
        (
            GateAnswer.WAIVED,
            {"by": "cora", "reason": "Later"},
            "Give the last day of the waiver: after 30 Oct 2026, at most 28 Jan 2027.",
        ),
        (
            GateAnswer.WAIVED,
            {"by": "cora", "reason": "Later", "expires_on": date(2027, 1, 29)},
            "Give the last day of the waiver: after 30 Oct 2026, at most 28 Jan 2027.",
        ),
        (
            GateAnswer.WAIVED,
            {"reason": "Later", "expires_on": date(2026, 11, 30)},
            "At high tier the risk owner waives: Cora Lind.",
        ),
        (GateAnswer.YES, {"evidence": "x" * 1001}, "What shows it is longer than 1,000 characters: shorten it."),
        (GateAnswer.YES, {"by": "gone"}, GONE),
        (
            GateAnswer.YES,
            {"by": "Eve"},
            "Eve is not a person of the company: act as somebody on file, or add Eve to people.csv.",
        ),
        (GateAnswer.YES, {"as_of": date(2026, 10, 31)}, "This cannot count from a day to come: today is 30 Oct 2026."),
    ],
)
def test_an_answer_that_says_too_little_is_refused(engine: Engine, said, changes, sentence) -> None:
    before = revision(engine)
    assert refusal(answer, engine, GateItem.G1_1, said, **changes) == sentence
    assert (revision(engine), entries(engine)) == (before, [])


def test_a_computed_item_is_waived_and_not_ticked(engine: Engine) -> None:
    assert refusal(answer, engine, GateItem.G1_3) == (
        '"Systems, data and tools the workflow touches are listed" is computed from facts: give the facts, or waive it.'
    )
    waived = answer(
        engine, GateItem.M4, GateAnswer.WAIVED, by="cora", reason="Being collected", expires_on=date(2027, 1, 28)
    )
    assert (waived.answer, waived.expires_on) == (GateAnswer.WAIVED, date(2027, 1, 28))


@pytest.mark.parametrize(
    ("made", "done", "sentence"),
    [
        (
            lambda engine: None,
            lambda engine: submit(engine, Gate.DESIGN_REVIEW),
            "Intake comes first: it is not passed.",
        ),
        (lambda engine: None, sign, "Intake is not open: submit it first."),
        (
            submit,
            sign,
            f'Not yet: "Process, pain, expected business result and risk level are described" and 2 more. {WAY_OUT}',
        ),
        (
            lambda engine: submit(answered(engine)),
            lambda engine: sign(engine, by="ana"),
            "Ana Ruiz submitted it: at high tier somebody else signs. To be signed by the risk owner (Cora Lind).",
        ),
        (
            lambda engine: submit(answered(engine)),
            lambda engine: sign(engine, by="dan"),
            "To be signed by the risk owner (Cora Lind).",
        ),
        (
            submit,
            lambda engine: sign(engine, GateAnswer.WAIVED, by="dan", reason="Later", expires_on=date(2026, 11, 30)),
            "At high tier the risk owner waives: Cora Lind.",
        ),
        (
            submit,
            lambda engine: sign(engine, GateAnswer.WAIVED, reason="Later"),
            "Give the last day of the waiver: after 30 Oct 2026, at most 28 Jan 2027.",
        ),
        (submit, lambda engine: sign(engine, GateAnswer.FAIL), "Give the reason."),
        (submit, lambda engine: sign(engine, GateAnswer.YES), "A gate is passed, failed or waived."),
        (
            lambda engine: submit(answered(engine)),
            lambda engine: sign(engine, by="gone"),
            f"{GONE} To be signed by the risk owner (Cora Lind).",
        ),
        (
            lambda engine: (submit(answered(engine)), sign(engine)),
            submit,
            "Intake is passed: nothing is to be submitted.",
        ),
    ],
    ids=[
        *(
            "a later gate first",
            "not submitted",
            "an item is open",
            "own submission",
            "somebody else",
            "not his to waive",
        ),
        *("no last day", "failed without reason", "no result", "who left", "passed already"),
    ],
)
def test_a_step_out_of_its_order_is_refused(engine: Engine, made, done, sentence) -> None:
    made(engine)
    before = len(entries(engine))
    assert refusal(done, engine) == sentence
    assert len(entries(engine)) == before
    assert entries(engine, ledger.Chain.EVENTS)[-1].what.endswith(": refused")


def test_a_gate_that_failed_is_submitted_again_and_its_history_stays(engine: Engine) -> None:
    submit(answered(engine))
    assert sign(engine, GateAnswer.FAIL, by="dan", reason="The baseline is a guess").answer is GateAnswer.FAIL
    assert state(engine) is GateState.FAILED
    submit(engine)
    sign(engine)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT answer FROM gate_revisions WHERE item = 'result' ORDER BY replaced"))
        assert kept.scalars().all() == ["open", "fail", "open"]


def test_a_waived_gate_opens_the_next_one_until_its_last_day(engine: Engine) -> None:
    submit(engine)
    sign(engine, GateAnswer.WAIVED, reason="The owner is away", expires_on=date(2026, 11, 30))
    assert state(engine) is GateState.WAIVED
    assert submit(engine, Gate.DESIGN_REVIEW).answer is GateAnswer.OPEN


def test_what_is_never_accepted_is_not_waived_either(engine: Engine) -> None:
    never = "An owner, a kill switch, a failing eval or an open serious incident is never accepted: put it right."
    waived = {"reason": "Soon", "expires_on": date(2026, 11, 30)}
    assert refusal(answer, engine, GateItem.G3_5, GateAnswer.WAIVED, by="cora", **waived) == never
    for which in (Gate.INTAKE, Gate.DESIGN_REVIEW):
        submit(engine, which)
        sign(engine, GateAnswer.WAIVED, which=which, **waived)
    submit(engine, Gate.PRODUCTION_READINESS)
    assert refusal(sign, engine, GateAnswer.WAIVED, which=Gate.PRODUCTION_READINESS, **waived) == never


def test_somebody_else_takes_a_submission_over_and_its_first_day_stays(engine: Engine) -> None:
    submit(answered(engine), as_of=date(2026, 10, 20))
    sign(engine)
    submit(engine, Gate.DESIGN_REVIEW, as_of=date(2026, 10, 30))
    taken = submit(engine, Gate.DESIGN_REVIEW, by="dan")
    assert (taken.submitted_on, taken.answered_by) == (DAY, "dan")


@pytest.mark.parametrize("twice", [submit, lambda engine: answer(engine, GateItem.G1_0)], ids=["submitted", "answered"])
def test_a_form_sent_twice_records_once(engine: Engine, twice) -> None:
    twice(engine)
    before = (revision(engine), len(entries(engine)))
    twice(engine)
    assert (revision(engine), len(entries(engine))) == before


def test_what_somebody_else_did_to_an_item_since_it_was_shown_is_said_before_it_is_done_again(engine: Engine) -> None:
    answer(engine, GateItem.G1_0)
    shown = ledger.head(engine).count
    answer(engine, GateItem.G1_0, GateAnswer.NO, by="ben", reason="Nobody asked for it")
    answer(engine, GateItem.G1_1, by="ben")
    said = refusal(answer, engine, GateItem.G1_0, seen=shown)
    assert said.startswith("ben answered “no” to this since you opened this page: look at it")
    assert answer(engine, GateItem.G1_4, seen=shown).answer is GateAnswer.YES
    assert answer(engine, GateItem.G1_0, seen=ledger.head(engine).count).answer is GateAnswer.YES


def test_a_gate_that_was_taken_over_since_it_was_shown_is_looked_at_again(engine: Engine) -> None:
    submit(answered(engine))
    shown = ledger.head(engine).count
    submit(engine, by="ben")
    signed = SignFields(agent="triage", gate=Gate.INTAKE, answer=GateAnswer.PASS, as_of=DAY)
    said = refusal(sign_gate, engine, signed, by="cora", at=AT, seen=shown)
    assert said.startswith("ben submitted this gate since you opened this page")
    assert refusal(submit_gate, engine, "triage", Gate.INTAKE, as_of=DAY, by="ana", at=AT, seen=shown) == said


def test_an_answer_of_a_later_day_is_not_overwritten_from_an_earlier_one(engine: Engine) -> None:
    answer(engine, GateItem.G1_0)
    assert refusal(answer, engine, GateItem.G1_0, evidence="Else", as_of=date(2026, 10, 1)) == (
        "There is an answer of 30 Oct 2026: look at that day, and answer it there."
    )


CHECKLIST_FILE = "agent,gate,item,answer,answered_by,answered_on,reason,expires_on\n"


def complete(engine: Engine) -> Engine:
    """All sixteen items waived by a file, so that only the signatures are missing."""
    items = [item for item in GateItem if len(item.value) == 2]
    rows = "".join(f"triage,checklist,{item},waived,cora,2026-10-29,Later,2026-11-30\n" for item in items)
    report = load(engine, [upload("gates.csv", (CHECKLIST_FILE + rows).encode())], today=DAY, now=AT, actor="test")
    assert report.refusals == ()
    return engine


def test_the_checklist_is_signed_by_manager_and_builder(engine: Engine) -> None:
    complete(engine)
    for role, by in ((Role.ACCOUNTABLE_OWNER, "ana"), (Role.BUILDER, "ben")):
        assert sign_checklist(engine, "triage", role, as_of=DAY, by=by, at=AT).answered_by == by
    assert [entry.what for entry in entries(engine)[1:]] == ["checklist signed", "checklist signed"]


@pytest.mark.parametrize(
    ("role", "by", "sentence"),
    [
        (Role.BUILDER, "ana", "Ana Ruiz does not sign as builder of this agent: Ben Cole."),
        (Role.ACCOUNTABLE_OWNER, "ben", "Ben Cole does not sign as manager of this agent: Ana Ruiz or Dan Ode."),
        (
            Role.BUILDER,
            "gone",
            f"{GONE} Gil One does not sign as builder of this agent: Ben Cole.",
        ),
    ],
)
def test_only_who_holds_the_role_signs_the_checklist(engine: Engine, role, by, sentence) -> None:
    complete(engine)
    assert refusal(sign_checklist, engine, "triage", role, as_of=DAY, by=by, at=AT) == sentence


def test_one_person_signs_twice_only_in_both_roles(engine: Engine) -> None:
    complete(engine)
    more = "agent,role,person,effective_from\ntriage,builder,dan,2026-01-01\ntriage,builder,ana,2026-01-01\n"
    load(engine, [upload("assignments.csv", more.encode())], today=DAY, now=AT, actor="test")
    sign_checklist(engine, "triage", Role.BUILDER, as_of=DAY, by="dan", at=AT)
    assert refusal(sign_checklist, engine, "triage", Role.ACCOUNTABLE_OWNER, as_of=DAY, by="dan", at=AT) == (
        "Dan Ode signed as builder: somebody else signs as manager."
    )
    sign_checklist(engine, "triage", Role.BUILDER, as_of=DAY, by="ana", at=AT)
    assert sign_checklist(engine, "triage", Role.ACCOUNTABLE_OWNER, as_of=DAY, by="ana", at=AT).answered_by == "ana"


def test_an_incomplete_checklist_is_not_signed(engine: Engine) -> None:
    sentence = refusal(sign_checklist, engine, "triage", Role.BUILDER, as_of=DAY, by="ben", at=AT)
    assert sentence.startswith('Not yet: "Input, action, output and business owner are clear" and ')


def test_only_an_agent_that_is_there_and_somebody_with_a_name(engine: Engine) -> None:
    with pytest.raises(Unknown, match="There is no agent nobody"):
        submit_gate(engine, "nobody", Gate.INTAKE, as_of=DAY, by="ana", at=AT)
    with pytest.raises(NotPermitted, match="Say who you are"):
        submit(engine, by=" ")


def test_the_checklist_is_neither_submitted_nor_passed(engine: Engine) -> None:
    said = "The checklist is no gate: it is signed as manager and as builder."
    assert refusal(submit, engine, Gate.CHECKLIST) == said
    assert refusal(sign, engine, which=Gate.CHECKLIST) == said


def test_whose_signature_a_gate_waits_for_signs_it_signed_in_without_another_right(engine: Engine) -> None:
    everybody = {name: linked(engine, name) for name in ("ana", "ben", "cora", "dan")}
    more = "agent,role,person,effective_from\ntriage,system_owner,dan,2026-01-01\n"
    load(engine, [upload("assignments.csv", more.encode())], today=DAY, now=AT, actor="test")
    for item in GateItem:
        if item.startswith(("G1", "G2")):
            answer(
                engine,
                item,
                GateAnswer.WAIVED,
                by=everybody["cora"],
                reason="Later",
                expires_on=date(2026, 11, 30),
            )
    submit(engine, by=everybody["ana"])
    sign(engine, by=everybody["cora"])
    submit(engine, Gate.DESIGN_REVIEW, by=everybody["ana"])
    sign(engine, which=Gate.DESIGN_REVIEW, by=everybody["cora"])
    with pytest.raises(NotPermitted, match="ben may not sign a gate of triage"):
        sign(engine, which=Gate.DESIGN_REVIEW, by=everybody["ben"])
    assert sign(engine, which=Gate.DESIGN_REVIEW, by=everybody["dan"]).answer is GateAnswer.PASS
    assert {entry.what for entry in entries(engine)[-2:]} == {"gate co-signed"}
    assert disagreements(engine) == ()


def test_an_owner_who_holds_another_role_does_not_sign_what_their_stand_in_submitted(engine: Engine) -> None:
    everybody = {name: linked(engine, name) for name in ("ana", "dan")}
    more = {
        "people.csv": "person,name,active,delegate\nana,Ana Ruiz,yes,dan\n",
        "assignments.csv": "agent,role,person,effective_from,effective_to\n"
        "triage,risk_owner,cora,2026-01-01,2026-01-31\ntriage,risk_owner,ana,2026-02-01,\n",
    }
    load(engine, [upload(*each) for each in _bytes(more)], today=DAY, now=AT, actor="test")
    submit(answered(engine), by=everybody["dan"])
    with pytest.raises(NotPermitted, match="ana may not sign a gate of triage"):
        sign(engine, by=everybody["ana"])


def test_a_role_that_ended_signs_no_gate_of_the_days_it_was_held(engine: Engine) -> None:
    cora, before = linked(engine, "cora"), date(2026, 10, 12)
    more = {
        "assignments.csv": "agent,role,person,effective_from,effective_to\n"
        "triage,risk_owner,cora,2026-01-01,2026-10-15\ntriage,builder,cora,2026-01-01,\n"
    }
    load(engine, [upload(*each) for each in _bytes(more)], today=DAY, now=AT, actor="test")
    submit(engine, as_of=before)
    with pytest.raises(NotPermitted, match="cora may not sign a gate of triage"):
        sign(engine, by=cora, as_of=before)


def test_a_risk_owner_of_before_waives_nothing_back_dated_though_a_reviewer_now(engine: Engine) -> None:
    cora, before = linked(engine, "cora", CompanyRole.REVIEWER), date(2026, 10, 12)
    ended = "agent,role,person,effective_from,effective_to\ntriage,risk_owner,cora,2026-01-01,2026-10-15\n"
    load(engine, [upload("assignments.csv", ended.encode())], today=DAY, now=AT, actor="test")
    said = refusal(
        answer,
        engine,
        GateItem.G1_1,
        GateAnswer.WAIVED,
        by=cora,
        as_of=before,
        reason="Later",
        expires_on=date(2026, 11, 1),
    )
    assert said.startswith("At high tier the risk owner waives")


def _bytes(files: dict[str, str]) -> list[tuple[str, bytes]]:
    return [(name, said.encode()) for name, said in files.items()]


def test_earlier_days_are_told_alike_after_export_and_load(engine: Engine, tmp_path: Path) -> None:
    submit(answered(engine), as_of=date(2026, 10, 20))
    sign(engine, GateAnswer.FAIL, by="dan", reason="The baseline is a guess", as_of=date(2026, 10, 22))
    submit(engine)
    export(engine, tmp_path / "out")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    assert load(other, [tmp_path / "out"], today=DAY, now=AT, actor="test").refusals == ()
    told = [read.agent_evidence(each, "triage", date(2026, 10, 25)) for each in (engine, other)]
    assert told[0] is not None
    assert told[1] is not None
    assert told[0].gates == told[1].gates
    assert content_hash(other) == content_hash(engine)
    other.dispose()


def test_a_company_is_the_same_after_export_and_load(engine: Engine, tmp_path: Path) -> None:
    submit(answered(engine))
    sign(engine, by="cora")
    answer(engine, GateItem.C4, GateAnswer.NOT_APPLICABLE, reason="No summaries")
    submit(engine, Gate.DESIGN_REVIEW)
    export(engine, tmp_path / "out")
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    done = load(other, [tmp_path / "out"], today=DAY, now=AT, actor="ana")
    assert done.refusals == ()
    assert (content_hash(other), disagreements(other)) == (content_hash(engine), ())
    assert state(other, Gate.DESIGN_REVIEW) is GateState.OPEN
    other.dispose()


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        (
            "UPDATE gates SET answer = 'pass' WHERE item = 'result'",
            "Gate answer triage intake result is not what the ledger says: answer.",
        ),
        ("DELETE FROM gates", "Gate answer triage intake result is in the ledger but not in its table."),
    ],
)
def test_an_answer_nobody_recorded_shows(engine: Engine, statement, sentence) -> None:
    submit(engine)
    with writer(engine).begin() as connection:
        connection.execute(text(statement))
    assert disagreements(engine) == (sentence,)


LATER = "agent,gate,item,answer,answered_by,answered_on,evidence,submitted_on,reason\n"


@pytest.mark.parametrize(
    ("row", "stands"),
    [
        ("triage,intake,G1.0,no,ben,2026-10-30,,,Not so\n", GateAnswer.NO),
        ("triage,intake,G1.0,no,ben,2026-10-29,,,Not so\n", GateAnswer.YES),
        ("triage,intake,G1.0,open,,,,,\n", GateAnswer.YES),
    ],
    ids=["of the same day", "older", "only open, of no day"],
)
def test_a_later_file_says_otherwise_unless_it_is_older(engine: Engine, row, stands) -> None:
    answer(engine, GateItem.G1_0)
    report = load(engine, [upload("gates.csv", (LATER + row).encode())], today=DAY, now=AT, actor="test")
    assert report.refusals == ()
    evidence = read.agent_evidence(engine, "triage", DAY)
    assert evidence is not None
    assert [each.answer for each in evidence.gates if each.item is GateItem.G1_0] == [stands]
    assert disagreements(engine) == ()


def test_a_file_from_before_a_submission_does_not_undo_it(engine: Engine) -> None:
    submit(engine)
    row = "triage,intake,result,fail,ben,2026-05-26,,2026-05-01,Too early\n"
    load(engine, [upload("gates.csv", (LATER + row).encode())], today=DAY, now=AT, actor="test")
    assert state(engine) is GateState.OPEN


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (date(2026, 10, 19), GateState.NOT_HELD),
        (date(2026, 10, 22), GateState.OPEN),
        (date(2026, 10, 27), GateState.FAILED),
        (DAY, GateState.OPEN),
    ],
)
def test_a_gate_submitted_again_stood_on_earlier_days_as_it_did_then(engine: Engine, day, stands) -> None:
    submit(engine, as_of=date(2026, 10, 20))
    sign(engine, GateAnswer.FAIL, by="dan", reason="The baseline is a guess", as_of=date(2026, 10, 25))
    submit(engine)
    evidence = read.agent_evidence(engine, "triage", day)
    assert evidence is not None
    assert state_of(gate(evidence, default_policy().with_preset(Preset.ENTERPRISE), Gate.INTAKE)) is stands
