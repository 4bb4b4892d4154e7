"""What a person chose: company, day, name, agent, period; the pages' only way to what is stored."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import streamlit as st
from sqlalchemy import Engine

from agent_scorecard import where
from agent_scorecard.access import AccessMode, Actor, By
from agent_scorecard.policy import default_policy
from agent_scorecard.policy.shapes import Policy
from agent_scorecard.recording.permission import stranger, who
from agent_scorecard.recording.refusal import NotPermitted
from agent_scorecard.rules.answers import Assessment, Finding
from agent_scorecard.rules.assess import assess, assess_all
from agent_scorecard.rules.corrected import correctable, without
from agent_scorecard.rules.evidence import Company, Evidence, Portfolio
from agent_scorecard.rules.facts import RunSample
from agent_scorecard.rules.findings import company_findings
from agent_scorecard.rules.periods import LATEST_YEAR, Period
from agent_scorecard.store import read
from agent_scorecard.store.database import CannotOpen, default_url, open_database, revision
from agent_scorecard.ui import memory, parts, signed_in

EARLIEST, LATEST = date(1990, 1, 1), date(LATEST_YEAR, 12, 31)
KEPT_DAYS, KEPT_AGENTS = 6, 60


@dataclass(frozen=True, slots=True)
class Chosen:
    """The company as it is judged on one day, and who is looking."""

    engine: Engine
    company: Company
    policy: Policy
    as_of: date
    portfolio: Portfolio
    by: By
    acting: Actor

    @property
    def actor(self) -> str | None:
        """The person who acts, in local mode whoever the name says; None where nobody here is known by it."""
        return None if self.acting == stranger(self.by) and not isinstance(self.by, str) else self.acting.name or None

    @property
    def called(self) -> str:
        """What to call whoever acts, "" where no name was picked; a stranger as the provider calls them."""
        person = self.company.people.get(self.actor or "")
        if person is not None:
            return person.name
        return self.actor or (signed_in.called() if self.acting.mode is AccessMode.COMPANY else "")

    @property
    def agents(self) -> tuple[Evidence, ...]:
        return self.portfolio.agents

    @property
    def assessed(self) -> tuple[Assessment, ...]:
        """Every agent, judged once for each revision; a page about one agent asks `of` and need not wait for all."""
        return _assessed(url(), self.portfolio.revision, self.as_of, self.portfolio, self.policy)

    @property
    def strangers(self) -> tuple[Finding, ...]:
        """What is to be said about runs of ids that are not in the inventory."""
        return company_findings(self.company, self.policy)

    def of(self, agent: str) -> Assessment | None:
        return _one(url(), self.portfolio.revision, self.as_of, agent, self.portfolio, self.policy)


def url() -> str:
    return os.environ.get(where.DATABASE_VARIABLE) or default_url()


def engine() -> Engine:
    """The one engine of this process; a database that cannot be used is explained and the page ends there."""
    try:
        return opened()
    except CannotOpen as refused:
        st.html(parts.head("Agent Scorecard", "This company cannot be opened", str(refused)))
        st.stop()


def opened() -> Engine:
    """The one engine of this process. Raises CannotOpen."""
    return _engine(url())


@st.cache_resource(on_release=lambda kept: kept.dispose(), show_spinner=False)
def _engine(address: str) -> Engine:
    return open_database(address, create_missing=True)


def company() -> Chosen:
    """Everything of the chosen day, read once for each revision of the database."""
    kept = engine()
    day = as_of()
    portfolio, policy = _read_on(kept, day)
    return Chosen(kept, portfolio.company, policy, day, portfolio, by(), _acting_still())


def judged_on(kept: Engine, day: date) -> tuple[Portfolio, Policy, tuple[Assessment, ...]]:
    """Everything of another day, read and judged once for each revision like the chosen one."""
    portfolio, policy = _read_on(kept, day)
    return portfolio, policy, _assessed(url(), portfolio.revision, day, portfolio, policy)


def _read_on(kept: Engine, day: date) -> tuple[Portfolio, Policy]:
    now_at = revision(kept)
    _begin(url(), now_at)
    return _portfolio(url(), now_at, day, kept)


@st.cache_resource(max_entries=1, show_spinner=False)
def _begin(address: str, at_revision: int) -> None:
    """Drop what was kept of the revision before, once: nobody asks for it any more, and it is most of the memory."""
    del address, at_revision
    for kept in (_portfolio, _assessed, _one):
        kept.clear()
    memory.thaw()


@st.cache_resource(max_entries=KEPT_DAYS, show_spinner="Reading the evidence…")
def _portfolio(address: str, at_revision: int, day: date, _kept: Engine) -> tuple[Portfolio, Policy]:
    """Read a day once. Here and below an argument that begins with _ is used, the others name what is kept."""
    del address, at_revision
    with memory.kept_for_long():
        portfolio = read.portfolio(_kept, day)
        return portfolio, default_policy().with_preset(portfolio.company.preset)


@st.cache_resource(max_entries=KEPT_DAYS, show_spinner="Judging the evidence…")
def _assessed(
    address: str, at_revision: int, day: date, _portfolio: Portfolio, _policy: Policy
) -> tuple[Assessment, ...]:
    del address, at_revision, day
    with memory.kept_for_long():
        return assess_all(_portfolio, _policy)


@st.cache_resource(max_entries=KEPT_AGENTS, show_spinner=False)
def _one(
    address: str, at_revision: int, day: date, agent: str, _portfolio: Portfolio, _policy: Policy
) -> Assessment | None:
    del address, at_revision, day
    found = next((one for one in _portfolio.agents if one.agent.agent == agent), None)
    return None if found is None else assess(found, _policy)


def now() -> datetime:
    return datetime.now(UTC)


def today() -> date:
    """The day in the company's zone."""
    return now().astimezone(ZoneInfo(read.settings(engine()).zone)).date()


