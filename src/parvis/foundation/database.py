"""What both engines must promise and Django does not ask of them by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, migrations, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


@contextmanager
def read_only() -> Iterator[None]:
    """Until the end of the block, the database itself refuses every write.

    PostgreSQL: a read-only transaction, so that all reads of a page see one moment. SQLite: no
    transaction, since an immediate one would take the lock that writers need.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA query_only = ON")
        try:
            yield
        finally:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA query_only = OFF")
    else:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION READ ONLY")
            yield


def append_only(table: str) -> list[migrations.RunPython]:
    """Migration steps after which rows of `table` can be added but neither changed nor removed."""

    def forbid(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        refusal = f"{table} is append-only"
        if editor.connection.vendor == "sqlite":
            for act in ("UPDATE", "DELETE"):
                editor.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                )
            return
        editor.execute(
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
        )
        editor.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        )
        editor.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
        )

    def allow(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "sqlite":
            for act in ("update", "delete"):
                editor.execute(f"DROP TRIGGER {table}_no_{act}")
            return
        editor.execute(f"DROP TRIGGER {table}_no_change ON {table}")
        editor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        editor.execute(f"DROP FUNCTION {table}_refuse()")

    return [migrations.RunPython(forbid, allow)]
