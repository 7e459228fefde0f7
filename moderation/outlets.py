"""Addresses of the moderation room: none is the public's."""

from lib.outlets import excuse


def register() -> None:
    """Say for each route why it shows nothing to the public."""
    excuse("decision", "A signed address, and the session of somebody who may decide.")
    excuse("appeal", "A signed address that only the writer of a rejected comment has.")
