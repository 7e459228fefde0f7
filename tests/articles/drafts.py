"""Drafts, and many hands at once."""

from threading import Barrier, Thread

from django.db import connection

from tests.factories import make_article


def make_draft(headline="Radio opens its archive", **fields):
    return make_article(headline, published=False, **{"slug": "", **fields})


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
