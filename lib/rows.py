"""Rows of a model, found, added and changed by statements that are composed once.

For what every request or every announcement asks: to compose such a statement from a QuerySet takes
longer than to ask it. Everything else is a QuerySet.
"""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, Model


def rows[M: Model](model: type[M], condition: str, **values: Any) -> list[M]:
    """The rows for which ``condition`` holds: SQL over the table's own columns, with
    ``%(name)s`` for each of the values.
    """
    fields, statement = _composed(model, condition)
    names = [field.attname for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found = cursor.fetchall()
    read = [getattr(field, "from_db_value", None) for field in fields]
    return [
        model.from_db(
            connection.alias,
            names,
            [
                convert(value, None, connection) if convert else value
                for convert, value in zip(read, row, strict=True)
            ],
        )
        for row in found
    ]


def row[M: Model](model: type[M], condition: str, **values: Any) -> M | None:
    """The first of the rows, or None."""
    return next(iter(rows(model, condition, **values)), None)


@cache
def _composed(model: type[Model], condition: str) -> tuple[list[Any], str]:
    """The columns in their order, and the statement."""
    fields = list(model._meta.concrete_fields)
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(field.column or "") for field in fields)
    table = quoted(model._meta.db_table)
    return fields, f"SELECT {names} FROM {table} WHERE {condition}"  # noqa: S608 - no values


def add[M: Model](made: list[M]) -> list[M]:
    """Store new rows of one model, with one statement and no signals; they have keys then.

    Raises IntegrityError as ``bulk_create`` does.
    """
    fields, statement = _composed_to_add(type(made[0]), len(made))
    values = [value for one in made for value in _values(one, fields, is_new=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        keys = cursor.fetchall()
    for one, (key,) in zip(made, keys, strict=True):
        one.pk = key
        one._state.adding = False
        one._state.db = connection.alias
    return made


@cache
def _composed_to_add(model: type[Model], count: int) -> tuple[list[Any], str]:
    """The columns that are written, in their order, and the statement."""
    fields = [one for one in model._meta.concrete_fields if not isinstance(one, AutoField)]
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(field.column or "") for field in fields)
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column or "")
    places = f"({', '.join(['%s'] * len(fields))})"
    said = ", ".join([places] * count)
    return fields, f"INSERT INTO {table} ({names}) VALUES {said} RETURNING {key}"  # noqa: S608


def change(row: Model, names: tuple[str, ...] = ()) -> None:
    """Store these fields of a row, or all of them, with no signals; whoever calls has locked it."""
    fields, statement = _composed_to_change(type(row), names)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*_values(row, fields, is_new=False), row.pk])


@cache
def _composed_to_change(model: type[Model], names: tuple[str, ...]) -> tuple[list[Any], str]:
    """The columns that are written, in their order, and the statement."""
    known = {one.name: one for one in model._meta.concrete_fields if not one.primary_key}
    fields = [known[name] for name in names or known]
    quoted = connection.ops.quote_name
    said = ", ".join(f"{quoted(field.column or '')} = %s" for field in fields)
    table, key = quoted(model._meta.db_table), quoted(model._meta.pk.column or "")
    return fields, f"UPDATE {table} SET {said} WHERE {key} = %s"  # noqa: S608 - no values


def _values(row: Model, fields: list[Any], *, is_new: bool) -> list[Any]:
    """What the database is to keep of these fields."""
    return [field.get_db_prep_save(field.pre_save(row, add=is_new), connection) for field in fields]
