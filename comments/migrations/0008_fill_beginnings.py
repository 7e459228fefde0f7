"""Cut what is long among the comments that are there already, as `comments.rendering` does."""

from django.db import migrations

from lib.html import beginning

LONG, BEGINNING = 1_600, 1_300
SELECT = "SELECT response_id, html FROM comments_comment WHERE octet_length(html) > %s"
UPDATE = "UPDATE comments_comment SET beginning = %s, renderer = 2 WHERE response_id = %s"


def fill(apps, schema_editor):
    with schema_editor.connection.cursor() as rows:
        rows.execute(f"{SELECT} AND beginning = '' LIMIT 500", [LONG])
        while found := rows.fetchall():
            rows.executemany(UPDATE, [(beginning(html, BEGINNING), pk) for pk, html in found])
            rows.execute(f"{SELECT} AND beginning = '' LIMIT 500", [LONG])


class Migration(migrations.Migration):
    dependencies = [("comments", "0007_beginning")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
