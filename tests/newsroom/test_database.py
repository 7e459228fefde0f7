"""The embedded database of the tests knows every script."""

"""What the database must be able to do, wherever it stands."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_every_scripts_letters_have_trigrams():
    with connection.cursor() as cursor:
        cursor.execute("SELECT show_trgm('سلام'), lower('ÄÉЖ'), 'ی' ~ '[[:alpha:]]'")
        trigrams, lowered, is_letter = cursor.fetchone()
    assert trigrams
    assert lowered == "äéж"
    assert is_letter
