"""Read what people did about alerts up to the as-of day."""

from __future__ import annotations

from agent_scorecard.rules.facts import AlertHandled
from agent_scorecard.store.scope import AS_OF, TABLES, by_agent, names_of

DONE = TABLES["alerts_handled"].c.done_on <= AS_OF

read_alerts_handled = by_agent("alerts_handled", AlertHandled, names_of(AlertHandled), DONE, order=("seq",))
