"""What was judged once and is looked up for every run that is alike."""

from __future__ import annotations

from typing import NamedTuple

from agent_scorecard.runs.calls import Call
from agent_scorecard.runs.context import RunAgent
from agent_scorecard.vocabulary import KeepContent


class Judged(NamedTuple):
    """The calls of a run: number of their list (None not recorded), whether one waits for a person, present bit."""

    number: int | None
    held: bool
    present: int
    mode: str


class Head:
    """What runs of one agent id, workflow and set of versions share."""

    __slots__ = ("agent", "calls", "context", "keeps", "known", "local", "plans", "present")

    def __init__(self, agent: RunAgent, local: int, context: int, present: int, memo: AgentMemo) -> None:
        self.agent, self.local, self.context, self.present = agent, local, context, present
        self.calls, self.plans = memo.calls, memo.plans
        self.keeps, self.known = agent.keep is not KeepContent.NONE, agent.approvals_known


class AgentMemo:
    """What was already judged under one set of actions: lists of calls by their text, and parsed ones."""

    def __init__(self) -> None:
        self.calls: dict[bytes, Judged] = {}
        self.plans: dict[bytes, tuple[Call, ...]] = {}


NOT_JUDGED = Judged(None, False, 0, "none")
