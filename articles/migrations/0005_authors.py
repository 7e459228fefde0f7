from django.db import migrations, models

from accounts.models import FoldedEmailField

ROLES = [
    ("writer", "by"),
    ("reporting", "additional reporting by"),
    ("photographs", "photographs by"),
    ("illustration", "illustrations by"),
    ("graphics", "graphics by"),
    ("video", "video by"),
    ("audio", "audio by"),
    ("translation", "translated by"),
    ("editing", "edited by"),
    ("research", "research by"),
]


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_staged_edits")]

    operations = [
        migrations.AddField(
            model_name="author",
            name="folded",
            field=models.CharField(default="", editable=False, max_length=200),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="author",
            name="is_pseudonym",
            field=models.BooleanField(
                default=False,
                help_text="Nothing public leads from this name to the account, or to a name and an address that it had before.",
                verbose_name="pseudonym",
            ),
        ),
        migrations.AddField(
            model_name="author",
            name="title",
            field=models.CharField(
                blank=True,
                help_text="Such as “Science editor”.",
                max_length=100,
                verbose_name="title",
            ),
        ),
        migrations.AlterField(
            model_name="author",
            name="biography",
            field=models.TextField(
                blank=True,
                help_text="Shown on their page, and in short below their articles.",
                max_length=5000,
                verbose_name="biography",
            ),
        ),
        migrations.AddField(
            model_name="author",
            name="biography_html",
            field=models.TextField(blank=True, editable=False),
        ),
        migrations.AddField(
            model_name="author",
            name="email",
            field=FoldedEmailField(
                blank=True,
                help_text="Everybody can read it.",
                max_length=254,
                verbose_name="public e-mail address",
            ),
        ),
        migrations.AlterField(
            model_name="byline",
            name="role",
            field=models.CharField(
                choices=ROLES, default="writer", max_length=12, verbose_name="role"
            ),
        ),
    ]
