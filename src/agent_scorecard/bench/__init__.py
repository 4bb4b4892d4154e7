"""The performance table: what loading, counting, judging and showing cost, each peer run beside it on this machine."""

from agent_scorecard.bench.report import BenchReport, Goal, Row
from agent_scorecard.bench.run import main, run_bench

__all__ = ["BenchReport", "Goal", "Row", "main", "run_bench"]
