"""What a role of a PostgreSQL server may do that works with the database: everything but change what was recorded."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from agent_scorecard.store.guards import ALWAYS
from agent_scorecard.store.tables import METADATA
from agent_scorecard.store.triggers import all_guards

CHANGES = ("UPDATE", "DELETE")
_OWNER = "(SELECT relowner FROM pg_class WHERE oid = 'ledger'::regclass)"
_ROLES = f"""SELECT DISTINCT rolname FROM pg_class, aclexplode(relacl) AS given, pg_roles
WHERE pg_class.oid = 'ledger'::regclass AND pg_roles.oid = given.grantee AND given.grantee <> {_OWNER}"""


class CannotGrant(Exception):
    """A role cannot be given what the app needs; the message says why. Nothing was changed."""


def grant_again(connection: Connection, new: str | None = None) -> None:
    """Give each role that works with the database, and a new one, what it needs of the tables there are now.

    Raises CannotGrant for a role that is not there, or that could take the guards off.
    """
    if connection.dialect.name == "sqlite":
        if new is not None:
            raise CannotGrant("A file has no roles: --app-role is for a PostgreSQL server.")
        return
    if new is not None:
        _refuse_unfit(connection, new)
    for role in sorted({*connection.execute(text(_ROLES)).scalars(), *([new] if new else ())}):
        for statement in _grants(connection, role):
            connection.exec_driver_sql(statement.replace("%", "%%"))


def _refuse_unfit(connection: Connection, role: str) -> None:
    asked = f"SELECT rolsuper OR pg_has_role(oid, {_OWNER}, 'MEMBER') FROM pg_roles WHERE rolname = :role"
    could_unguard = connection.execute(text(asked), {"role": role}).scalar()
    if could_unguard is None:
        raise CannotGrant(
            f"There is no role {role} on the server: create it with CREATE ROLE and LOGIN, then try again."
        )
    if could_unguard:
        raise CannotGrant(
            f"{role} owns the tables or is a superuser, so it could take the guards off: name another role."
        )


def _grants(connection: Connection, role: str) -> Iterator[str]:
    quote = connection.dialect.identifier_preparer.quote
    schema = quote(str(connection.exec_driver_sql("SELECT current_schema()").scalar()))
    to = quote(role)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {to}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {to}"
    yield f"GRANT SELECT ON alembic_version TO {to}"
    yield f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {to}"
    kept = {(guard.table, guard.event) for guard in all_guards("postgresql") if guard.when == ALWAYS}
    for table in METADATA.sorted_tables:
        allowed = ", ".join(("SELECT", "INSERT", *(each for each in CHANGES if (table.name, each) not in kept)))
        yield f"GRANT {allowed} ON {quote(table.name)} TO {to}"
