"""Evidence items about control: limits kept, evals, switch and drill, permissions, audit (items 4, 7, 9, 10, 13)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from agent_scorecard import format as text
from agent_scorecard.rules.cuts import company_day
from agent_scorecard.rules.evals import failing, latest_evals, stale
from agent_scorecard.rules.facts import Action, Drill
from agent_scorecard.rules.figures import figure
from agent_scorecard.rules.items.answer import Answer, does_not_apply, first_gap, missing, not_known, there
from agent_scorecard.rules.items.candidate import Candidate
from agent_scorecard.rules.oversight import access_of, compensation_tested, usable_actions
from agent_scorecard.rules.periods import Grain, last_judged
from agent_scorecard.rules.raci import is_active
from agent_scorecard.rules.run_counts import first_of, run_days, total
from agent_scorecard.rules.stated import answered_none, stated
from agent_scorecard.rules.units import in_words
from agent_scorecard.vocabulary import EvidenceSource, Mode


def limits_kept(one: Candidate) -> Answer:
    """Item 4: no forbidden call and no breach of a limit in the look-back."""
    broken = one.with_code("forbidden_call", "limit_breach")
    if broken:
        return missing("limits_broken", broken[0].sentence.text, findings=len(broken))
    days = one.policy.look_back.breaches_days
    runs = run_days(one.evidence, one.policy).between(first_of(days, one.as_of), one.as_of)
    recorded = round(total(runs, "calls_recorded"))
    if not recorded:
        return not_known("calls_unknown", "No run with its tool calls is loaded.")
    said = f"No forbidden call and no limit breached in {text.plural(recorded, 'run')} of {days} days."
    return there("limits_kept", said, runs=recorded)


def evals_passed(one: Candidate) -> Answer:
    """Item 7: every eval suite passed on the prompt, tools and model in use."""
    suites = latest_evals(one.evidence)
    if not suites:
        if one.tier.for_raising in one.policy.oversight.eval_optional_tiers:
            return does_not_apply("eval_optional", f"Evals are optional for {one.tier.for_raising} tier.")
        return missing("no_eval", "No eval suite was run.")
    failed = failing(one.evidence, one.policy)
    if failed:
        row = failed[0]
        said = f"{row.suite}: {text.n_of(row.passed, row.cases)} cases passed; a failure blocks."
        return missing("eval_failing", said, passed=row.passed, cases=row.cases)
    old = stale(one.evidence)
    if old:
        row, since = old[0]
        said = f"{row.suite} last ran on {_day(one, row.run_at)}; the agent changed on {text.day(since, one.as_of)}."
        return missing("eval_stale", said, since=since.isoformat())
    unsaid = [row for row in suites if bool(row.agent_version) is not bool(one.evidence.agent.version)]
    if unsaid:
        row, known = unsaid[0], "now in use" if unsaid[0].agent_version else f"{unsaid[0].suite} ran on"
        return not_known("eval_version_unknown", f"Nobody said which version {known}.", suite=row.suite)
    row = min(suites, key=lambda each: each.run_at)
    said = f"{text.n_of(row.passed, row.cases)} cases passed on {_day(one, row.run_at)}, on the version in use."
    return there("evals_passed", said, passed=row.passed, cases=row.cases)


def can_be_stopped(one: Candidate) -> Answer:
    """Item 9: kill switch, roll-back and compensation are wired, and a drill passed lately."""
    gap = first_gap(_wired(one), "point")
    return gap or _drilled(one)


def permitted(one: Candidate) -> Answer:
    """Item 10: permission limits, a log of what was done, and a path for exceptions."""
    gap = first_gap((*_permissions(one), *_log_kept(one), *_exceptions(one)), "point")
    return gap or there("permitted", "Permissions are limited, logs are kept, every escalation has somebody.")


def audited(one: Candidate) -> Answer:
    """Item 13: the audit fields of the last complete month are there."""
    measure, least = one.measure("audit_completeness"), one.policy.oversight.audit_completeness
    month = last_judged(one.as_of, Grain.MONTH)
    known = figure(one.evidence, one.policy, measure, month) if measure is not None else None
    if known is None:
        return not_known("audit_unknown", f"How complete the audit log is in {in_words(month)} is not measured.")
    share = text.percent(known.value)
    said = f"{share} of audit fields are there in {in_words(month)}; {text.percent(least)} is asked."
    if known.value >= least:
        return there("audited", said, share=known.value, n=known.n)
    return missing("audit_gaps", said, share=known.value, n=known.n)


def _wired(one: Candidate) -> Iterator[Answer]:
    agent = one.evidence.agent
    yield _told(agent.kill_switch, "no kill switch", "how new work is stopped")
    yield _in_flight(agent.kill_switch_in_flight)
    yield _told(agent.rollback_target, "no roll-back target", "what it is rolled back to")
    for action in _writing(one):
        yield _undone(action)
    yield _drilled(one)


def _told(answer: str | None, none: str, question: str) -> Answer:
    if answered_none(answer):
        return missing("answered_none", f"There is {none}.")
    if not stated(answer):
        return not_known("not_answered", f"Nobody said {question}.")
    return there("told", "Written down.")


def _in_flight(answer: str | None) -> Answer:
    return _told(answer, "no way to put work begun aside", "what happens to work already begun")


def _undone(action: Action) -> Answer:
    if answered_none(action.compensation):
        return missing("no_compensation", f"{action.action} cannot be undone.", action=action.action)
    if not stated(action.compensation):
        return not_known("undoing_unknown", f"Nobody said how {action.action} is undone.", action=action.action)
    if not compensation_tested(action):
        return missing("undoing_untested", f"Undoing {action.action} was never tested.", action=action.action)
    return there("undone", f"Undoing {action.action} was tested.")


def _writing(one: Candidate) -> tuple[Action, ...]:
    """Return the actions with an effect outside that are in use."""
    rows = usable_actions(one.evidence)
    return tuple(row for row in rows if access_of(row).has_effect and row.mode is not Mode.SHADOW)


def _drilled(one: Candidate) -> Answer:
    valid = one.policy.oversight.drill_valid_days
    last = max((row for row in one.evidence.drills if row.passed), key=_drill_day, default=None)
    if last is None:
        return missing("never_drilled", "No drill of the kill switch has been passed.")
    age = (one.as_of - last.drilled_on).days
    said = f"Last drill passed {text.plural(age, 'day')} ago; at most {valid} are allowed."
    if age > valid:
        return missing("drill_old", said, days=age)
    if not last.in_flight_covered and not _nothing_in_flight(one):
        return missing("drill_partial", "The last drill did not cover work already begun.", days=age)
    return there("drilled", said, days=age)


def _nothing_in_flight(one: Candidate) -> bool:
    return "none in flight" in (one.evidence.agent.kill_switch_in_flight or "").casefold()


def _drill_day(row: Drill) -> tuple[str, str]:
    return row.drilled_on.isoformat(), row.drill


def _permissions(one: Candidate) -> Iterator[Answer]:
    rows = usable_actions(one.evidence)
    if not rows:
        yield not_known("no_action", "No action is on file.")
    for row in rows:
        if not (stated(row.permission_scope) and stated(row.permission_purpose)):
            yield not_known("permission_unknown", f"Scope or purpose of {row.action} is not stated.", action=row.action)


def _log_kept(one: Candidate) -> Iterator[Answer]:
    if one.evidence.agent.retention_days is None:
        yield not_known("retention_unknown", "How long logs are kept is not stated.")
    if one.evidence.agent.evidence_source is EvidenceSource.LOG and not one.evidence.days:
        yield missing("no_log", "No run log is loaded.")


def _exceptions(one: Candidate) -> Iterator[Answer]:
    rows = one.evidence.escalations
    if not rows:
        yield not_known("no_escalation", "No escalation path is stated.")
    for row in sorted(rows, key=lambda each: (each.trigger, each.action or "")):
        if not is_active(one.evidence, row.person):
            yield missing("escalation_unowned", f'Nobody takes over at "{row.trigger}".', trigger=row.trigger)
        elif not stated(row.takeover_steps):
            yield missing("no_takeover_steps", f'No steps are written for "{row.trigger}".', trigger=row.trigger)


def _day(one: Candidate, at: datetime) -> str:
    return text.day(company_day(one.evidence, at), one.as_of)
