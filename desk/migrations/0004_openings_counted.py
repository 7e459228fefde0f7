"""How often a link was opened is a number of its own: of the openings only the last are kept."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_keeping")]

    operations = [
        migrations.AddField(
            model_name="previewlink",
            name="opened",
            field=models.PositiveBigIntegerField(default=0, editable=False, verbose_name="opened"),
        ),
    ]
