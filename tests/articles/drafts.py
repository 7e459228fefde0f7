"""Drafts, and many hands at once."""

from threading import Barrier, Thread

from django.db import connection

from articles.revisions import save
from tests.factories import make_article


def make_draft(headline="Radio opens its archive", **fields):
    return make_article(headline, published=False, **{"slug": "", **fields})


def edit(article, *, by=None, based_on=None, choices=None, **changes):
    """Save these fields of the newest revision otherwise, as the form does."""
    return save(article, changes, by=by, based_on=based_on, choices=choices)


def at_once(count, work):
    """Run ``work(number)`` in so many threads, all let go together; returns what they raised."""
    gate, raised = Barrier(count), []

    def run(number):
        gate.wait()
        try:
            work(number)
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=[number]) for number in range(count)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    return raised
