"""The door every run passes once: checked, read, judged by the agent's actions, and stripped of what is not kept."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import astuple

from agent_scorecard.runs import calls as tool_calls
from agent_scorecard.runs.amounts import USD, Amounts, currency
from agent_scorecard.runs.calls import CallList
from agent_scorecard.runs.cells import Cells
from agent_scorecard.runs.content import kept
from agent_scorecard.runs.context import ActionRule, RunAgent, RunContext
from agent_scorecard.runs.dimensions import Numbered
from agent_scorecard.runs.heads import NOT_JUDGED, AgentMemo, Head, Judged
from agent_scorecard.runs.raw import counted, inputs_of, is_filled
from agent_scorecard.runs.readings import APPROVER, BITS, ERROR, Given, written
from agent_scorecard.runs.records import HEAD, HEAD_FIELDS, NOTHING, PLACE, WORD_FIELDS, WORDS, Record
from agent_scorecard.runs.refusal import BadRun
from agent_scorecard.runs.sealed import Seal
from agent_scorecard.runs.users import hashed
from agent_scorecard.store.moments import day_of, moment
from agent_scorecard.vocabulary import (
    ApprovalStatus,
    HumanEdit,
    Mode,
    ReviewOutcome,
    RunResult,
    RunStatus,
)

EARLIEST = moment(datetime(1971, 1, 1, tzinfo=UTC))
FUTURE = timedelta(days=1)
FURTHEST_OFFSET = timedelta(hours=14)
MOST_LOOKED_UP = 50_000
LONGEST_ID, FORMULA = 120, "=+-@"
ENUMS = {
    "status": RunStatus,
    "result": RunResult,
    "review_outcome": ReviewOutcome,
    "human_edit": HumanEdit,
    "approval_status": ApprovalStatus,
}
SAID_IN_HEAD = ("workflow", "policy_version", "trigger")
NOT_RECORDED = (b"", b"null")

REQUEST, TIME = PLACE["request_id"], PLACE["timestamp"]
SOURCES, TOOLS, OUTPUT, DATA = PLACE["sources_count"], PLACE["tool_calls"], PLACE["output"], PLACE["data_sources"]
MODEL, TOKENS_IN, TOKENS_OUT = PLACE["model_version"], PLACE["input_tokens"], PLACE["output_tokens"]
CURRENCY = PLACE["cost_currency"]
ERROR_NOTE, WHO, USER, COST = PLACE["error"], PLACE["human_approver"], PLACE["user"], PLACE["cost_usd"]
DURATION, PROPOSED, FINAL, INPUTS = (
    PLACE["duration_ms"],
    PLACE["proposed_action"],
    PLACE["final_action"],
    PLACE["inputs"],
)

Row = tuple[int, int, str, int, int, int | None, int | None, int | None, int | None, int | None, int | None]


class Unregistered(Exception):
    """The agent id of a run is neither an agent nor an alias."""


class Door:
    """Turns records into rows of staging; equal parts are checked and numbered once and then looked up."""

    def __init__(self, context: RunContext, dimensions: Numbered) -> None:
        self.context, self.dimensions = context, dimensions
        self.cells = Cells(context.read, context.refusal)
        self.locals: dict[str, int] = {}
        self.contents: list[tuple[int, str, str | None, str | None]] = []
        self.amounts = Amounts(self.cells, context.prices)
        self._latest = moment(context.now + FUTURE)
        self._heads: dict[tuple[bool, bool], dict[tuple[Any, ...], Head]] = defaultdict(dict)
        self._readings: dict[tuple[Any, ...], int] = {}
        self._texts: dict[tuple[str, str], int] = {}
        self._users: dict[str, int] = {}
        self._counted: dict[bytes, int] = {}
        self._memos: dict[frozenset[tuple[str, ActionRule]], AgentMemo] = {}

    def row(self, record: Record, stated: bool = False, user_hash: str | None = None, computed: bool = False) -> Row:
        """Check one record and return its row: local agent, moment, request, then the columns of `runs`.

        `computed`: the cost it says was worked out from a price list before. Raises BadRun for a record that breaks the
        contract, Unregistered where nobody knows the agent.
        """
        values = astuple(record)
        cost, user, time = values[COST], values[USER], values[TIME]
        nano = self._of_tokens(values) if cost is None and (values[TOKENS_IN] or values[TOKENS_OUT]) else None
        priced = cost is not None or nano is not None
        head = self._heads[priced, stated].get(values[HEAD])
        if head is None:
            head = self._head(values[HEAD], priced, stated)
        at = int(time.timestamp()) * 1000 + time.microsecond // 1000 if time.tzinfo is UTC else self.moment(time)
        if not EARLIEST <= at <= self._latest:
            self.moment(time)
        tools = values[TOOLS]
        judged = NOT_JUDGED if tools is NOTHING else head.calls.get(bytes(tools)) or self._judge(head, values, at)
        sources, present = self._present(values, head.present | judged.present)
        shadow = self._shadow(head.agent, judged, values, at) if values[PROPOSED] and values[FINAL] else None
        key = (values[WORDS], sources, present, judged.held, shadow, head.known, computed or nano is not None)
        reading = self._readings.get(key) or self._read(key)
        user_key = (self._users.get(user) or self._user(user)) if user else self._hashed(user_hash)
        content = kept(head.agent, bytes(values[INPUTS]), bytes(values[OUTPUT])) if head.keeps else None
        row = self._finished(values, head.local, at, head.context, reading, judged.number, user_key, nano)
        if content is not None:
            self._keep(head, row[2], *content)
        if not priced and (values[TOKENS_IN] or values[TOKENS_OUT]):
            self.amounts.unpriced[values[MODEL] or ""] += 1
        return row

    def sealed_row(self, record: Record, seal: Seal) -> Row:
        """Return the row of a run that was judged before: what the door found then is kept as it was."""
        values = astuple(record)
        head = self._head(values[HEAD], values[COST] is not None, seal.stated, seal)
        judged = self._numbered(seal.calls)
        key = (values[WORDS], values[SOURCES], seal.present, judged.held, seal.shadow)
        whole = (*key, seal.approvals_known, seal.computed)
        reading = self._readings.get(whole) or self._read(whole)
        at, user_key = self.moment(values[TIME]), self._hashed(seal.user)
        row = self._finished(values, head.local, at, head.context, reading, judged.number, user_key)
        self._keep(head, row[2], seal.inputs, seal.output)
        return row

    def _finished(
        self,
        values: tuple[Any, ...],
        local: int,
        at: int,
        context: int,
        reading: int,
        calls: int | None,
        user_key: int | None,
        nano: int | None = None,
    ) -> Row:
        request, cost, approver, error = values[REQUEST], values[COST], values[WHO], values[ERROR_NOTE]
        if not (request.isascii() and request.isprintable() and len(request) <= LONGEST_ID) or request[:1] in FORMULA:
            request = self.cells.read("request_id", request)
        who = self._text("human_approver", approver) if approver else None
        note = self._text("error", error) if error else None
        return (
            local,
            at,
            request,
            context,
            reading,
            calls,
            nano if cost is None else self.amounts.nano(cost),
            values[DURATION],
            user_key,
            who,
            note,
        )

    def _of_tokens(self, values: tuple[Any, ...]) -> int | None:
        """Work out the cost of a run that says only its tokens; prices are in USD."""
        if (values[CURRENCY] or USD).upper() != USD:
            return None
        day = day_of(self.moment(values[TIME]), self.context.zone).toordinal()
        return self.amounts.of_tokens(values[MODEL] or "", values[TOKENS_IN] or 0, values[TOKENS_OUT] or 0, day)

    def _present(self, values: tuple[Any, ...], present: int) -> tuple[int | None, int]:
        """Return the sources cited and the audit fields that are there."""
        sources = values[SOURCES]
        if values[OUTPUT] is not NOTHING and is_filled(bytes(values[OUTPUT])):
            present |= OUTPUT_BIT
        if values[DATA] is not NOTHING and is_filled(data := bytes(values[DATA])):
            present |= DATA_BIT
            if sources is None:
                sources = self._counted.get(data)
                if sources is None:
                    sources = self._counted[data] = counted(data)
        if values[ERROR_NOTE]:
            present |= ERROR_BIT
        if values[WHO]:
            present |= APPROVER_BIT
        return sources, present

    def check(self, record: Record) -> None:
        """Check what does not depend on the agent: nothing a record says may be refused only when its alias comes."""
        values = astuple(record)
        for name, value in zip(HEAD_FIELDS, values[HEAD], strict=True):
            if value:
                self.cells.read(name, value)
        currency(record.cost_currency, priced=True)
        if (text := bytes(record.tool_calls)) not in NOT_RECORDED:
            tool_calls.parsed(text)
        for name in WORD_FIELDS:
            if isinstance(word := getattr(record, name), str):
                self.cells.read(name, word)
        self._present(values, 0)
        self._finished(values, 0, 0, 0, 0, None, None)

    def _head(self, key: tuple[Any, ...], priced: bool, stated: bool, seal: Seal | None = None) -> Head:
        said = {name: value for name, value in zip(HEAD_FIELDS, key, strict=True) if value}
        id_ = self.cells.read("agent_id", said.get("agent_id", ""))
        agent = self.context.agents.get(id_)
        if agent is None:
            raise Unregistered(id_)
        texts = {name: self.cells.read(name, value) for name, value in said.items() if name != "agent_id"}
        workflow = texts.get("workflow", agent.workflow)
        row = {
            "workflow": workflow,
            "trigger": texts.get("trigger"),
            "case_class": texts.get("case_class", workflow),
            "version": agent.version if seal is None else seal.version,
            "policy_version": texts.get("policy_version"),
            "prompt_version": texts.get("prompt_version"),
            "model_version": texts.get("model_version"),
            "currency": currency(texts.get("cost_currency"), priced),
            "stated": int(stated),
        }
        context = self.dimensions.contexts.number(tuple(row.values()))
        present = BITS["request_id"] | sum(BITS[name] for name in SAID_IN_HEAD if name in texts)
        memo = self._memos.setdefault(frozenset(agent.actions.items()), AgentMemo())
        head = Head(agent, self._local(agent.agent), context, present, memo)
        if seal is None:
            self._heads[priced, stated][key] = head
        return head

    def _local(self, agent: str) -> int:
        return self.locals.setdefault(agent, len(self.locals))

    def moment(self, time: datetime) -> int:
        """Return the epoch milliseconds of a run; raises BadRun for a time without zone or beyond what can be."""
        if time.tzinfo is not UTC:
            offset = time.utcoffset()
            if offset is None or abs(offset) > FURTHEST_OFFSET:
                time = self.cells.read("timestamp", time.isoformat())
        at = int(time.timestamp()) * 1000 + time.microsecond // 1000
        if not EARLIEST <= at <= self._latest:
            self.cells.read("timestamp", time.isoformat())
            raise BadRun("timestamp", "out_of_range", "lies outside the time that can be counted", time.isoformat())
        return at

    def _judge(self, head: Head, values: tuple[Any, ...], at: int) -> Judged:
        text = bytes(values[TOOLS])
        if text in NOT_RECORDED:
            return NOT_JUDGED
        calls, rules = head.plans.get(text), head.agent.actions
        if calls is None:
            parsed = tool_calls.parsed(text)
            if parsed is None:
                return NOT_JUDGED
            calls = head.plans[text] = parsed
        day = day_of(at, self.context.zone).toordinal()
        depends = tool_calls.depends(calls, rules)
        judged = self._numbered(tool_calls.judged(calls, rules, day, inputs_of(values[INPUTS]) if depends else None))
        if not depends:
            head.calls[text] = judged
            del head.plans[text]
        if len(head.calls) + len(head.plans) > MOST_LOOKED_UP:
            head.calls.clear()
            head.plans.clear()
        return judged

    def _numbered(self, found: CallList | None) -> Judged:
        if found is None:
            return NOT_JUDGED
        return Judged(self.dimensions.calls.number((found.content,)), found.held, BITS["tool_calls"], found.mode)

    def _shadow(self, agent: RunAgent, judged: Judged, values: tuple[Any, ...], at: int) -> int | None:
        """Compare proposal and deed where the run was in shadow: its calls, or without calls every action, are."""
        modes: set[str | None] = {judged.mode}
        if judged.mode == "none":
            day = day_of(at, self.context.zone).toordinal()
            modes = {rule.mode_on(day) for rule in agent.actions.values()}
        return int(values[PROPOSED].strip() != values[FINAL].strip()) if modes == {Mode.SHADOW} else None

    def _read(self, key: tuple[Any, ...]) -> int:
        words, sources, present, held, shadow, known, computed = key
        said = dict(zip(WORD_FIELDS, words, strict=True))
        for name, enum in ENUMS.items():
            said[name] = enum(self.cells.read(name, said[name])) if said[name] else None
        status = said["approval_status"] and BITS["approval_status"]
        given = Given(
            **said,
            sources=sources,
            present=present | (status or 0),
            held=held,
            shadow=shadow,
            approvals_known=known,
            computed=computed,
        )
        number = self._readings[key] = self.dimensions.readings.number((written(given), ""))
        return number

    def _text(self, column: str, text: str) -> int:
        key = (column, text)
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = self.dimensions.texts.number((self.cells.read(column, text),))
        return found

    def _user(self, user: str) -> int:
        readable = self.cells.read("user", user)
        number = self._users[user] = self.dimensions.users.number((hashed(readable, self.context.user_key),))
        return number

    def _hashed(self, user_hash: str | None) -> int | None:
        return self.dimensions.users.number((user_hash,)) if user_hash else None

    def _keep(self, head: Head, request: str, inputs: str | None, output: str | None) -> None:
        if inputs is not None or output is not None:
            self.contents.append((head.local, request, inputs, output))


OUTPUT_BIT, DATA_BIT, ERROR_BIT, APPROVER_BIT = BITS["output"], BITS["data_sources"], BITS[ERROR], BITS[APPROVER]
