"""People, agents, aliases, roles and actions: what a row of the inventory must keep (columns.csv)."""

from __future__ import annotations

from agent_scorecard.loading.cells import numbers
from agent_scorecard.loading.checks.draft import Draft
from agent_scorecard.loading.checks.known import Known
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.vocabulary import Effect, Mode, Operator, Status, Tier

IN_ABOVE = "because the mode is in_above"


def check_person(draft: Draft, known: Known) -> None:
    if not draft.fills("name"):
        draft.given["name"] = draft.key[0]
    if draft["active"]:
        if draft.gives("inactive_since"):
            draft.refuse("inactive_since", Code.CONFLICT, "the person is active: leave it empty or set active to no")
        elif draft.stored and draft["inactive_since"]:
            draft.given["inactive_since"] = None
    elif not draft.fills("inactive_since") and not known.exact:
        since = draft.stored.get("inactive_since") if draft.stored and not draft.stored.get("active") else None
        draft.given["inactive_since"] = since or known.clock.today


def check_agent(draft: Draft, known: Known) -> None:
    if known.has("aliases", draft.key[0]):
        draft.refuse("agent", Code.ALREADY_ELSEWHERE, "this id is an alias of another agent")
    is_merged = draft["status"] is Status.MERGED
    if is_merged:
        draft.needs("merged_into", "because the status is merged")
    elif draft.fills("merged_into"):
        draft.refuse("merged_into", Code.CONFLICT, "only an agent with status merged names the one that took over")
    if draft.key[0] in known.tiers_set and not known.exact:
        _keep_tier(draft)
    if draft.gives("owner") and known.person(draft.text("owner")) is None:
        draft.warn("owner", Code.UNKNOWN, "the owner is not a known person: the agent is loaded without an owner")


def _keep_tier(draft: Draft) -> None:
    """A tier set here is raised by a file, never lowered: that takes a second person (rules 6)."""
    stored, told = (draft.stored or {}).get("risk_tier"), draft["risk_tier"]
    if not isinstance(stored, Tier) or (isinstance(told, Tier) and told.rank >= stored.rank):
        return
    for column in ("risk_tier", "risk_tier_reason"):
        if column in draft.given:
            draft.given[column] = (draft.stored or {}).get(column)
    draft.warn("risk_tier", Code.KEPT_ON_FILE, f"it was set to {stored} here and stays: lower it there")


def check_alias(draft: Draft, known: Known) -> None:
    if known.has("agents", draft.key[0]):
        draft.refuse("alias", Code.ALREADY_ELSEWHERE, "this id is an agent of the inventory")


def check_assignment(draft: Draft, _known: Known) -> None:
    since, until = draft["effective_from"], draft["effective_to"]
    if since is not None and until is not None and until < since:  # type: ignore[operator]
        draft.refuse("effective_to", Code.OUT_OF_ORDER, "lies before effective_from")


def check_action(draft: Draft, _known: Known) -> None:
    if draft["mode"] is Mode.IN_ABOVE:
        draft.needs("threshold_field threshold_operator threshold_value", IN_ABOVE)
    elif draft.fills("cap_amount"):
        draft.needs("threshold_field", "because cap_amount is a limit on it")
    effects = draft["effects"]
    if isinstance(effects, tuple) and Effect.NONE in effects and len(effects) > 1:
        draft.refuse("effects", Code.CONFLICT, "none must stand alone")
    compares_text = draft.fills("threshold_value") and not _is_number(draft.text("threshold_value"))
    if compares_text and draft["threshold_operator"] not in (None, Operator.EQUAL, Operator.NOT_EQUAL):
        draft.refuse(
            "threshold_value",
            Code.BAD_NUMBER,
            "write a plain number, without unit, thousands sign or currency; a text allows = and != only",
        )


def _is_number(text: str) -> bool:
    try:
        numbers.decimal(text)
    except Refused:
        return False
    return True
