"""What the database refuses by itself, as conditions in SQL: the last of three places to hold a right (reliability c).

Each condition is written for both dialects; only days are told apart. A body is read as the canonical text it is, keys
in order: JSON functions may not be used in a trigger of a database that does not trust its schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agent_scorecard.access import AccessMode, Standing
from agent_scorecard.access.entries import ABOUT_PEOPLE, DECIDED, IN_REVIEW, Permit, permits
from agent_scorecard.vocabulary import Preset, Role

ADOPTING = "adopting_ledger"
"""The key of meta that is there only while the ledger of an export is taken over into an empty one."""

ALWAYS = "1 = 1"
"""The condition of what a table refuses of every row."""

IN_SQL: Mapping[str, Mapping[str, str]] = {
    "sqlite": {
        "day_before": "date(NEW.at, '-1 day')",
        "day_after": "date(NEW.at, '+1 day')",
        "moment": "(strftime('%s', told.at) * 1000000 + CAST(substr(told.at, 21, 3) AS INTEGER) * 1000)",
    },
    "postgresql": {
        "day_before": "((NEW.at::timestamptz AT TIME ZONE 'UTC')::date - 1)",
        "day_after": "((NEW.at::timestamptz AT TIME ZONE 'UTC')::date + 1)",
        "moment": "(extract(epoch FROM told.at::timestamptz) * 1000000)::bigint",
    },
}
"""A company day may begin up to a day before or after the one of UTC, so days are held with one day to spare."""


_REVIEWED = """NEW.body LIKE '%],"in_review":true,%'"""
_CHOICE = f"""(may.column2 = ''
      OR (may.column2 = '{IN_REVIEW}' AND {_REVIEWED})
      OR (NOT {_REVIEWED} AND NEW.body LIKE '%"card_hash":"{"_" * 64}","choice":"' || may.column2 || '",%'))"""


_NOT_CORRECTED = """NEW.period <> OLD.period OR NEW.agent <> OLD.agent OR NOT EXISTS (
  SELECT 1 FROM ledger told WHERE told.seq = NEW.seq AND told.what = 'review outcome recorded'
  AND told.body LIKE '{"corrects":' || OLD.seq || ',%')"""
"""The outcome of an agent in a quarter stands until an entry of the ledger says that it corrects it."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A trigger before an event on a table that refuses what `when` is true of, with a sentence."""

    name: str
    table: str
    event: str
    when: str
    sentence: str


def guards(dialect: str) -> Iterator[Guard]:
    """Yield every guard beside those of the chains, its condition in the SQL of a dialect."""
    sql = IN_SQL[dialect]
    yield Guard("ledger_permitted", "ledger", "INSERT", _not_permitted(sql), "this person may not make this entry")
    for event in ("INSERT", "UPDATE"):
        when = f"NEW.key = '{ADOPTING}' AND EXISTS (SELECT 1 FROM ledger)"
        yield Guard(f"meta_adopts_no_{event.lower()}", "meta", event, when, "this ledger was begun already")
    for table in ("decisions", "reviews", "weekly_reviews", "intake_answers", "alerts_handled"):
        for event in ("UPDATE", "DELETE"):
            sentence = f"{table} are corrected by a new one, never changed"
            when = _NOT_CORRECTED if (table, event) == ("reviews", "UPDATE") else ALWAYS
            yield Guard(f"{table}_no_{event.lower()}", table, event, when, sentence)
    yield from _of_grants(sql)
    yield from _of_identities(sql)
    yield from _of_proposals()
    yield from _of_exceptions()


def _of_grants(sql: Mapping[str, str]) -> Iterator[Guard]:
    role = """told.body LIKE '%"role":"' || NEW.role || '"}'"""
    given = _untold("role granted", "NEW.granted_by", role, f"{sql['moment']} = NEW.granted_at")
    ended = _untold("role ended", "NEW.ended_by", role, f"{sql['moment']} = NEW.ended_at")
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in ("person", "role", "granted_at", "granted_by"))
    sentence = "a role is given and ended by an entry of the ledger only"
    yield Guard("grants_told", "grants", "INSERT", given, sentence)
    yield Guard("grants_no_update", "grants", "UPDATE", f"NOT ({same} AND OLD.ended_at IS NULL) OR {ended}", sentence)
    yield Guard("grants_no_delete", "grants", "DELETE", ALWAYS, sentence)


