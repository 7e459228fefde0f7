"""What is done by the clock and belongs to no room alone."""

from django.core.management import call_command
from django.tasks import task

from articles import bin as drafts_bin
from comments import following
from desk import keeping

KEPT = "7d"
"""How long finished tasks stay to be looked at."""


@task
def tidy() -> None:
    """Empty the bin of what has lain there long enough; erase the addresses of who follows nothing;
    drop unsaved texts that nobody came back for, finished tasks and old sessions.
    """
    drafts_bin.empty()
    following.forget()
    keeping.forget()
    call_command("ox_prune", older_than=KEPT, verbosity=0)
    call_command("clearsessions", verbosity=0)
