"""Write the cards of the articles that are there, a few hundred in a transaction; it can be stopped
and goes on where it was.
"""

from django.db import migrations, transaction
from django.db.models import OuterRef, Subquery

from lib.html import text_of
from lib.searches import tsvector

AT_ONCE = 500


def fill(apps, schema_editor):
    article_model = apps.get_model("articles", "Article")
    last = 0
    while True:
        rows = article_model.objects.filter(pk__gt=last, index_card=None).order_by("pk")
        ids = list(rows.values_list("pk", flat=True)[:AT_ONCE])
        if not ids:
            return
        last = ids[-1]
        with transaction.atomic():
            fill_some(apps, ids)


def fill_some(apps, ids):
    article_model, revision_model, card_model = (
        apps.get_model("articles", name) for name in ("Article", "Revision", "IndexCard")
    )
    rows = article_model.objects.select_for_update().filter(pk__in=ids)
    newest = revision_model.objects.filter(article=OuterRef("pk")).order_by("-number").values("pk")
    numbers = article_model.objects.filter(pk__in=ids).values_list(Subquery(newest[:1]), flat=True)
    revisions = {one.article_id: one for one in revision_model.objects.filter(pk__in=list(numbers))}
    card_model.objects.bulk_create(
        (card(card_model, row, revisions.get(row.pk)) for row in rows), ignore_conflicts=True
    )


def card(card_model, row, revision):
    content = revision.content if revision else content_of(row)
    named = [one.get("author") for one in content.get("bylines") or ()]
    labels = [one["label"] for one in (*named, *(content.get("tags") or ())) if one]
    standfirst, body = content.get("standfirst") or "", text_of(content.get("body") or "")
    return card_model(
        article_id=row.pk,
        text=" ".join(f"{standfirst} {body}".replace("\0", "").split()),
        words=tsvector([
            ("A", content.get("headline") or ""),
            ("B", standfirst),
            *(("B", label) for label in labels),
            ("C", body),
        ]),
        written_at=revision.created_at if revision else row.revised_at or row.created_at,
    )  # fmt: skip


def content_of(row):
    return {
        "headline": row.headline,
        "standfirst": row.standfirst,
        "body": row.body,
        "bylines": [
            {"author": {"label": byline.author.name}}
            for byline in row.bylines.select_related("author")
        ],
        "tags": [{"label": item.tag.name} for item in row.tag_items.select_related("tag")],
    }


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("articles", "0007_index_cards")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
