"""The real samples, the mappings that read them, and what of their expected figures is left out, with the reason."""

from collections import defaultdict
from typing import Any

from tests.loading.mapping.samples import expected

SAMPLE_OF = {
    "openhands_index": "openhands_index",
    "tau_bench_airline_gpt4o": "tau_bench_airline_gpt4o",
    "tau2_results_whissle": "tau2_results_whissle",
    "whissle_flow": "whissle_flow",
    "whissle_flow_sessions": "whissle_flow",
    "whissle_medagent": "whissle_medagent",
    "aider_benchmarks": "aider_benchmarks",
    "avid": "avid",
    "atlas_case_studies": "atlas_case_studies",
}
SKIPPED = {
    "openhands_index": {
        "average_runtime": "the catalogue has no mean run time; a benchmark's mean is no quantile of runs",
    },
    "tau_bench_airline_gpt4o": {
        "messages_by_role": "messages are never stored",
        "user_cost_sum": "the cost of the simulated customer is not the agent's",
        "user_cost_null": "the cost of the simulated customer is not the agent's",
    },
    "tau2_results_whissle": {
        "files": "how many tasks a file lists and when it was written are no figures of an agent",
        "last_end": "a run has a start and a duration; the source's end differs from their sum by up to 3 ms",
        "messages": "messages are never stored",
        "tool_calls_user": "only the agent's calls are its own",
        "user_cost_sum": "the cost of the simulated customer is not the agent's",
        "reward_sum": "a reward is kept as right or wrong",
        "reward_null": "compared as runs not judged",
        "duration_s": "compared within half a millisecond per run",
    },
    "whissle_flow": {
        "turns": "a run keeps no number of turns",
        "other_json": "summaries repeat what the conversations say",
        "jsonl_lines": "event logs repeat what the sessions say",
        "jsonl_events": "event logs repeat what the sessions say",
        "distinct_agent_ids": "compared as aliases of the sessions",
    },
    "whissle_medagent": {"rounds_sum": "a run keeps no number of rounds"},
    "aider_benchmarks": {
        "keys": "which keys a source has is no figure of an agent",
        "models": "agents here are models with their way of editing",
        "duplicate_dirname": "compared as one source note per run",
        "first": "an observation has a month, not a day; the months are compared",
        "last": "an observation has a month, not a day; the months are compared",
        "series": "releases of one month are added up; the lines of each month are compared",
    },
    "avid": {
        "type": "an incident has no kind of report",
        "deployers": "an incident has no deployer; the agent stays empty",
        "keys": "which keys a source has is no figure",
    },
    "atlas_case_studies": {"keys": "which keys a source has is no figure"},
}


def wanted(sample: str, figures: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is skipped for a reason."""
    return {key: value for key, value in figures.items() if key not in SKIPPED[sample]}


def by_month() -> dict[tuple[str, str], dict[str, float]]:
    """Add up the benchmarks of each agent that were handed in in one month."""
    sums: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for agent, detail in expected("openhands_index")["detail"].items():
        for want in detail["benchmarks"].values():
            for name in ("runs", "resolved", "resolved_null", "cost_null", "cost_sum"):
                sums[agent, want["submission_time"][:7]][name] += want[name]
    return sums
