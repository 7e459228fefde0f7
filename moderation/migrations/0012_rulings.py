import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moderation", "0011_words_do_not_refuse"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="host",
            name="standing",
            field=models.CharField(
                choices=[
                    ("trusted", "trusted"),
                    ("blocked", "blocked"),
                    ("neither", "neither trusted nor blocked"),
                ],
                max_length=8,
                verbose_name="standing",
            ),
        ),
        migrations.CreateModel(
            name="Ruling",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField()),
                ("press", models.UUIDField(db_index=True)),
                ("ruled_at", models.DateTimeField(auto_now_add=True)),
                (
                    "host",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rulings",
                        to="moderation.host",
                    ),
                ),
                (
                    "response",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="rulings",
                        to="moderation.response",
                    ),
                ),
                (
                    "rule",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rulings",
                        to="moderation.rule",
                    ),
                ),
                (
                    "ruled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undoes",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="undone_by",
                        to="moderation.ruling",
                    ),
                ),
            ],
            options={
                "verbose_name": "ruling",
                "verbose_name_plural": "rulings",
                "ordering": ["-ruled_at", "-id"],
                "indexes": [
                    models.Index(fields=["-ruled_at", "-id"], name="ruling_newest"),
                    models.Index(fields=["ruled_by", "-ruled_at", "-id"], name="ruling_of_person"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("host__isnull", False), ("rule", None)),
                            models.Q(("host", None), ("rule__isnull", False)),
                            _connector="OR",
                        ),
                        name="ruling_of_one",
                    )
                ],
            },
        ),
    ]
