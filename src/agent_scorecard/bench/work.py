"""What is measured, each in a process of its own: `python -m agent_scorecard.bench.work WORK ARGUMENT…`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from agent_scorecard.bench.works import browser, company, crowd, engines, frames, logs, pages, peers

WORKS: dict[str, Callable[..., dict[str, object]]] = {
    work.__name__: work
    for work in (
        *(logs.prepare, logs.load, logs.parse, logs.roll_up, logs.roll_up_touched),
        *(peers.session_add, peers.data_frame, peers.rolled_up_frame),
        *(company.build, company.judge, company.one_card, company.cards, company.workbook),
        *(frames.score_frames, frames.score_workbook, frames.default_layout, frames.narrow_layout),
        *(engines.roll_up_there, engines.compare_rolled),
        *(pages.rerun, pages.rerun_bare, pages.open_cold),
        *(crowd.crowd, crowd.visit_together, browser.open_pages),
    )
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(WORKS[sys.argv[1]](*sys.argv[2:])))
