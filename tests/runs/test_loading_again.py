"""Whatever way runs arrive, in pieces, twice, out of order, late, they are stored once and counted once."""

import random
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent_scorecard.runs.context import ActionRule, RunAgent
from agent_scorecard.runs.dimensions import Dimensions
from agent_scorecard.runs.publish import publish
from agent_scorecard.runs.roll_up import redo_all
from agent_scorecard.runs.stage import RunStage
from agent_scorecard.runs.users import user_key
from agent_scorecard.store.database import writer
from agent_scorecard.vocabulary import KeepContent, Mode
from tests.runs.loads import MAIL, REFUND, approve, company, context, day, facts, file, line, load, rows

OK = [{"tool": "stripe.refund", "status": "ok"}]
HELD = [{"tool": "stripe.refund", "status": "blocked", "reason": "needs_human_approval_over_100"}]


def told(**agent):
    return context(agents={REFUND: RunAgent(REFUND, **agent), MAIL: RunAgent(MAIL)})


def test_the_same_file_twice_changes_nothing_and_says_so():
    engine, records = company(), [line("r1", cost_usd=1, user="u1", error="x"), line("r2", MAIL_TIME, MAIL)]
    load(engine, *records)
    before = facts(engine)
    counts, _ = load(engine, *records)
    assert (counts.new, counts.changed, counts.same) == (0, 0, 2)
    assert facts(engine) == before


MAIL_TIME = "2026-10-13T09:00:00Z"


def test_other_content_replaces_and_the_day_is_counted_again():
    engine = company()
    load(engine, line("r1", cost_usd="1"), line("r2", cost_usd="2"))
    counts, _ = load(engine, line("r1", cost_usd="5"), line("r2", cost_usd="2"))
    assert (counts.new, counts.changed, counts.same, counts.replaced) == (0, 1, 1, 0)
    assert day(engine, "started", "cost") == (2, 7_000_000_000)


def test_a_known_id_with_another_time_replaces_on_both_days():
    engine = company()
    load(engine, line("r1"), line("r2"))
    counts, _ = load(engine, line("r1", "2026-10-14T09:00:00Z"))
    assert (counts.new, counts.changed, counts.replaced) == (0, 1, 1)
    assert [day(engine, "started", on=date(2026, 10, number)) for number in (12, 14)] == [(1,), (1,)]


def test_one_id_belongs_to_one_agent_only():
    engine = company()
    counts, _ = load(engine, line("r1"), line("r1", agent_id=MAIL))
    assert (counts.new, counts.duplicate) == (2, 0)


def test_in_one_load_the_later_time_wins():
    engine = company()
    late, early = line("r1", "2026-10-14T09:00:00Z", cost_usd=2), line("r1", cost_usd=1)
    counts, _ = load(engine, late, early, line("r2"), late)
    assert (counts.read, counts.new, counts.duplicate, counts.refused) == (4, 2, 2, 0)
    assert rows(engine, "SELECT request, cost FROM runs ORDER BY 1") == [("r1", 2_000_000_000), ("r2", None)]


def test_two_contents_at_one_time_are_both_refused():
    engine = company()
    counts, stage = load(engine, line("r1", cost_usd=1), line("r2"), line("r1", cost_usd=2))
    assert (counts.read, counts.new, counts.duplicate, counts.refused) == (3, 1, 0, 2)
    assert sorted((each.line, each.column, each.code) for each in stage.refusals) == [
        (1, "request_id", "same_key"),
        (3, "request_id", "same_key"),
    ]


def test_a_run_of_nobody_is_kept_apart_without_content_and_joins_with_its_alias():
    engine = company()
    stranger = line("r1", agent_id="refund-agent-v3", inputs={"iban": "x"}, output="secret", user="ana", tool_calls=OK)
    counts, _ = load(engine, stranger)
    assert (counts.new, counts.waiting, rows(engine, "SELECT * FROM runs")) == (1, 1, [])
    stored = rows(engine, "SELECT record FROM unregistered_runs")[0][0]
    assert not [secret for secret in ("iban", "secret", "ana") if secret in stored]
    again, _ = load(engine, stranger)
    assert (again.new, again.same) == (0, 1)

    alias = context(agents={REFUND: RunAgent(REFUND), "refund-agent-v3": RunAgent(REFUND, version="3")})
    joined, _ = load(engine, told=alias)
    assert (joined.joined, joined.new) == (1, 1)
    assert rows(engine, "SELECT COUNT(*) FROM unregistered_runs") == [(0,)]
    assert day(engine, "started", "audit_present", "calls_ok") == (1, 3, 1)
    other = company()
    load(other, stranger, told=alias)
    assert rows(other, "SELECT hash FROM run_users") == rows(engine, "SELECT hash FROM run_users")


