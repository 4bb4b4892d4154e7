"""One line about the digest, where people and their addresses are looked after."""

from __future__ import annotations

from agent_scorecard.access import AccessMode
from agent_scorecard.boards.digest.sent import LastDigest, last_digest
from agent_scorecard.boards.people_and_rights import PeopleAndRights
from agent_scorecard.store.read_digests import readers
from agent_scorecard.ui.choose import Chosen


def told(chosen: Chosen, board: PeopleAndRights) -> LastDigest | None:
    """When the last digest went out; what failed, with addresses, is for admins, and in local mode for everybody."""
    found = last_digest(chosen.company, readers(chosen.engine))
    may_know = board.may_manage is True or chosen.acting.mode is AccessMode.LOCAL
    return found if found is None or may_know else LastDigest(found.sentence, ())
