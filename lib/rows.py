"""Rows of a model by a statement that is composed once.

For what every request or every announcement asks: to compose such a statement from a QuerySet takes
longer than to ask it. Everything else is a QuerySet.
"""

from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model


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


@cache
def _composed(model: type[Model], condition: str) -> tuple[list[Any], str]:
    """The columns in their order, and the statement."""
    fields = list(model._meta.concrete_fields)
    quoted = connection.ops.quote_name
    names = ", ".join(quoted(field.column) for field in fields)
    table = quoted(model._meta.db_table)
    return fields, f"SELECT {names} FROM {table} WHERE {condition}"  # noqa: S608 - no values
