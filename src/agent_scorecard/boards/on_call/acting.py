"""What it may do today, how each call is undone, which credentials it holds, and who takes what over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from agent_scorecard import format
from agent_scorecard.boards import words
from agent_scorecard.boards.on_call.calling import ask
from agent_scorecard.boards.on_call.shapes import ActionLine, Line
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.rules.evidence import Evidence
from agent_scorecard.rules.facts import Action
from agent_scorecard.rules.oversight import ModeAnswer, access_of, acting_actions, effective_modes, usable_actions
from agent_scorecard.rules.raci import is_active
from agent_scorecard.rules.runbook import without_a_way_back
from agent_scorecard.rules.stated import answered_none
from agent_scorecard.vocabulary import Capability, Mode

NANO = 1_000_000_000
SENSE = {
    Mode.SHADOW: "it proposes, a person acts",
    Mode.IN: "a person approves every call",
    Mode.IN_ABOVE: "a person approves above the threshold",
    Mode.ON: "it acts, a person may interrupt",
    Mode.OUT: "it acts alone",
}


def modes_today(one: Assessment, policy: Policy) -> tuple[ModeAnswer, ...]:
    """Return the actions that are not forbidden with the mode of today, those that do most on their own first."""
    answers = effective_modes(one.evidence, policy, one.reading.allowed)
    able = [answer for answer in answers if answer.mode is not Mode.FORBIDDEN]
    return tuple(sorted(able, key=lambda each: (not access_of(each.action).has_effect, -each.mode.freedom)))


def forbidden(one: Assessment, policy: Policy) -> tuple[str, ...]:
    answers = effective_modes(one.evidence, policy, one.reading.allowed)
    return tuple(answer.action.action for answer in answers if answer.mode is Mode.FORBIDDEN)


def action_lines(one: Assessment, policy: Policy) -> tuple[ActionLine, ...]:
    acting, unanswered = acting_actions(one.evidence, policy), without_a_way_back(one.evidence, policy)
    return tuple(
        ActionLine(
            action=each.action.action,
            system=each.action.system or "system not stated",
            mode=each.mode.word,
            sense=SENSE[each.mode],
            why=_why(each),
            limits=_limits(each.action),
            undo=_undo(one.evidence, each.action, each.action in acting, each.action in unanswered),
            twice=each.action in acting and not each.action.idempotent,
        )
        for each in modes_today(one, policy)
    )


def open_actions(evidence: Evidence) -> tuple[Line, ...]:
    """Return the question what it can do at all, where no action is on file."""
    if evidence.actions:
        return ()
    return (Line("Actions", "What can it do, and in which systems?", ask(evidence, "actions.csv"), "actions"),)


def credentials(evidence: Evidence, policy: Policy) -> tuple[Line, ...]:
    """Return what expired, what is about to, what nobody knows the end of, and who rotates a credential."""
    rows = usable_actions(evidence)
    return (*_expiring(evidence, rows, policy.look_back.findings_days), *_unknown(evidence, rows), _rotation(evidence))


def taking_over(evidence: Evidence) -> tuple[Line, ...]:
    """Return who takes over on which trigger, and how."""
    rows = sorted(evidence.escalations, key=lambda row: row.trigger)
    if not rows:
        return (Line("Triggers", "Who takes over, and when?", ask(evidence, "escalations.csv"), "escalations"),)
    lines = []
    for row in rows:
        if is_active(evidence, row.person):
            lines.append(Line(row.trigger, words.person(evidence.company, row.person), row.takeover_steps or ""))
        else:
            way_out = ask(evidence, "escalations.csv, person")
            gone = f"Who takes over from {words.person(evidence.company, row.person)}, who is gone?"
            lines.append(Line(row.trigger, gone if row.person else "Who takes over?", way_out, "escalations"))
    return tuple(lines)


def _why(answer: ModeAnswer) -> str:
    """The sentence of the mode without the name of the action, which stands beside it."""
    return str(answer.sentence.arguments["reason"])


def _limits(action: Action) -> str:
    """The hard limits of a call and of a day."""
    parts = []
    if action.cap_amount is not None:
        parts.append(f"{action.threshold_field} up to {format.number(action.cap_amount / NANO)}")
    if action.cap_count_per_day is not None:
        parts.append(f"{format.count(action.cap_count_per_day)} a day")
    return ", ".join(parts) or "no limit on record"


def _undo(evidence: Evidence, action: Action, acts: bool, unanswered: bool) -> Line:
    if unanswered:
        question = f"How is {action.action} undone?"
        return Line("Undo", question, ask(evidence, "actions.csv, compensation"), "compensation")
    if not acts:
        return Line("Undo", "Nothing to undo.")
    if answered_none(action.compensation):
        return Line("Undo", "Cannot be undone, by the answer on file.", bad=True)
    tested = action.compensation_tested_on
    when = f"tested {format.day(tested, evidence.as_of)}" if tested else "never tested"
    return Line("Undo", action.compensation or "", when, bad=tested is None)


def _expiring(evidence: Evidence, rows: tuple[Action, ...], days: int) -> Iterator[Line]:
    as_of = evidence.as_of
    dated = sorted((row.credential_expires_on, row.action) for row in rows if row.credential_expires_on is not None)
    past = [pair for pair in dated if pair[0] < as_of]
    soon = [pair for pair in dated if as_of <= pair[0] < as_of + timedelta(days=days)]
    if past:
        yield Line("Expired", _named(past), f"since {format.day(past[0][0], as_of)}", bad=True)
    if soon:
        yield Line(f"Within {days} days", _named(soon), f"first on {format.day(soon[0][0], as_of)}", bad=True)
    if dated and not (past or soon):
        yield Line("Next to expire", format.full_day(dated[0][0]), dated[0][1])


def _unknown(evidence: Evidence, rows: tuple[Action, ...]) -> Iterator[Line]:
    missing = [row.action for row in rows if row.credential_expires_on is None]
    if missing:
        way_out = ask(evidence, "actions.csv, credential_expires_on")
        yield Line("Unknown", f"When does the credential of {format.listed(missing)} expire?", way_out, "credential")


def _rotation(evidence: Evidence) -> Line:
    row = next((row for row in evidence.company.capabilities if row.capability is Capability.KILL_SWITCH), None)
    if row is None or not is_active(evidence, row.owner):
        way_out = ask(evidence, "capabilities.csv, kill_switch_and_credential_rotation")
        return Line("Rotated by", "Who takes a credential away and issues a new one?", way_out, "rotation")
    checked = f"checked {format.day(row.verified_on, evidence.as_of)}" if row.verified_on else "never checked"
    detail = ", ".join(part for part in (row.evidence or "", checked) if part)
    return Line("Rotated by", words.person(evidence.company, row.owner), detail)


def _named(pairs: Sequence[tuple[date, str]]) -> str:
    return format.listed([action for _, action in pairs])
