"""One table says how every status looks: a word, a shape, and colour only where a person must act."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from streamlit.material_icon_names import ALL_MATERIAL_ICONS

from agent_scorecard.ui import theme
from agent_scorecard.vocabulary import Choice, EvidenceState, ReviewOutcome, Severity, Verdict

TABLES = {
    Verdict: theme.VERDICTS,
    Severity: theme.SEVERITIES,
    Choice: theme.CHOICES,
    ReviewOutcome: theme.OUTCOMES,
    EvidenceState: theme.EVIDENCE,
}
LOOKS = [look for table in TABLES.values() for look in table.values()] + [
    theme.OVERDUE,
    theme.STEP_UP,
    theme.STEP_DOWN,
    theme.AHEAD,
    theme.OPEN,
    theme.DONE,
]
STYLE = Path(theme.__file__).with_name("style.css").read_text(encoding="utf-8")


@pytest.mark.parametrize(("words", "table"), TABLES.items(), ids=[words.__name__ for words in TABLES])
def test_every_word_has_its_look(words, table):
    assert set(table) == set(words)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.icon)
def test_every_symbol_is_one_the_bundled_font_draws(look):
    assert look.icon in ALL_MATERIAL_ICONS


@pytest.mark.parametrize("tone", sorted({look.tone for look in LOOKS}))
def test_every_tone_is_coloured_by_the_style_sheet(tone):
    assert re.search(rf"\.{tone}\b", STYLE)


@pytest.mark.parametrize("table", [theme.VERDICTS, theme.SEVERITIES, theme.CHOICES, theme.OUTCOMES, theme.EVIDENCE])
def test_within_a_table_no_two_words_share_a_shape(table):
    assert len({look.icon for look in table.values()}) == len(table)


def test_a_filled_square_means_missed_and_nothing_else():
    assert [look for look in LOOKS if look.filled] == [theme.VERDICTS[Verdict.MISSED]]


def test_red_and_amber_are_kept_for_what_a_person_must_act_on():
    coloured = {verdict for verdict, look in theme.VERDICTS.items() if look.tone in ("risk", "bad")}
    assert coloured == {Verdict.AT_RISK, Verdict.MISSED, Verdict.NOT_TRUSTED}
    assert {look.tone for look in theme.CHOICES.values()} == {"mute"}