@pytest.mark.parametrize("keep", KeepContent)
def test_a_run_that_waited_joins_an_agent_whose_limits_look_at_what_was_not_kept(keep):
    engine = company()
    stranger = line("r1", agent_id="refund-agent-v3", inputs={"usd": 120}, output="Refunded", tool_calls=OK)
    load(engine, stranger)
    actions = {"stripe.refund": ActionRule("stripe.refund", ((0, Mode.IN),), amount_field="usd", cap_amount=10**11)}
    agent = RunAgent(REFUND, actions=actions, keep=keep)
    joined, stage = load(engine, told=context(agents={REFUND: agent, "refund-agent-v3": agent}))
    assert (joined.joined, stage.refusals) == (1, [])
    assert day(engine, "started", "audit_present", "limit_breaches") == (1, 3, 0)
    assert rows(engine, "SELECT * FROM run_contents") == []


def test_a_log_id_is_resolved_by_alias_only():
    engine = company()
    counts, _ = load(engine, line(agent_id="refund-agent-v3"), line("r2", agent_id="Refund-Agent"))
    assert (counts.waiting, rows(engine, "SELECT * FROM runs")) == (2, [])


def test_an_approval_that_arrives_later_settles_the_run():
    engine = company()
    load(engine, line("r1", tool_calls=HELD), line("r2", tool_calls=HELD))
    assert day(engine, "started", "not_counted") == (0, 2)
    approve(engine, ("a1", REFUND, "r1", "approved"))
    load(engine, approvals=[(REFUND, "r1"), (REFUND, "unknown"), ("nobody", "r1")])
    assert day(engine, "started", "completed", "accepted", "not_counted") == (1, 1, 1, 1)
    approve(engine, ("a1", REFUND, "r1", "rejected"))
    load(engine, approvals=[(REFUND, "r1")])
    assert day(engine, "started", "accepted", "rejected") == (1, 0, 1)


def test_runs_after_or_before_their_approvals_end_in_the_same_tables():
    first, second = company(), company()
    run = line("r1", approval_status="approved", tool_calls=OK)
    load(first, run)
    approve(first, ("a1", REFUND, "r1", "edited"), ("a2", REFUND, "r1", "approved"))
    load(first, approvals=[(REFUND, "r1")])
    approve(second, ("a1", REFUND, "r1", "edited"), ("a2", REFUND, "r1", "approved"))
    load(second, run, approvals=[(REFUND, "r1")])
    assert facts(first) == facts(second)
    assert day(first, "edited", "contradictory") == (1, 1)
    counts, _ = load(first, run)
    assert (counts.same, counts.changed) == (1, 0)
    assert facts(first) == facts(second)


def test_limits_are_read_from_inputs_that_are_not_stored():
    actions = {"stripe.refund": ActionRule("stripe.refund", ((0, Mode.IN),), amount_field="usd", cap_amount=10**11)}
    engine = company()
    load(
        engine,
        line("r1", inputs={"usd": 120}, tool_calls=OK, approval_status="approved"),
        line("r2", inputs={"usd": 90}, tool_calls=OK, approval_status="not_required"),
        line("r3", inputs={"usd": 90}, tool_calls=OK),
        told=told(actions=actions),
    )
    assert day(engine, "limit_breaches", "without_approval", "forbidden_calls") == (2, 1, 0)
    assert rows(engine, "SELECT * FROM run_contents") == []


def test_calls_beyond_a_daily_cap_are_breaches_of_the_later_runs():
    actions = {"stripe.refund": ActionRule("stripe.refund", ((0, Mode.ON),), cap_count_per_day=2)}
    engine = company()
    records = [line(f"r{hour}", f"2026-10-12T0{hour}:00:00Z", tool_calls=OK) for hour in (4, 3, 1, 2)]
    load(engine, *records[:3], told=told(actions=actions))
    assert rows(engine, "SELECT request FROM runs WHERE over_count > 0") == [("r4",)]
    load(engine, records[3], told=told(actions=actions))
    assert rows(engine, "SELECT request FROM runs WHERE over_count > 0 ORDER BY 1") == [("r3",), ("r4",)]
    assert day(engine, "limit_breaches") == (2,)
    again, _ = load(engine, *records, told=told(actions=actions))
    assert (again.same, day(engine, "limit_breaches")) == (4, (2,))


def test_content_is_kept_only_where_allowed_and_masked_keys_go_at_any_depth():
    engine = company()
    inputs = {"Ticket": 1, "customer": {"EMAIL": "a@b.c", "orders": [{"email": "x"}]}}
    record = line(inputs=inputs, output="done")
    load(engine, record, line("r1", agent_id=MAIL, inputs=inputs, output="done"), told=told(
        keep=KeepContent.INPUTS, mask_keys=frozenset({"email"})
    ))  # fmt: skip
    assert rows(engine, "SELECT agent, request, inputs, output FROM run_contents") == [
        (1, "r1", '{"Ticket":1,"customer":{"EMAIL":"***","orders":[{"email":"***"}]}}', None)
    ]


def test_users_are_stored_as_keyed_hashes():
    engine = company()
    load(engine, line(user="ana"), line("r2", user="ana"), line("r3", user="bo"))
    hashes = [hash_ for (hash_,) in rows(engine, "SELECT hash FROM run_users")]
    assert (len(hashes), {len(each) for each in hashes}) == (2, {24})
    assert rows(engine, "SELECT value, n FROM run_months WHERE measure = 'active_users'") == [(2.0, 2)]


