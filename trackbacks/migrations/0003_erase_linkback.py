from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("trackbacks", "0002_face")]

    operations = [
        migrations.AlterModelOptions(
            name="linkback",
            options={
                "permissions": [("erase_linkback", "Can export and erase all of one site")],
                "verbose_name": "linkback",
                "verbose_name_plural": "linkbacks",
            },
        ),
    ]
