"""What is done by the clock and belongs to no room alone."""

from collections import deque

from django.core.management import call_command
from django.tasks import task

from articles import bin as drafts_bin
from articles.indexing import index_again
from comments import following
from desk import acting, keeping

KEPT = "7d"
"""How long finished tasks stay to be looked at."""


@task
def tidy() -> None:
    """Make findable what an import wrote past the verbs; empty the bin of what has lain there long
    enough; erase the addresses of who follows nothing; drop acts that can be undone no more,
    unsaved texts that nobody came back for, finished tasks and old sessions.
    """
    deque(index_again(), maxlen=0)
    drafts_bin.empty()
    following.forget()
    acting.forget()
    keeping.forget()
    call_command("ox_prune", older_than=KEPT, verbosity=0)
    call_command("clearsessions", verbosity=0)