def test_the_key_of_users_is_made_once():
    engine = company()
    with writer(engine).begin() as connection:
        assert user_key(connection) == user_key(connection)


def test_a_refused_file_leaves_nothing_of_itself():
    engine = company()
    with engine.connect() as connection:
        stage = RunStage(connection, context())
        stage.add_lines(file(line("r1")), "good.jsonl")
        bad = stage.add_lines(file(line("r2"), b"{", line("x", agent_id="nobody")), "bad.jsonl")
        stage.forget(bad)
        stage.settle()
        assert (stage.read, stage.refused, stage.waiting, stage.refusals) == (1, 0, 0, [])
        assert connection.exec_driver_sql("SELECT request FROM staged_runs").all() == [("r1",)]


def test_numbers_taken_by_another_load_in_between_are_given_anew():
    engine, alone = company(), company()
    mine = [line("r1", workflow="mine", user="u1", tool_calls=OK), line("r2", workflow="shared", error="x")]
    theirs = [line("r3", workflow="theirs", user="u2", tool_calls=HELD), line("r4", workflow="shared", error="y")]
    with engine.connect() as connection:
        stage = RunStage(connection, context())
        stage.add_lines(file(*mine), "mine.jsonl")
        stage.settle()
        connection.commit()
        other = Dimensions(connection)
        for workflow in ("theirs", "shared"):
            other.contexts.number((workflow, None, workflow, None, None, None, None, "", 0))
        other.texts.number(("y",))
        other.contexts.settle(connection)
        other.texts.settle(connection)
        published = publish(connection, stage)
        connection.commit()
    assert published.counts.new == 2
    load(engine, *theirs)
    load(alone, *mine, *theirs)
    with writer(engine).begin() as connection:
        redo_all(connection, context().zone)
    assert facts(engine) == facts(alone)


AGENTS = st.sampled_from([REFUND, MAIL, "nobody"])
RECORDS = st.builds(
    lambda request, agent, hour, extra: line(
        request, f"2026-10-{hour // 24 + 10:02}T{hour % 24:02}:30:00Z", agent, **extra
    ),
    st.sampled_from(["r1", "r2", "r3", "r4", "r5"]),
    AGENTS,
    st.integers(0, 200),
    st.fixed_dictionaries(
        {},
        optional={
            "status": st.sampled_from(["completed", "failed", "pending"]),
            "result": st.sampled_from(["success", "failure"]),
            "review_outcome": st.sampled_from(["accepted", "edited", "escalated"]),
            "human_override": st.booleans(),
            "cost_usd": st.sampled_from(["0", "0.25", 1.5]),
            "user": st.sampled_from(["u1", "u2"]),
            "tool_calls": st.sampled_from([[], OK, HELD]),
            "workflow": st.sampled_from(["refund", "mail"]),
            "extra": st.just(1),
        },
    ),
)


def one_content_for_each(records):
    """Leave one record for each (agent, request): two loads may tell of a run at two times, in either order."""
    return list({(each["agent_id"], each["request_id"]): each for each in records}.values())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(RECORDS, max_size=12).map(one_content_for_each), st.randoms(use_true_random=False), st.integers(0, 12))
def test_shuffled_split_and_repeated_files_end_in_equal_tables(records, chance, cut):
    whole, pieces = company(), company()
    load(whole, *records)
    shuffled = records + records[:3]
    chance.shuffle(shuffled)
    for part in (shuffled[:cut], shuffled[cut:], shuffled):
        load(pieces, *part)
    assert facts(whole) == facts(pieces)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(RECORDS, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_lines_in_one_load_never_matters(records, chance):
    first, second, shuffled = company(), company(), list(records)
    chance.shuffle(shuffled)
    counts = [load(first, *records)[0], load(second, *shuffled)[0]]
    assert facts(first) == facts(second)
    assert counts[0] == counts[1]
    assert counts[0].read == sum(
        (counts[0].new, counts[0].changed, counts[0].same, counts[0].duplicate, counts[0].refused)
    )


def test_a_large_shuffled_file_counts_every_repeat():
    records = [line(f"r{number}", f"2026-10-12T{number % 24:02}:00:00Z") for number in range(3000)]
    repeated = records + records[:700]
    random.Random(1).shuffle(repeated)
    counts, _ = load(company(), *repeated)
    assert (counts.read, counts.new, counts.duplicate, counts.refused) == (3700, 3000, 700, 0)


def test_the_zone_decides_the_day_and_a_new_zone_counts_all_again():
    engine = company()
    load(
        engine,
        line("r1", "2026-03-31T22:30:00Z"),
        line("r2", "2026-03-31T21:30:00Z"),
        told=context(zone=ZoneInfo("UTC")),
    )
    assert rows(engine, "SELECT day, started FROM run_days") == [(date(2026, 3, 31).toordinal(), 2)]
    with writer(engine).begin() as connection:
        redo_all(connection, ZoneInfo("Europe/Berlin"))
    assert rows(engine, "SELECT day, started FROM run_days") == [
        (date(2026, 3, 31).toordinal(), 1),
        (date(2026, 4, 1).toordinal(), 1),
    ]
