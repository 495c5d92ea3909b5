"""What both engines must promise and Django does not ask of them by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, migrations, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
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


def forbid_changes(connection: BaseDatabaseWrapper, table: str) -> None:
    """Make the database refuse to change or remove rows of `table`."""
    refusal = f"{table} is append-only"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for act in ("UPDATE", "DELETE"):
                cursor.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
                )
            return
        cursor.execute(
            f"CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{refusal}'; END $$"
        )
        cursor.execute(
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_refuse()"
        )
        cursor.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
        )


def allow_changes(connection: BaseDatabaseWrapper, table: str) -> None:
    """Undo `forbid_changes`."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for act in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER {table}_no_{act}")
            return
        cursor.execute(f"DROP TRIGGER {table}_no_change ON {table}")
        cursor.execute(f"DROP TRIGGER {table}_no_truncate ON {table}")
        cursor.execute(f"DROP FUNCTION {table}_refuse()")


def append_only(table: str) -> list[migrations.RunPython]:
    """Migration steps after which rows of `table` can be added but neither changed nor removed."""

    def forbid(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        forbid_changes(editor.connection, table)

    def allow(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        allow_changes(editor.connection, table)

    return [migrations.RunPython(forbid, allow)]
