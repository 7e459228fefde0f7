"""Tasks in the queue that name a person: what is not done yet, and what was done this week."""

from django.db.models import QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django_ox.models import OxTask

from lib.people import Facts, Person


def export_tasks(person: Person) -> list[Facts]:
    """What was asked of the worker about the address."""
    return [
        {"task": task.task_path, "asked_at": task.enqueued_at.isoformat()}
        for task in _tasks_of(person)
    ]


def erase_tasks(person: Person, keep_text: bool) -> int:
    """Drop those tasks; a mail that was not sent yet is not sent."""
    return int(_tasks_of(person).delete()[0])


def _tasks_of(person: Person) -> QuerySet[OxTask]:
    """By what they were asked, and by what a failure says."""
    columns = [Cast(name, TextField()) for name in ("args", "kwargs", "errors")]
    blank = Value(" ", TextField())
    told = Concat(columns[0], blank, columns[1], blank, columns[2])
    return OxTask.objects.alias(told=told).filter(told__iregex=person.pattern)
