"""A great many responses at once: rows that exist, multiplied in one statement for each table.

Every column that is not named here has the value of the row that is multiplied, so that a new
column needs no line here.
"""

from typing import Any

from django.db import connection, models

STATES = "{shown,shown,shown,shown,held,held,spam,spam,spam,rejected}"
WORDS = "{bread,is,dear,and,who,pays,for,it,the,harbour,was,closed,yesterday,again,they,say}"
STATE = f"('{STATES}'::text[])[1 + (n / 7) % 10]"
NUMBERS = "generate_series(1, {number}) n"

RESPONSE = {
    "id": "nextval(pg_get_serial_sequence('moderation_response', 'id'))",
    "article_id": "({articles}::bigint[])[1 + n % cardinality({articles}::bigint[])]",
    "kind": "CASE WHEN n % 5 = 0 THEN 'linkback' WHEN n % 997 = 0 THEN 'like' ELSE 'comment' END",
    "state": STATE,
    "plea": f"CASE WHEN n % 51 > 0 THEN '' WHEN {STATE} = 'shown' THEN 'reported'"
    f" WHEN {STATE} = 'rejected' THEN 'appealed' ELSE '' END",
    "author_name": "'Reader ' || n % 40000",
    "host": "CASE WHEN n % 5 = 0 THEN 'blog' || n % 3000 || '.example' ELSE '' END",
    "summary": " || ' ' || ".join(f"('{WORDS}'::text[])[1 + (n / {by}) % 16]" for by in (1, 3, 11))
    + " || ' no. ' || n",
    "network_hash": "md5((n % 50000)::text)",
    "created_at": "now() - n * interval '37 seconds'",
}
COMMENT = {
    "response_id": "n.id",
    "email": "'reader' || n.id % 40000 || '@example.org'",
    "text": "n.summary",
    "html": "n.summary",
    "held_token": "NULL",
    "twin_key": "NULL",
}
LINKBACK = {
    "response_id": "n.id",
    "article_id": "n.article_id",
    "protocol": "('{pingback,webmention,trackback}'::text[])[1 + n.id % 3]",
    "source_key": "'key-' || n.id",
}
DECISION = {
    "id": "nextval(pg_get_serial_sequence('moderation_decision', 'id'))",
    "response_id": "n.id",
    "after": "n.state",
    "decided_at": "n.created_at + interval '1 hour'",
    "decided_by_id": "CASE WHEN n.id % 3 > 0 THEN"
    " ({people}::bigint[])[1 + n.id % cardinality({people}::bigint[])] END",
}
ALL = "(SELECT * FROM moderation_response WHERE {which} AND id > {after}) n"


def fill(comment: Any, linkback: Any, decision: Any, *, number: int, people: list[int]) -> None:
    """Multiply a comment, a linkback and a decision, each with all that belongs to it.

    A fifth are linkbacks, four tenths are shown, a fifth waits; all on the articles that there are.
    """
    response = comment.response
    articles = list(type(response.article).objects.values_list("pk", flat=True))
    after = type(response).objects.order_by("-pk").values_list("pk", flat=True)[0]
    values = {"articles": f"'{_array(articles)}'", "people": f"'{_array(people)}'"}
    _multiply(response, NUMBERS.format(number=number), RESPONSE, values)
    comments, others = (
        ALL.format(which=which, after=after) for which in ("kind = 'comment'", "kind <> 'comment'")
    )
    _multiply(comment, comments, COMMENT, values)
    _multiply(linkback, others, LINKBACK, values)
    _multiply(decision, ALL.format(which="state <> 'held'", after=after), DECISION, values)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)")


def _multiply(row: models.Model, source: str, own: dict[str, str], values: dict[str, str]) -> None:
    """One row for each of the source's, `own` by column, the rest as the row has it."""
    meta = row._meta
    columns = [field.column for field in meta.concrete_fields]
    wanted = [_filled(own[name], values) if name in own else f"t.{name}" for name in columns]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {meta.db_table} ({', '.join(columns)})"  # noqa: S608 - our own words
            f" SELECT {', '.join(wanted)} FROM {source},"
            f" (SELECT * FROM {meta.db_table} WHERE {meta.pk.column} = {row.pk}) t"
        )


def _filled(expression: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        expression = expression.replace(f"{{{name}}}", value)
    return expression


def _array(numbers: list[int]) -> str:
    return f"{{{','.join(map(str, numbers))}}}"
