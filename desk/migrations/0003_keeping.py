"""What was typed and not saved, and who is at an article."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("desk", "0002_notes_and_links"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Presence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("tab", models.UUIDField()),
                ("seen_at", models.DateTimeField()),
                ("wrote_at", models.DateTimeField(null=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="presences",
                        to="articles.article",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["seen_at"], name="presence_seen_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "tab"), name="one_presence_a_tab")
                ],
            },
        ),
        migrations.CreateModel(
            name="Unsaved",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token", models.UUIDField(null=True)),
                ("typed", models.JSONField(default=dict)),
                ("based_on", models.PositiveIntegerField(default=0)),
                ("tab", models.UUIDField(null=True)),
                ("sequence", models.BigIntegerField(default=0)),
                ("typed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("aside", models.JSONField(default=list)),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unsaved",
                        to="articles.article",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unsaved",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "unsaved text",
                "verbose_name_plural": "unsaved texts",
                "indexes": [models.Index(fields=["typed_at"], name="unsaved_typed_at")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "article"), name="one_slot_an_article"
                    ),
                    models.UniqueConstraint(fields=("person", "token"), name="one_slot_a_token"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("article__isnull", False), ("token__isnull", False), _connector="OR"
                        ),
                        name="slot_of_something",
                    ),
                ],
            },
        ),
    ]
