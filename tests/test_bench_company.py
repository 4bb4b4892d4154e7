"""The synthetic company of the performance table is one that the ordinary door takes in."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from agent_scorecard.bench import company
from agent_scorecard.bench.figures import HEADLINES, MEASURES
from agent_scorecard.loading.load import load
from agent_scorecard.policy import read_measures
from agent_scorecard.recording.policy import policy_in_force
from agent_scorecard.rules.assess import assess_all
from agent_scorecard.store import read
from agent_scorecard.store.database import create, make_engine
from agent_scorecard.vocabulary import Group

NOW = datetime(2026, 10, 31, 18, tzinfo=UTC)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("company")
    company.write(folder / "files", agents=60)
    engine = make_engine(f"sqlite:///{folder / 'company.db'}")
    create(engine)
    return engine, load(engine, [folder / "files"], today=company.AS_OF, now=NOW, actor="test")


def test_nothing_of_it_is_refused_or_unknown(loaded):
    _, report = loaded
    assert report.is_clean
    assert {file.refused_whole for file in report.files} == {None}
    assert not [warning for file in report.files for warning in file.warnings]


def test_it_is_mixed_as_a_company_is(loaded):
    engine, _ = loaded
    portfolio = read.portfolio(engine, company.AS_OF)
    agents = [evidence.agent for evidence in portfolio.agents]
    for field, least in (("status", 4), ("risk_tier", 3), ("autonomy_level", 3), ("team", 10)):
        assert len({getattr(agent, field) for agent in agents}) >= least
    choices = Counter(one.proposal.choice for one in assess_all(portfolio, policy_in_force(portfolio.company)))
    assert len(choices) >= 3


@pytest.mark.parametrize("agents", [1, 7, 60])
def test_it_is_the_same_every_time(tmp_path, agents):
    for name in ("one", "two"):
        company.write(tmp_path / name, agents, measures=3, months=2)
    files = [sorted((tmp_path / name).iterdir()) for name in ("one", "two")]
    assert [path.name for path in files[0]] == [path.name for path in files[1]]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]


@pytest.mark.parametrize(("measures", "months"), [(1, 1), (20, 6), (24, 24)])
def test_every_agent_that_works_has_a_figure_for_each_measure_and_month(measures, months):
    tables = company.tables(30, measures, months)
    working = [row["agent"] for row in tables["agents"] if row["status"] != "idea"]
    figures = Counter(row["agent"] for row in tables["observations"])
    assert figures == dict.fromkeys(working, measures * months)


def test_its_measures_are_those_of_the_catalogue_and_its_headlines_are_of_outcome():
    catalogue = read_measures()
    assert all(drawn.measure in catalogue for drawn in MEASURES)
    assert all((catalogue[drawn.measure].aggregation == "rate") is drawn.is_rate for drawn in MEASURES)
    assert {catalogue[drawn.measure].group for drawn in MEASURES[:HEADLINES]} == {Group.OUTCOME}
