"""An agent whose every text was written by somebody who wants to do harm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from agent_scorecard.rules.answers import Assessment, EvidenceItem, Finding, GroupAnswer, Proposal, SetUp, say
from agent_scorecard.rules.evidence import Company
from agent_scorecard.rules.facts import Drill, FollowUp, RunSample, UnregisteredRuns
from agent_scorecard.vocabulary import (
    ChangeKind,
    Choice,
    EvidenceState,
    Group,
    ReviewOutcome,
    RunResult,
    Severity,
    Verdict,
)
from tests.boards.build import assessment, due_in, judged, reading
from tests.build import AS_OF, action, at, bounds, changed_kind, day_figures, decision, evidence, person

TEXT = "<img src=x onerror=alert(1)></a><script>\"' &lt; ![x](http://h/b) $z$ :red[w]"
TOLD = say("told", TEXT)


def company() -> Company:
    people = {"ana": replace(person("ana"), name=TEXT)}
    return replace(
        evidence().company, name=TEXT, people=people, unregistered=(UnregisteredRuns(TEXT, 3, AS_OF, AS_OF),)
    )


def agent(id_: str = TEXT) -> Assessment:
    """Its name, people, actions, changes, findings, promises and reasons all hold the same text."""
    facts = evidence(
        agent=replace(
            evidence().agent,
            agent=id_,
            name=TEXT,
            team=TEXT,
            workflow=TEXT,
            user_group=TEXT,
            business_outcome=TEXT,
            kill_switch=TEXT,
        ),
        company=company(),
        actions=(action(TEXT),),
        days=(day_figures(AS_OF, started=9, reviewed=9, interventions=1),),
        changes=(changed_kind(ChangeKind.PROMPT, AS_OF, action=TEXT, from_value=TEXT, to_value=TEXT),),
        drills=(Drill("DR", date(2026, 1, 1), False),),
        decisions=(decision(4, date(2026, 10, 14), reason=TEXT, next_step=TEXT),),
        follow_ups=(FollowUp(TEXT, id_, TEXT, "ana", date(2026, 10, 30), 4), FollowUp("b", id_, TEXT, TEXT, AS_OF, 4)),
    )
    measure = replace(judged("accuracy").measure, name=TEXT, definition=TEXT)
    figure = judged("accuracy", 0.9, bounds("accuracy", fails=0.5), measure=measure, sentence=TOLD, how=TEXT)
    return assessment(
        facts,
        judged=(figure, judged("intervention_rate", 0.1, sentence=TOLD)),
        groups={group: GroupAnswer(group, Verdict.MISSED, TOLD) for group in Group if group is not Group.OTHER},
        findings=tuple(Finding(id_, "code", severity, TOLD, TEXT) for severity in Severity),
        reading=reading(
            items=(EvidenceItem(1, EvidenceState.THERE, TOLD, True), EvidenceItem(2, EvidenceState.MISSING, TOLD, True))
        ),
        proposal=Proposal(Choice.REVISE, (TOLD,)),
        open={choice: TOLD if choice is Choice.EXPAND else None for choice in Choice},
        due=due_in(0),
        set_up=SetUp(1, 2, TEXT, True),
    )


def run() -> RunSample:
    return RunSample(
        TEXT, at(AS_OF), ReviewOutcome.REJECTED, RunResult.FAILURE, TEXT, TEXT, 1, "USD", (TEXT,), reason=TEXT
    )
