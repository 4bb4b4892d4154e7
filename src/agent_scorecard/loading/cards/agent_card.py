"""A2A agent cards, v1.0 and v0.3: a new agent as an idea without an owner, one action in the loop for each skill."""

from __future__ import annotations

import hashlib
from urllib.parse import urlsplit

from agent_scorecard.loading.cards.document import Document, listed, text
from agent_scorecard.loading.cells.text import LINK
from agent_scorecard.loading.contract import contract
from agent_scorecard.loading.doors import Clock, doors
from agent_scorecard.loading.idea import id_for
from agent_scorecard.loading.reading import Reading, read_record
from agent_scorecard.loading.refusal import Code, Refused
from agent_scorecard.vocabulary import Mode

LONGEST_STEM, LONGEST_LINK, DIGITS = 40, 500, 8
OF_AGENTS = {"name": "agent", "version": "version", "url": "url"}
OF_ACTIONS = {"mode": "agent"}


def agent_id(card: Document) -> str:
    """Return the id of a card's agent, the same at every load: its name, then eight digits of a hash.

    The hash covers the name, the address and whether the card is of v1.0 or earlier, so that two cards may share a
    name. Raises Refused for a card without a name or an address.
    """
    name, address = text(card, "name"), _address(card)
    if not name or not address:
        raise Refused(Code.MISSING, f"the card gives no {'address of the agent' if name else 'name'}: add it")
    told = "\n".join((name, _without_end(address), "1" if "supportedInterfaces" in card else "0"))
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:DIGITS]
    return f"{id_for(name)[:LONGEST_STEM].strip('-') or 'agent'}-{digest}"


def of_card(card: Document, label: str, fingerprint: str, clock: Clock) -> tuple[Reading, ...]:
    """Return the rows of agents and actions a card brings; what is on file of the agent gives no way to them."""
    agents = Reading("agents", label, fingerprint, yields=OF_AGENTS)
    try:
        agent = agent_id(card)
    except Refused as fault:
        agents.read = 1
        agents.refuse_whole(fault)
        return (agents,)
    cells = {"agent": agent, "name": text(card, "name"), "version": text(card, "version"), "url": _link(card)}
    file = contract()["agents"]
    read_record(agents, 1, {name: cell for name, cell in cells.items() if cell}, file, doors(file, clock))
    actions = Reading("actions", label, fingerprint, yields=OF_ACTIONS)
    _read_skills(actions, listed(card.get("skills")), agent, clock)
    return agents, actions


def _read_skills(actions: Reading, skills: list[object], agent: str, clock: Clock) -> None:
    file = contract()["actions"]
    read = doors(file, clock)
    for number, skill in enumerate(skills, 1):
        if named := text(skill, "id") or text(skill, "name"):
            read_record(actions, number, {"agent": agent, "action": named, "mode": Mode.IN.value}, file, read)
        else:
            actions.read += 1
            actions.refuse(number, "action", "", Refused(Code.MISSING, "the skill has no id: give it one"))


def _address(card: Document) -> str:
    """Where the agent answers: the first interface of a v1.0 card, the url of an earlier one."""
    interfaces = listed(card.get("supportedInterfaces"))
    return text(interfaces[0], "url") if interfaces else text(card, "url")


def _without_end(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    return f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/')}" if parts.netloc else address


def _link(card: Document) -> str:
    """A page about the agent, else its address; what is no link, too long, or may hold a password is left out."""
    links = (text(card, "documentationUrl"), _address(card))
    return next((link for link in links if LINK.fullmatch(link) and len(link) <= LONGEST_LINK and "@" not in link), "")
