from django.db import migrations

from lib.fold import fold
from lib.html import STAFF, paragraphs


def fill(apps, schema_editor):
    """What the rows before knew nothing of: the name to search by, the biography to show."""
    authors = apps.get_model("articles", "Author").objects
    for author in authors.only("pk", "name", "biography").iterator():
        authors.filter(pk=author.pk).update(
            folded=fold(author.name)[:200],
            biography_html=paragraphs(author.biography, STAFF),
        )


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_authors")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
