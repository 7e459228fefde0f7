"""However many responses there are, a page of the desk walks and sorts only what it shows.

Twenty thousand rows, as the planner sees them; `python -m bench.desk` does the same with a million.
"""

import pytest

from bench.desk_pages import NARROWED, client_of, make_rows, pages
from bench.plans import asked
from moderation.models import Response
from moderation.queues import QUEUES

NUMBER = 20_000
MOST = 10
READ_WHOLE = {"a common word", "a rare word", "no such word"}
"""Of so few rows the planner rightly reads all for a word; of a million it looks trigrams up."""


def look(client, address):
    with asked() as found:
        answer = client.get(address)
        answer.content  # noqa: B018
    assert answer.status_code == 200, address
    return len(found.queries), found.faults()


@pytest.mark.proof
@pytest.mark.django_db(transaction=True)  # rows that are vacuumed, as a newsroom's are
def test_no_page_walks_or_sorts_and_each_costs_the_same_wherever_it_lies():
    client = client_of(make_rows(NUMBER, articles=100))
    measured = {name: look(client, address) for name, address in pages(NUMBER)}
    assert set(measured) > set(NARROWED)
    bad = {name: faults for name, (__, faults) in measured.items() if faults}
    assert {name: faults for name, faults in bad.items() if name not in READ_WHOLE} == {}
    for queue in [*QUEUES, "log"]:
        names = [name for name in measured if name.startswith(f"{queue}, ")]
        assert len(names) == 3
        assert len({measured[name][0] for name in names}) == 1, queue
        assert measured[names[0]][0] <= MOST


@pytest.mark.django_db
def test_a_plan_that_walks_and_sorts_is_found():
    make_rows(3000, articles=10)
    with asked() as found:
        list(Response.objects.order_by("reason", "evidence", "pk").values("reason"))
    faults = " ".join(found.faults())
    assert "walks all of moderation_response" in faults
    assert "sorts" in faults
