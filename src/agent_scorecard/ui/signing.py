"""What an expansion asks for in a form: which mode rises, and the second person its tier asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from agent_scorecard.access import AccessMode
from agent_scorecard.boards.raising import Raise
from agent_scorecard.recording.people import id_of
from agent_scorecard.recording.refusal import Refused
from agent_scorecard.rules.signatures import Signature, who_may_sign
from agent_scorecard.ui import parts
from agent_scorecard.ui.choose import Chosen

NAMED_HERE = "Named here, not signed in: the card says so."


@dataclass(frozen=True, slots=True)
class Signing:
    """Who was picked to sign, and the place under the field for what is wrong with it."""

    by: str | None = None
    why: str | None = None
    place: DeltaGenerator | None = None

    def rest(self, refused: Refused) -> str:
        """Say under the field what is missing there, and return what else is to be put right."""
        mine = [said for said in refused.sentences if self.why is not None and said.startswith(self.why)]
        if mine and self.place is not None:
            self.place.error(parts.md(" ".join(mine)))
        return " ".join(said for said in refused.sentences if said not in mine)


def way_up(ways: Sequence[Raise], key: str) -> Raise | None:
    """Pick the mode that rises where there is more than one way; None where nothing can."""
    if len(ways) < 2 and not any(way.action for way in ways):
        return next(iter(ways), None)
    words = {way.action or "": way for way in ways}
    picked = st.selectbox("What rises", list(words), format_func=lambda name: words[name].word, key=key)
    return words[picked]


def second_person(chosen: Chosen, agent: str, asked: Signature | None, key: str) -> Signing:
    """Ask for the second person where one is needed, from those who may sign; who signs in is named by nobody."""
    one = chosen.of(agent)
    if asked is None or one is None or chosen.acting.mode is AccessMode.COMPANY:
        return Signing()
    decider = id_of(chosen.company, chosen.actor or "")
    people, why = asked.open_to(decider), asked.sentence.text
    with st.container(key=key + "_asked"):
        by = st.selectbox(
            "Second person",
            people,
            index=None,
            format_func=lambda id_: chosen.company.people[id_].name,
            placeholder="Pick who signs with you",
            required=True,
            disabled=not people,
            key=key,
        )
        st.caption(parts.md(f"{why} {NAMED_HERE if people else who_may_sign(one.evidence, asked, decider)}"))
        return Signing(by, why, st.empty())
