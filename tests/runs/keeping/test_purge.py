"""Old runs go, important ones stay for their time, figures never change, and nothing comes back by itself."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from agent_scorecard.loading.exporting import export
from agent_scorecard.loading.load import load as load_files
from agent_scorecard.recording.agreement import disagreements
from agent_scorecard.recording.purging import PurgeAsked, planned_purge, purge_runs
from agent_scorecard.recording.refusal import Refused
from agent_scorecard.rules.run_facts import RunsAsked
from agent_scorecard.runs.context import RunAgent
from agent_scorecard.runs.explorer.pages import page_of
from agent_scorecard.runs.explorer.tallies import tally_of
from agent_scorecard.store import ledger
from agent_scorecard.store.content import content_hash
from agent_scorecard.store.database import create, make_engine, writer
from agent_scorecard.store.read import agent_evidence
from agent_scorecard.store.read_purges import kept_from_by_agent
from agent_scorecard.store.tables.agents import Action
from agent_scorecard.store.tables.events import Incident
from agent_scorecard.vocabulary import Access, Mode, ReviewOutcome
from tests.runs.loads import MAIL, REFUND, approve, company, context, line, load, rows
from tests.store.fill import put

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
TODAY = NOW.date()
WROTE = [{"tool": "stripe.refund", "status": "ok"}]
READ = [{"tool": "crm.read", "status": "ok"}]
FIGURES = ("SELECT * FROM run_days ORDER BY 1, 2, 3, 4, 5, 6, 7", "SELECT * FROM run_months ORDER BY 1, 2, 3")


def moment(month, day=12, hour=9):
    return f"2026-{month:02}-{day:02}T{hour:02}:00:00Z"


def log(month):
    """Runs of a month: a plain one, one that wrote, one overridden, one cited, each with what a figure counts."""
    said = {"cost_usd": 0.25 * month, "duration_ms": 1000 * month, "user": f"u{month}", "error": f"note {month}"}
    return [
        line(f"plain-{month}", moment(month), tool_calls=READ, **said),
        line(f"wrote-{month}", moment(month, hour=10), tool_calls=WROTE, user="always", cost_usd=1),
        line(f"overridden-{month}", moment(month, hour=11), review_outcome="overridden", user="always"),
        line(f"cited-{month}", moment(month, 13), user="always"),
    ]


def kept(days=90, tier="high", agent=REFUND, url=None):
    """A company whose agent keeps its runs so long, and acts with one write."""
    engine = company(url=url)
    change(
        engine,
        f"UPDATE agents SET retention_days = {days}, risk_tier = '{tier}' WHERE agent = '{agent}'",
        "UPDATE agents SET risk_tier_reason = 'agreed', first_loaded = '2026-01-01'",
    )
    put(engine, Action(agent=REFUND, action="stripe.refund", system="stripe", access=Access.WRITE, mode=Mode.ON))
    return engine


def change(engine, *statements):
    with writer(engine).begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def loaded(engine, *records):
    """Load as a later load does: it knows what was purged."""
    with engine.connect() as connection:
        since = kept_from_by_agent(connection)
    agents = {name: RunAgent(name, kept_from=_start(since.get(name))) for name in (REFUND, MAIL)}
    return load(engine, *records, told=context(agents=agents, zone=ZoneInfo("UTC")))


def _start(day):
    return None if day is None else int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)


def year(engine, months=range(1, 12)):
    loaded(engine, *(record for month in months for record in log(month)))
    return engine


def purge(engine, as_of=TODAY, agent=REFUND, **more):
    return purge_runs(engine, PurgeAsked(agent=agent, as_of=as_of, **more), by="Ana", at=NOW)


def requests(engine):
    return [request for (request,) in rows(engine, "SELECT request FROM runs ORDER BY at, request")]


def figures(engine):
    """Every daily and monthly figure, free of the number that stands for the only agent with runs."""
    return [[(when, *rest) for when, _, *rest in rows(engine, query)] for query in FIGURES]


def of_purged_days(told):
    return [row for row in told[0] if row[0] < date(2026, 8, 1).toordinal()]


def test_runs_before_the_month_of_the_period_go_and_no_figure_changes():
    engine = year(kept())
    before = figures(engine)
    told = purge(engine)
    assert (told.kept_from, told.removed, told.kept) == (date(2026, 8, 1), 14, 14)
    assert [request for request in requests(engine) if request.endswith("-7")] == ["wrote-7", "overridden-7"]
    assert len([request for request in requests(engine) if request.endswith("-8")]) == 4
    assert figures(engine) == before


@pytest.mark.both
def test_on_every_database_the_same_goes_and_the_same_is_found(created):
    engine = year(kept(url=created), range(5, 12))
    before, asked = figures(engine), RunsAsked(REFUND, date(2026, 1, 1), TODAY, tool="stripe.refund")
    purge(engine)
    loaded(engine, *log(7), line("late", moment(9, 20)))
    first = page_of(engine, asked, 5)
    rest = page_of(engine, replace(asked, outcome=ReviewOutcome.NONE), 50, first[-1].place)
    found = [row.place.request_id for row in (*first, *rest)]
    tally = tally_of(engine, replace(asked, tool="", error="note 9", reason=""))
    assert found == [f"wrote-{month}" for month in range(11, 4, -1)]
    assert [row.reason for row in tally.recurring] == ["note 9"]
    assert [call.tool for call in agent_evidence(engine, REFUND, TODAY).calls] == ["crm.read", "stripe.refund"]
    assert (of_purged_days(figures(engine)), disagreements(engine)) == (of_purged_days(before), ())
    engine.dispose()


def test_what_stands_in_the_ledger_agrees_with_the_tables_and_an_altered_figure_shows():
    engine = year(kept())
    purge(engine)
    (entry,) = [row for row in _entries(engine) if row.what == "runs purged"]
    assert (entry.content["row"]["removed"], disagreements(engine)) == (14, ())
    change(engine, "UPDATE purged_figures SET content = '{}' WHERE kind = 'day' AND day = '2026-03-12'")
    assert disagreements(engine) == ("The figures that stay of purged runs of refund-agent are not those of entry 1.",)


def _entries(engine):
    with engine.connect() as connection:
        return list(ledger.entries(connection))


@pytest.mark.parametrize(
    ("tier", "stays"),
    [("low", ["overridden-5"]), ("medium", ["wrote-5", "overridden-5"]), ("high", ["wrote-5", "overridden-5"])],
)
def test_a_write_makes_a_run_important_above_low_tier(tier, stays):
    engine = year(kept(tier=tier), [5, 10])
    purge(engine)
    assert [request for request in requests(engine) if request.endswith("-5")] == stays


def test_a_run_an_incident_or_an_eval_case_names_stays():
    engine = year(kept(tier="low"), [5, 10])
    put(engine, Incident(incident="I-1", agent=REFUND, detected_at=NOW, affected_runs=("cited-5",)))
    purge(engine)
    assert "cited-5" in requests(engine)


def test_important_runs_go_after_the_period_of_the_policy():
    engine = year(kept(days=30, tier="low"))
    assert purge(engine).important_from == date(2026, 5, 1)
    assert [request for request in requests(engine) if request.startswith("overridden")] == [
        *("overridden-5", "overridden-6", "overridden-7", "overridden-8", "overridden-9", "overridden-10"),
        "overridden-11",
    ]


def test_important_runs_are_not_purged_before_their_time():
    engine = year(kept())
    with pytest.raises(Refused, match="14 important runs of refund-agent for 730 days, the oldest until 1 Feb 2028"):
        purge(engine, with_important=True)
    assert len(requests(engine)) == 44


@pytest.mark.parametrize(
    ("days", "as_of", "why"),
    [
        ("NULL", TODAY, "is not stated: fill retention_days in agents.csv"),
        (3650, TODAY, "Nothing of refund-agent is older than 3,650 days"),
        (90, date(2026, 11, 21), "nothing goes because of a day that has not come"),
    ],
)
def test_a_purge_says_why_nothing_goes(days, as_of, why):
    engine = year(kept(days))
    with pytest.raises(Refused, match=why):
        purge(engine, as_of)
    assert why in planned_purge(engine, PurgeAsked(agent=REFUND, as_of=as_of), TODAY).why_not
    assert len(requests(engine)) == 44


def test_a_plan_counts_and_changes_nothing():
    engine = year(kept())
    told = planned_purge(engine, PurgeAsked(agent=REFUND, as_of=TODAY), TODAY)
    assert (told.removed, told.kept, told.why_not, len(requests(engine))) == (14, 14, "", 44)


def test_a_second_purge_on_the_day_finds_nothing_and_a_later_one_goes_on():
    engine = year(kept())
    before = figures(engine)
    purge(engine)
    with pytest.raises(Refused, match="there is nothing to purge yet"):
        purge(engine)
    told = purge_runs(
        engine, PurgeAsked(agent=REFUND, as_of=date(2027, 1, 10)), by="Ana", at=datetime(2027, 1, 10, tzinfo=UTC)
    )
    assert (told.kept_from, told.removed, told.kept) == (date(2026, 10, 1), 4, 18)
    assert (figures(engine), disagreements(engine)) == (before, ())


def test_the_same_old_file_does_not_bring_purged_runs_back():
    engine = year(kept())
    purge(engine)
    before, held = figures(engine), requests(engine)
    counts, stage = loaded(engine, *(record for month in range(1, 12) for record in log(month)))
    assert (stage.older, counts.same, counts.new, counts.read) == ({REFUND: 28}, 44, 0, 44)
    assert (figures(engine), requests(engine)) == (before, held)


def test_a_late_run_of_a_kept_month_is_counted_beside_the_figures_that_stay():
    engine, whole = year(kept()), year(kept())
    purge(engine)
    for each in (engine, whole):
        loaded(each, line("late", moment(9, 20), duration_ms=9, cost_usd=1), line("later", moment(11, 18)))
    assert figures(engine) == figures(whole)


def test_users_are_not_compared_with_a_month_whose_runs_are_gone():
    engine = year(kept(days=1), [9, 10, 11])
    told = "SELECT month FROM run_months WHERE measure = 'repeat_usage' ORDER BY month"
    purge(engine)
    assert rows(engine, told) == [(date(2026, 10, 1).toordinal(),)]
    loaded(engine, line("late", moment(11, 18), user="new"))
    assert rows(engine, told) == [(date(2026, 10, 1).toordinal(),)]


def test_an_answer_that_comes_late_to_an_important_run_changes_no_purged_figure():
    engine = year(kept())
    purge(engine)
    before = figures(engine)
    approve(engine, ("A-1", REFUND, "wrote-3", "rejected"))
    load(engine, approvals=[(REFUND, "wrote-3")])
    assert figures(engine) == before


def test_calls_of_purged_days_are_still_counted():
    engine = year(kept(days=1))
    before = agent_evidence(engine, REFUND, TODAY)
    purge(engine)
    after = agent_evidence(engine, REFUND, TODAY)
    assert (after.calls, after.days) == (before.calls, before.days)
    assert [(call.tool, call.ok) for call in after.calls] == [("crm.read", 3), ("stripe.refund", 3)]


def test_the_tail_of_costs_is_not_told_of_runs_that_are_gone():
    engine = year(kept(days=1))
    assert agent_evidence(engine, REFUND, TODAY).cost_tail is not None
    purge(engine)
    assert agent_evidence(engine, REFUND, TODAY).cost_tail is None


def test_contents_notes_and_users_of_purged_runs_go_with_them():
    engine = year(kept(tier="low"), [5, 10])
    change(engine, "INSERT INTO run_contents VALUES (1, 'plain-5', 'in', 'out')")
    purge(engine)
    assert rows(engine, "SELECT * FROM run_contents") == []
    assert rows(engine, "SELECT content FROM run_texts") == [("note 10",)]
    assert rows(engine, "SELECT COUNT(*) FROM run_users") == [(2,)]


def test_the_spans_that_told_a_purged_run_go_with_it():
    engine = year(kept(tier="low"), [5, 10])
    change(engine, "INSERT INTO traces VALUES ('plain-5', 'refund', '[]'), ('plain-10', 'refund', '[]')")
    purge(engine)
    assert rows(engine, "SELECT trace FROM traces") == [("plain-10",)]


def test_runs_of_other_agents_stay():
    engine = year(kept())
    load(engine, line("mail", moment(1), agent_id=MAIL))
    purge(engine)
    assert "mail" in requests(engine)


def test_an_export_of_a_purged_company_is_the_same_company(tmp_path):
    engine = year(kept())
    purge(engine)
    export(engine, tmp_path / "export", actor="Ana")
    other = make_engine("sqlite://")
    create(other)
    load_files(other, [tmp_path / "export"], today=TODAY, now=NOW, actor="Ana")
    assert (content_hash(other), figures(other)) == (content_hash(engine), figures(engine))
    assert disagreements(other) == ()