def _of_identities(sql: Mapping[str, str]) -> Iterator[Guard]:
    same = """told.body LIKE '%"sign_in":{"issuer":"' || NEW.issuer || '","subject":"' || NEW.subject || '"}}'"""
    untold = _untold("sign-in linked", "NEW.linked_by", same, f"{sql['moment']} = NEW.linked_at")
    sentence = "a sign-in is linked by an entry of the ledger only"
    yield Guard("identities_told", "identities", "INSERT", untold, sentence)
    yield Guard("identities_no_update", "identities", "UPDATE", untold, sentence)
    yield Guard("identities_no_delete", "identities", "DELETE", ALWAYS, sentence)


def _of_proposals() -> Iterator[Guard]:
    """A proposal is made and answered by entries; who may answer was asked of those."""
    of_it = "told.subject = 'agent:' || NEW.agent"
    made = f"{of_it} AND told.what = 'decision proposed' AND CAST(told.seq AS TEXT) = NEW.proposal"
    answers = "told.what IN ('decision recorded', 'proposal declined', 'proposal withdrawn')"
    answered = f"""{of_it} AND {answers} AND told.body LIKE '%"proposal":"' || NEW.proposal || '"%'"""
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in ("proposal", "agent", "body", "proposed_by"))
    sentence = "a proposal is made and answered by an entry of the ledger only"
    untold = "NOT EXISTS (SELECT 1 FROM ledger told WHERE {})"
    yield Guard("proposals_told", "proposals", "INSERT", untold.format(made), sentence)
    changed = f"NOT ({same} AND OLD.state = 'waiting') OR {untold.format(answered)}"
    yield Guard("proposals_no_update", "proposals", "UPDATE", changed, sentence)
    yield Guard("proposals_no_delete", "proposals", "DELETE", ALWAYS, sentence)


def _of_exceptions() -> Iterator[Guard]:
    """A gap is accepted and its exception ended by entries; who may was asked of those, and nothing is prolonged."""
    untold = "NOT EXISTS (SELECT 1 FROM ledger told WHERE told.subject = 'agent:' || NEW.agent AND {})"
    made = "told.what = 'gap accepted' AND told.seq = NEW.seq"
    ended = """told.what = 'exception ended' AND told.body LIKE '%"exception":"' || NEW.exception || '"%'"""
    kept = ("exception", "agent", "gap", "reason", "accepted_by", "accepted_on", "expires_on", "self_approved", "seq")
    same = " AND ".join(f"NEW.{name} = OLD.{name}" for name in kept)
    sentence = "a gap is accepted by an entry of the ledger only"
    yield Guard("exceptions_told", "exceptions", "INSERT", untold.format(made), sentence)
    changed = f"NOT ({same} AND OLD.ended_on IS NULL) OR {untold.format(ended)}"
    yield Guard("exceptions_no_update", "exceptions", "UPDATE", changed, sentence)
    yield Guard("exceptions_no_delete", "exceptions", "DELETE", ALWAYS, sentence)


def _untold(what: str, actor: str, *more: str) -> str:
    """No entry of the ledger says of this person what the row says."""
    told = (f"told.what = '{what}'", "told.subject = 'person:' || NEW.person", f"told.actor = {actor}", *more)
    return f"NOT EXISTS (SELECT 1 FROM ledger told WHERE {' AND '.join(told)})"


