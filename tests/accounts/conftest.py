"""A newsroom whose readers may have accounts, and one who has."""

import pytest

from tests.accounts.reader import RITA
from tests.factories import make_newsroom, make_user


@pytest.fixture
def open_newsroom(db):
    return make_newsroom(reader_accounts=True)


@pytest.fixture
def rita(open_newsroom):
    return make_user(RITA, name="Rita Reader", is_staff=False)
