"""Evidence items about what is agreed: checklist, people, contract, blocks (items 11, 12, 14, 15)."""

from __future__ import annotations

from agent_scorecard import format as text
from agent_scorecard.rules.gates import View, checklist, view
from agent_scorecard.rules.items.answer import Answer, missing, not_known, one_of, there
from agent_scorecard.rules.items.candidate import Candidate
from agent_scorecard.rules.raci import SLOT_WORDS, raci_table
from agent_scorecard.vocabulary import EvidenceState, Role, Severity

SAID_ELSEWHERE = ("checklist_incomplete", "contract_incomplete", "raci_incomplete", "forbidden_call", "limit_breach")
SIGNERS = {Role.ACCOUNTABLE_OWNER: "the manager", Role.BUILDER: "the builder"}


def checked(one: Candidate) -> Answer:
    """Item 11: the checklist is complete and signed."""
    found = checklist(one.evidence, one.policy)
    if found.missing:
        return _counted("checklist", found)
    if found.unsigned:
        who = text.listed([SIGNERS.get(role, role.replace("_", " ")) for role in found.unsigned])
        return missing("checklist_unsigned", f"Checklist {text.n_of(found.there, found.of)}, not signed by {who}.")
    return there("checklist_complete", f"Checklist {text.n_of(found.there, found.of)}, signed.")


def answered_for(one: Candidate) -> Answer:
    """Item 12: every action that may be raised has its three people."""
    rows = raci_table(one.evidence, one.policy)
    if not rows:
        return not_known("no_action", "No action is on file, so nobody can answer for one.")
    gaps = [row for row in rows if not row.complete]
    if not gaps:
        return there("raci_complete", f"People named for {text.n_of(len(rows), len(rows))} actions.")
    first = gaps[0]
    words = text.listed([SLOT_WORDS[slot] for slot in first.missing])
    said = one_of(f"{first.action.action} has no active {words}.", len(gaps), "action")
    return missing("raci_incomplete", said, action=first.action.action, actions=len(gaps))


def contracted(one: Candidate) -> Answer:
    """Item 14: the contract is complete."""
    found = view(one.evidence, one.policy, "contract")
    return _counted("contract", found) if found.missing else there("contract_complete", f"Contract {_of(found)}.")


def unblocked(one: Candidate) -> Answer:
    """Item 15: no block finding; a warn or a note never fails it (rules 5)."""
    blocks = [found for found in one.findings if found.severity is Severity.BLOCK]
    if not blocks:
        return there("unblocked", "Nothing blocks.")
    # What another item already says is named here only when nothing else blocks.
    first = next((found for found in blocks if found.code not in SAID_ELSEWHERE), blocks[0])
    said = one_of(f"Blocked: {first.sentence.text}", len(blocks), "block")
    return missing("blocked", said, blocks=len(blocks), finding=first.code)


def _counted(name: str, found: View) -> Answer:
    gaps = found.missing
    more = f" and {len(gaps) - 1} more" if len(gaps) > 1 else ""
    said = f'{name.capitalize()} {_of(found)}. Not yet: "{gaps[0].text}"{more}.'
    unknown = all(item.state is EvidenceState.NOT_KNOWN for item in gaps)
    answer = not_known if unknown else missing
    return answer(f"{name}_incomplete", said, there=found.there, of=found.of)


def _of(found: View) -> str:
    return text.n_of(found.there, found.of)