def as_of() -> date:
    """The day for which everything is computed: from the address, from this session, or the opening day."""
    asked = st.query_params.get("as_of")
    if asked is not None:
        if (day := _day(asked)) is not None:
            st.session_state["as_of_day"] = day
        else:
            del st.query_params["as_of"]
    kept = st.session_state.get("as_of_day")
    return kept if isinstance(kept, date) else opening_day()


def _day(asked: str) -> date | None:
    """A day as a calendar writes it; of one before all records, or in a far future, nothing could be computed."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST and str(day) == asked else None


def opening_day() -> date:
    """Today, or the last day of a company that says when its story ends (the sample)."""
    return read.opening_day(engine()) or today()


def by() -> By:
    """How recording is told who acts: the sign-in of company mode, the name picked in local mode."""
    if signed_in.is_company_mode():
        return signed_in.signed_in() or signed_in.NOBODY
    kept = st.session_state.get("acting_as")
    return kept if isinstance(kept, str) else ""


def acting() -> Actor:
    """Who acts, as the database knows them on this click. Raises NotPermitted in company mode."""
    return who(engine(), by(), now())


def _acting_still() -> Actor:
    """Who acts, asked once more: a right that was lost since the entrance is told, and the page ends there."""
    try:
        return acting()
    except NotPermitted as refused:
        st.html(parts.head("Agent Scorecard", "No longer yours to see", str(refused)))
        st.stop()


def agent(chosen: Chosen, key: str) -> str | None:
    """Pick an agent; the address wins, so that a link survives reload, back and forward."""
    names = {one.agent.agent: one.agent.name for one in chosen.agents}
    asked = st.query_params.get("agent")
    if asked in names and st.session_state.get(key) != asked:
        st.session_state[key] = asked
    ids = sorted(names, key=lambda id_: names[id_].casefold())
    return st.selectbox(
        "Agent",
        ids,
        format_func=_named(names),
        key=key,
        index=None,
        placeholder="Find an agent",
        label_visibility="collapsed",
        on_change=to_address,
        args=(key, "agent"),
    )


def judged(chosen: Chosen, one: Assessment, wanted: Period, corrects: int | None = None) -> Assessment:
    """The assessment of an agent for a period, by today's knowledge, and without the decision that is corrected."""
    if wanted == one.period and corrects is None:
        return one
    return assess(without(one.evidence, corrects), chosen.policy, wanted)


def corrects(one: Assessment | None) -> int | None:
    """The wrong decision of this agent the address asks to correct, None where there is none such."""
    wrong = correctable(one.evidence) if one is not None else None
    return wrong.seq if wrong is not None and st.query_params.get("corrects") == str(wrong.seq) else None


def sample(chosen: Chosen, one: Assessment) -> Sequence[RunSample]:
    last = min(one.period.last, chosen.as_of)
    return read.sample_of_runs(chosen.engine, one.evidence.agent.agent, one.period.first, last, read.ON_A_CARD)


def to_address(key: str, name: str) -> None:
    """Keep what was just picked in the address, so that the link leads here again."""
    value = st.session_state.get(key)
    if value:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def _named(names: dict[str, str]) -> Callable[[str], str]:
    counted = Counter(names.values())

    def name(id_: str) -> str:
        return names[id_] if counted[names[id_]] == 1 else f"{names[id_]} ({id_})"

    return name