def _not_permitted(sql: Mapping[str, str]) -> str:
    manages = ", ".join(f"'{what}'" for what in ABOUT_PEOPLE)
    return f"""
NEW.mode = '{AccessMode.COMPANY}' AND NEW.seq > 0
AND NOT EXISTS (SELECT 1 FROM meta WHERE key = '{ADOPTING}')
AND NOT (
  NEW.verified = 1
  AND EXISTS (SELECT 1 FROM people who WHERE who.person = NEW.actor AND {_active("who", sql)})
  AND NOT (NEW.what IN ({manages}) AND NEW.subject = 'person:' || NEW.actor)
  AND NOT (NEW.what IN ('{DECIDED}', 'proposal declined') AND EXISTS (
    SELECT 1 FROM proposals p
    WHERE p.proposed_by = NEW.actor AND NEW.body LIKE '%"proposal":"' || p.proposal || '"%'))
  AND EXISTS (
    SELECT 1 FROM (VALUES {", ".join(_values(permit) for permit in permits())}) AS may
    WHERE may.column1 = NEW.what
    AND {_CHOICE}
    AND may.column4 IN ('', {_whether_owned(sql)})
    AND NOT (may.column5 = 1 AND {_holds(f"= '{Role.ACCOUNTABLE_OWNER}'", sql)})
    AND (may.column6 = 0 OR {_holds("<> ''", sql)} OR {_risk_owner_of_an_action(sql)})
    AND (may.column7 = 0 OR EXISTS (SELECT 1 FROM settings s WHERE s.preset = '{Preset.SMALL}'))
    AND (
      EXISTS (SELECT 1 FROM grants g WHERE g.person = NEW.actor AND g.role = may.column3 AND g.ended_at IS NULL)
      OR {_holds("= may.column3", sql)}
      OR (may.column3 = '{Role.RISK_OWNER}' AND {_risk_owner_of_an_action(sql)})
      OR (may.column3 = '{Standing.VIEWER}' AND EXISTS (
        SELECT 1 FROM assignments a WHERE {_in_place("a.person", sql)} AND {_on("a", sql)}))
      OR (may.column3 = '{Standing.VIEWER}' AND EXISTS (
        SELECT 1 FROM actions a WHERE {_in_place("a.risk_owner", sql)}))
      OR (may.column3 = '{Standing.NAMED}' AND EXISTS (
        SELECT 1 FROM follow_ups f
        WHERE f.owner = NEW.actor AND NEW.body LIKE '%"follow_up":"' || f.follow_up || '","note":%'))
    )
  )
)"""


def _values(permit: Permit) -> str:
    owned = {None: "", True: "owned", False: "unowned"}[permit.owned]
    told = (permit.what, permit.choice, permit.role.value, owned)
    words = ", ".join(f"'{each}'" for each in told)
    return f"({words}, {int(permit.not_owner)}, {int(permit.own)}, {int(permit.small)})"


def _whether_owned(sql: Mapping[str, str]) -> str:
    owner = f"""EXISTS (SELECT 1 FROM assignments a JOIN people who ON who.person = a.person
      WHERE a.role = '{Role.ACCOUNTABLE_OWNER}' AND {_of_subject("a")} AND {_on("a", sql)} AND {_active("who", sql)})"""
    return f"CASE WHEN {owner} THEN 'owned' ELSE 'unowned' END"


def _holds(role: str, sql: Mapping[str, str]) -> str:
    held = f"{_in_place('a.person', sql)} AND {_of_subject('a')} AND {_on('a', sql)}"
    return f"EXISTS (SELECT 1 FROM assignments a WHERE a.role {role} AND {held})"


def _risk_owner_of_an_action(sql: Mapping[str, str]) -> str:
    return f"EXISTS (SELECT 1 FROM actions a WHERE {_in_place('a.risk_owner', sql)} AND {_of_subject('a')})"


def _in_place(person: str, sql: Mapping[str, str]) -> str:
    """The person is whoever acts, or an active one they stand in for."""
    others = f"SELECT o.person FROM people o WHERE o.delegate = NEW.actor AND {_active('o', sql)}"
    return f"({person} = NEW.actor OR {person} IN ({others}))"


def _of_subject(row: str) -> str:
    return f"(NEW.subject NOT LIKE 'agent:%' OR NEW.subject = 'agent:' || {row}.agent)"


def _on(row: str, sql: Mapping[str, str]) -> str:
    until = f"({row}.effective_to IS NULL OR {row}.effective_to >= {sql['day_before']})"
    return f"({row}.effective_from <= {sql['day_after']} AND {until})"


def _active(row: str, sql: Mapping[str, str]) -> str:
    return f"({row}.active OR {row}.inactive_since > {sql['day_before']})"
