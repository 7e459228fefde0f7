"""Give each comment its place on the page, and the count of what is shown below it."""

from django.db import migrations

UNDER = """
WITH RECURSIVE placed (id, under, depth) AS (
    SELECT response_id, NULL::bigint, 1 FROM comments_comment WHERE thread_id IS NULL
    UNION ALL
    SELECT reply.response_id,
           CASE WHEN placed.depth < 5 THEN placed.id ELSE placed.under END,
           LEAST(placed.depth + 1, 5)
    FROM placed JOIN comments_comment AS reply
      ON COALESCE(reply.parent_id, reply.thread_id) = placed.id AND reply.thread_id IS NOT NULL
)
UPDATE comments_comment SET under_id = placed.under, depth = placed.depth
FROM placed WHERE response_id = placed.id
"""
BELOW = """
WITH RECURSIVE standing (above) AS (
    SELECT comment.under_id FROM comments_comment AS comment
    JOIN moderation_response AS response ON response.id = comment.response_id
    WHERE response.state = 'shown'
    UNION ALL
    SELECT comment.under_id FROM standing
    JOIN comments_comment AS comment ON comment.response_id = standing.above
)
UPDATE comments_comment SET below = counted.number
FROM (SELECT above, count(*) AS number FROM standing GROUP BY above) AS counted
WHERE response_id = counted.above
"""


class Migration(migrations.Migration):
    dependencies = [("comments", "0003_places"), ("moderation", "0001_initial")]

    operations = [
        migrations.RunSQL(UNDER, migrations.RunSQL.noop),
        migrations.RunSQL(BELOW, migrations.RunSQL.noop),
    ]
