"""The alerts a digest tells: those that ask for somebody; what was muted is only counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from agent_scorecard.boards import words
from agent_scorecard.boards.addresses import link
from agent_scorecard.boards.digest.lines import owner_of
from agent_scorecard.boards.digest.shapes import Line, Section
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.rules.alerts import Alert, alerts
from agent_scorecard.rules.answers import Assessment
from agent_scorecard.vocabulary import AlertState, Severity


def open_alerts(assessed: Sequence[Assessment], policy: Policy) -> Iterator[Line]:
    """Yield the alerts that ask for somebody; one that blocks stands among the blocks."""
    for one in assessed:
        yield from (_line(row, one) for row in alerts(one, policy) if row.state.is_open)


def muted_alerts(assessed: Sequence[Assessment], policy: Policy) -> Iterator[Line]:
    for one in assessed:
        yield from (_line(row, one) for row in alerts(one, policy) if row.state is AlertState.MUTED)


def _line(row: Alert, one: Assessment) -> Line:
    blocking = row.severity is Severity.BLOCK
    return Line(
        section=Section.BLOCKS if blocking else Section.ALERTS,
        item=f"alert:{row.agent}:{row.alert}",
        state=_state(row),
        agent=row.agent,
        name=one.evidence.agent.name,
        sentence=" ".join(filter(None, (row.finding.sentence.text, row.why))),
        way_out=words.way_out(row.finding),
        address=link("signals", agent=row.agent),
        who=owner_of(one),
        late=blocking,
    )


def _state(row: Alert) -> str:
    """An alert is told when it is new, when it became heavier, and when it asks again after somebody handled it."""
    if row.state is not AlertState.NEW:
        return ""
    since = f" after {row.last.act} on {row.last.done_on}" if row.last is not None else ""
    return f"asks, {row.severity}{since}"
