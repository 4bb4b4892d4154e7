from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine

from agent_scorecard.access import CompanyRole
from agent_scorecard.recording import CompanyFields, NotPermitted, Refused, set_company
from agent_scorecard.store import read
from agent_scorecard.vocabulary import Preset
from tests.recording.signed_in import linked
from tests.recording.test_decisions import entries

pytestmark = pytest.mark.both

AT = datetime(2026, 10, 30, 15, tzinfo=UTC)
JUNIPER = CompanyFields(name="Juniper", zone="America/Denver", locale="en", currency="USD", preset=Preset.ENTERPRISE)


def test_settings_are_recorded_and_kept(engine: Engine) -> None:
    assert set_company(engine, JUNIPER, by="ana", at=AT) == JUNIPER
    assert read.settings(engine) == JUNIPER
    assert [entry.what for entry in entries(engine)] == ["genesis", "company set"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Write down the company's name."),
        ({"zone": "Denver"}, "Denver is not a time zone: write one such as Europe/Berlin."),
        ({"currency": "usd"}, "usd is not a currency code: write one such as EUR."),
    ],
)
def test_what_cannot_be_a_setting_is_refused(engine: Engine, changes, sentence) -> None:
    with pytest.raises(Refused) as refused:
        set_company(engine, JUNIPER.model_copy(update=changes), by="ana", at=AT)
    assert str(refused.value) == sentence
    assert read.settings(engine) == CompanyFields()


def test_somebody_must_set_them(engine: Engine) -> None:
    with pytest.raises(NotPermitted):
        set_company(engine, JUNIPER, by="", at=AT)


def test_where_people_sign_in_an_admin_sets_them_but_not_the_depth_of_the_policy(engine: Engine) -> None:
    admin = linked(engine, "ana", CompanyRole.ADMIN, at=AT)
    small = JUNIPER.model_copy(update={"preset": Preset.SMALL})
    assert set_company(engine, small, by=admin, at=AT) == small
    with pytest.raises(NotPermitted, match="Nobody may change the policy alone: propose it"):
        set_company(engine, JUNIPER, by=admin, at=AT)
    assert read.settings(engine) == small
