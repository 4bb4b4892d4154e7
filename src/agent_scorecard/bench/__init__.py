"""The performance table: what loading and counting runs costs, each peer run beside it on the same machine."""

from agent_scorecard.bench.report import BenchReport, Goal, Row
from agent_scorecard.bench.run import main, run_bench

__all__ = ["BenchReport", "Goal", "Row", "main", "run_bench"]
