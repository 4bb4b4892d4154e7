"""How it is stopped, what happens to work already begun, and what there is to go back to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.incidents import moment
from agent_scorecard.boards.on_call.calling import ask
from agent_scorecard.boards.on_call.shapes import Line
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Change, Drill
from agent_scorecard.rules.raci import is_active
from agent_scorecard.rules.runbook import acting_twice, last_changes, last_drill, last_passed_eval
from agent_scorecard.rules.stated import answered_none, stated
from agent_scorecard.vocabulary import Role

MOST_VERSIONS = 3


def stopping(evidence: Evidence, policy: Policy) -> tuple[Line, ...]:
    """Return how it is stopped as somebody recorded it; nothing here stops anything."""
    return (
        _switch(evidence, policy),
        _in_flight(evidence, policy),
        *_twice(evidence, policy),
        _may_pause(evidence),
        *_drill(evidence),
        *([Line("Its page", evidence.agent.url, href=evidence.agent.url)] if evidence.agent.url else []),
    )


def going_back(evidence: Evidence, policy: Policy) -> tuple[Line, ...]:
    """Return the recorded target, and what ran before the last changes of prompt, model, tool and data."""
    changes = last_changes(evidence)[:MOST_VERSIONS]
    return (
        _target(evidence),
        _version(evidence),
        *(_before(evidence, row) for row in changes),
        *([_proven(evidence, policy, changes[0].changed_at)] if changes else []),
    )


def _switch(evidence: Evidence, policy: Policy) -> Line:
    switch = evidence.agent.kill_switch
    if not switch:
        return Line("New work", "How is it stopped?", ask(evidence, "agents.csv, kill_switch"), "kill_switch")
    if answered_none(switch):
        way_out = policy.findings["no_kill_switch"].way_out
        return Line("New work", "There is no way to stop it, by the answer on file.", way_out, bad=True)
    return Line("New work", switch)


def _in_flight(evidence: Evidence, policy: Policy) -> Line:
    text = evidence.agent.kill_switch_in_flight
    if not (text or "").strip():
        way_out = ask(evidence, "agents.csv, kill_switch_in_flight")
        return Line("Work already begun", "How is work already begun held back?", way_out, "in_flight")
    if answered_none(text):
        way_out = policy.findings["partial_kill_switch"].way_out
        return Line("Work already begun", "Nothing holds it back, by the answer on file.", way_out, bad=True)
    return Line("Work already begun", text or "")


def _twice(evidence: Evidence, policy: Policy) -> Iterator[Line]:
    rows = acting_twice(evidence, policy)
    if rows:
        names = format.listed([row.action for row in rows])
        yield Line("A retry acts twice", names, "Stop whatever retries before anything else.", bad=True)


def _may_pause(evidence: Evidence) -> Line:
    held = [id_ for id_ in evidence.holders(Role.PAUSE_OR_RETIRE) if is_active(evidence, id_)]
    if not held:
        way_out = "Whoever is on call acts, and tells the owner. Write the name into assignments.csv, pause_or_retire."
        return Line("May pause it", "Who may pause it?", way_out, "pause_or_retire")
    return Line("May pause it", format.listed([words.person(evidence.company, id_) for id_ in held]))


def _drill(evidence: Evidence) -> Iterator[Line]:
    last, passed = last_drill(evidence), last_drill(evidence, passed=True)
    if last is None:
        yield Line("Last drill", "Does the switch work?", "No drill is on record: practise it by day.", "drill")
        return
    if not last.passed:
        yield Line("Last drill", f"Failed on {_day(evidence, last)}.", bad=True)
    if passed is not None:
        yield Line("Last passed drill" if passed != last else "Last drill", _practised(evidence, passed))


def _practised(evidence: Evidence, drill: Drill) -> str:
    seconds = drill.seconds_to_disable
    fast = "time not measured" if seconds is None else f"{format.duration(seconds)} until no new work began"
    begun = "work already begun was held back" if drill.in_flight_covered else "work already begun was not covered"
    by = f", by {words.person(evidence.company, drill.done_by)}" if drill.done_by else ""
    return f"{_day(evidence, drill)}: {fast}; {begun}{by}."


def _day(evidence: Evidence, drill: Drill) -> str:
    ago = (evidence.as_of - drill.drilled_on).days
    return f"{format.day(drill.drilled_on, evidence.as_of)}, {format.plural(ago, 'day')} ago"


def _target(evidence: Evidence) -> Line:
    if not stated(evidence.agent.rollback_target):
        way_out = ask(evidence, "agents.csv, rollback_target")
        return Line("Recorded target", "What is it rolled back to?", way_out, "rollback_target")
    return Line("Recorded target", evidence.agent.rollback_target or "")


def _version(evidence: Evidence) -> Line:
    if not evidence.agent.version:
        return Line("Runs today", "Which version runs today?", ask(evidence, "agents.csv, version"), "version")
    return Line("Runs today", evidence.agent.version)


def _before(evidence: Evidence, row: Change) -> Line:
    label = f"{row.kind.value.capitalize()} before"
    since = moment(row.changed_at, ZoneInfo(evidence.company.zone), evidence.as_of)
    about = f"{row.action}: " if row.action else ""
    if not row.from_value:
        way_out = ask(evidence, f"changes.csv, from_value of {row.change}")
        return Line(label, f"What ran before the change of {since}?", way_out, "from_value")
    then = f"{row.to_value} runs since {since}" if row.to_value else f"changed on {since}"
    return Line(label, f"{about}{row.from_value}", then)


def _proven(evidence: Evidence, policy: Policy, changed_at: datetime) -> Line:
    found = last_passed_eval(evidence, policy, changed_at)
    if found is None:
        return Line("Known good", "No passed eval from before the last change is on record.")
    day = format.day(company_day(evidence, found.run_at), evidence.as_of)
    counts = format.n_of(found.passed, found.cases)
    return Line("Known good", f"{found.suite} passed {counts} on {day}, before the last change.")
