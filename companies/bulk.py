"""Many rows at once: PostgreSQL's COPY, some ten times quicker than ``bulk_create``."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone
from psycopg import sql
from psycopg.types.json import Jsonb

# The rows wait there for the history trigger, not in a file.
IN_MEMORY = "SET LOCAL work_mem = '128MB'"
# Once in a transaction for each model: there may be many parts.
CHANGED = """
    CREATE TEMP TABLE IF NOT EXISTS {changed} ON COMMIT DROP AS SELECT * FROM {table} WITH NO DATA;
    TRUNCATE {changed}"""
UPDATE = """
    UPDATE {table} AS mine SET {values} FROM {changed} AS changed
    WHERE mine.{key} = changed.{key}"""


@contextmanager
def copying(cursor: Any, statement: str | sql.Composed) -> Iterator[Any]:
    """COPY passes by the wrappers that announce history context and ignored triggers, or wait for
    what was begun before; the statement before it does not.
    """
    cursor.execute(IN_MEMORY)
    with connection.execute_wrapper(_refuse), cursor.copy(statement) as copy:
        yield copy


def copy_rows(model: type[models.Model], fields: Sequence[str], rows: Iterable[Sequence]) -> int:
    """Append ``rows`` to the table of ``model``, and return how many there were.

    A row gives the values of ``fields`` (names, or ``company_id`` for a key) in that order. The
    others take their default; one without a default must be named, since nothing that ``save()``,
    ``clean()`` or a field computes is computed here. Constraints and triggers of the database
    hold, so history is written in the caller's ``pghistory.context``. ``rows`` may be a generator,
    but one that does not ask the database: the connection is busy.
    """
    by_name = {name: f for f in model._meta.concrete_fields for name in (f.name, f.attname)}
    named = [by_name[name] for name in fields]
    constants = _constants(model, named)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(model._meta.db_table),
        sql.SQL(", ").join(sql.Identifier(field.column) for field in (*named, *constants)),
    )
    rest = tuple(constants.values())
    count = 0
    # Without a savepoint: after many, everybody else has to look for them in what they read.
    with (
        transaction.atomic(savepoint=False),
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        copying(cursor, statement) as copy,
    ):
        for count, row in enumerate(_adapted(named, rows), start=1):  # noqa: B007
            copy.write_row((*row, *rest))
    return count


def copy_objects(objects: Collection[models.Model]) -> None:
    """Append unsaved objects of one model, as ``bulk_create`` does; keys that the database gives
    are not known afterwards.
    """
    for model in {type(one) for one in objects}:
        fields = [
            field
            for field in model._meta.concrete_fields
            if not (field.generated or isinstance(field, models.AutoField))
        ]
        copy_rows(model, [field.attname for field in fields], _saved(objects, fields, add=True))


def update_objects(objects: Collection[models.Model], fields: Iterable[str]) -> None:
    """Write the ``fields`` of saved objects of one model, as ``bulk_update`` does.

    One statement for all of them, so that the triggers run once.
    """
    for model in {type(one) for one in objects}:
        named = [model._meta.pk, *map(model._meta.get_field, sorted(fields))]
        key, *columns = [connection.ops.quote_name(field.column) for field in named]
        names = {
            "table": connection.ops.quote_name(model._meta.db_table),
            "changed": connection.ops.quote_name(f"changed_{model._meta.db_table}"),
            "key": key,
            "values": ", ".join(f"{column} = changed.{column}" for column in columns),
        }
        with (
            transaction.atomic(savepoint=False),
            connection.wrap_database_errors,
            connection.cursor() as cursor,
        ):
            cursor.execute(CHANGED.format(**names))
            listed = ", ".join([key, *columns])
            with copying(cursor, f"COPY {names['changed']} ({listed}) FROM STDIN") as copy:
                for row in _adapted(named, _saved(objects, named, add=False)):
                    copy.write_row(row)
            cursor.execute(UPDATE.format(**names))


def _saved(
    objects: Iterable[models.Model], fields: Sequence[models.Field], *, add: bool
) -> Iterator[Sequence]:
    """The values of the fields; those that compute theirs on saving do so."""
    computed = [field for field in fields if type(field).pre_save is not models.Field.pre_save]
    values = attrgetter(*(field.attname for field in fields))
    for one in objects:
        for field in computed:
            field.pre_save(one, add)
        yield values(one)


def _refuse(*args: Any) -> None:
    raise RuntimeError("a generator of rows for COPY must not ask the database")


def _constants(model: type[models.Model], named: list[models.Field]) -> dict[models.Field, Any]:
    """Fields that no row gives, with the value that all rows share."""
    constants, missing = {}, []
    for field in model._meta.concrete_fields:
        if field in named or field.generated or isinstance(field, models.AutoField):
            continue
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
            constants[field] = timezone.now()
        elif field.primary_key or not (field.has_default() or field.null or field.blank):
            missing.append(field.name)
        elif (default := field.get_default()) is not None:
            constants[field] = Jsonb(default) if _is_json(field) else default
    if missing:
        raise ValueError(f"{model.__name__} rows need: {', '.join(missing)}")
    return constants


def _adapted(named: list[models.Field], rows: Iterable[Sequence]) -> Iterable[Sequence]:
    """Wrap JSON values, which psycopg cannot tell from arrays and composites."""
    places = {place for place, field in enumerate(named) if _is_json(field)}
    if not places:
        return rows
    return (
        [Jsonb(value) if place in places else value for place, value in enumerate(row)]
        for row in rows
    )


def _is_json(field: models.Field) -> bool:
    return isinstance(field, models.JSONField)
