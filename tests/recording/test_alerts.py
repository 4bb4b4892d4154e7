"""An alert is acknowledged, muted and closed by one act each, which the ledger tells, and which lifts nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load
from agent_scorecard.recording import AlertFields, NotPermitted, Refused, Stale, Unknown, handle_alert
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.rules.alerts import Alert, alerts
from agent_scorecard.rules.assess import assess
from agent_scorecard.rules.facts import AlertHandled
from agent_scorecard.store import ledger, read
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import open_database, reader
from agent_scorecard.store.scope import TABLES
from agent_scorecard.vocabulary import AlertAct, AlertState, Severity
from tests.recording.conftest import load_texts
from tests.recording.test_retelling import behind_the_back
from tests.tampering import unguard

AS_OF = date(2026, 10, 30)
AT = datetime(2026, 10, 30, 15, tzinfo=UTC)
ALERT = "budget:month"
SAID = AlertFields(agent="triage", alert=ALERT, act=AlertAct.ACKNOWLEDGED, as_of=AS_OF, seen=0)
BUDGET = "agent,period,effective_from,amount,currency,spend_owner\ntriage,month,2026-01-01,100,USD,ana\n"
MUTED = {"act": AlertAct.MUTED, "until": date(2026, 11, 9), "reason": " The new price list is on its way. "}
CLOSED = {"act": AlertAct.CLOSED, "reason": "The bill of the year was paid in one month."}


def spent(engine: Engine, amount: int) -> None:
    load_texts(engine, {"costs.csv": f"agent,period,category,amount,currency\ntriage,2026-10,model,{amount},USD\n"})


@pytest.fixture
def warned(engine: Engine) -> Engine:
    """The company whose agent spent 85 of the 100 USD of its month: an alert that warns."""
    load_texts(engine, {"budgets.csv": BUDGET})
    spent(engine, 85)
    return engine


def handle(engine: Engine, by: str = "ana", at: datetime = AT, **changes: Any) -> AlertHandled:
    return handle_alert(engine, replace(SAID, **changes), by=by, at=at)


def seen(engine: Engine, as_of: date = AS_OF) -> Alert:
    evidence = read.agent_evidence(engine, "triage", as_of)
    assert evidence is not None
    policy = policy_in_force(evidence.company)
    return next(row for row in alerts(assess(evidence, policy), policy) if row.alert == ALERT)


def entries(engine: Engine) -> int:
    with reader(engine).begin() as connection:
        return len(list(ledger.entries(connection)))


@pytest.mark.parametrize(
    ("said", "state", "until"),
    [
        ({}, AlertState.ACKNOWLEDGED, date(2026, 11, 27)),
        (MUTED, AlertState.MUTED, date(2026, 11, 9)),
        (CLOSED, AlertState.CLOSED, date(2026, 11, 13)),
    ],
)
def test_an_act_is_kept_with_who_why_and_what_the_alert_was_then(warned, said, state, until) -> None:
    row = handle(warned, **said)
    assert (row.severity, row.size, row.done_by, row.done_on) == (Severity.WARN, 0.85, "ana", AS_OF)
    assert row.reason == said.get("reason", "").strip()
    assert (seen(warned).state, seen(warned).until, seen(warned).last) == (state, until, row)


def test_what_grew_into_a_block_asks_again_and_cannot_be_closed(warned: Engine) -> None:
    handle(warned, **MUTED)
    spent(warned, 120)
    assert seen(warned).state is AlertState.NEW
    assert seen(warned).why.endswith("since then it went from warn to block.")
    with pytest.raises(Refused, match="It still holds and blocks: lower the spend or agree a new budget"):
        handle(warned, **CLOSED, seen=None)


def test_a_mute_lifts_no_block(warned: Engine) -> None:
    spent(warned, 120)
    handle(warned, **MUTED)
    evidence = read.agent_evidence(warned, "triage", AS_OF)
    assert evidence is not None
    assert "budget" in {row.code for row in assess(evidence, policy_in_force(evidence.company)).blocks}


@pytest.mark.parametrize(
    ("said", "kind", "why"),
    [
        ({"agent": "nobody"}, Unknown, "There is no agent nobody"),
        ({"alert": "silence"}, Unknown, "Support triage has no alert silence on 30 Oct 2026: it has .*budget:month"),
        ({"as_of": date(2026, 10, 31)}, Refused, "cannot be handled in the future: today is 30 Oct 2026"),
        ({"act": AlertAct.CLOSED}, Refused, "Say what was found, so that it can be closed."),
        ({**MUTED, "reason": " "}, Refused, "Say why it is muted."),
        ({**MUTED, "until": date(2026, 12, 26)}, Refused, "muted for at most 56 days: until 25 Dec 2026"),
        ({"until": date(2026, 11, 9)}, Refused, "Only a mute has a last day: leave it out."),
        ({"reason": "x" * 501}, Refused, "The reason has 501 characters; 500 are kept."),
        ({"reason": "\x07"}, Refused, "a character that cannot be seen or stored"),
        ({"by": " "}, NotPermitted, "name"),
    ],
)
def test_what_cannot_be_done_is_refused_and_leaves_nothing_behind(warned, said, kind, why) -> None:
    before = entries(warned)
    with pytest.raises(kind, match=why):
        handle(warned, **said)
    assert entries(warned) == before


def test_the_same_form_sent_twice_records_once(warned: Engine) -> None:
    assert handle(warned, **MUTED) == handle(warned, **MUTED)
    assert entries(warned) == 2


def test_who_was_slower_reads_what_the_other_did(warned: Engine) -> None:
    handle(warned, by="ben", **CLOSED)
    with pytest.raises(Stale, match=r"Closed by Ben Cole on 30 Oct 2026.* Look again before you answer"):
        handle(warned, **MUTED)


def test_nothing_is_handled_before_it_was_handled(warned: Engine) -> None:
    handle(warned)
    with pytest.raises(Unknown):
        handle(warned, **CLOSED, as_of=date(2026, 9, 1), seen=None)


def test_an_earlier_day_does_not_know_a_later_act(warned: Engine) -> None:
    handle(warned, **CLOSED, as_of=AS_OF)
    assert seen(warned, date(2026, 10, 29)).last is None


def test_what_was_done_is_never_changed(warned: Engine) -> None:
    handle(warned)
    for statement in ("UPDATE alerts_handled SET reason = 'other'", "DELETE FROM alerts_handled"):
        with pytest.raises(IntegrityError, match="alerts_handled are corrected by a new one, never changed"):
            behind_the_back(warned, statement)


@pytest.mark.both
def test_the_ledger_tells_it_and_an_export_brings_it(warned: Engine, tmp_path: Path) -> None:
    handle(warned, **MUTED)
    export(warned, tmp_path / "out", actor="ana", at=AT)
    other = open_database(f"sqlite:///{tmp_path / 'other.db'}", create_missing=True)
    load(other, [tmp_path / "out"], today=AS_OF, now=AT, actor="ana")
    assert (content_hash(other), disagreements(other)) == (content_hash(warned), ())
    assert seen(other) == seen(warned)
    with reader(warned).begin() as connection:
        (seq,) = connection.execute(TABLES["alerts_handled"].select()).scalars()
    unguard(warned)
    behind_the_back(warned, "DELETE FROM alerts_handled")
    assert disagreements(warned) == (
        f"What was done about an alert in entry {seq} is in the ledger but not in its table.",
    )
