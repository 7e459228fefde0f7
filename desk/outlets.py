"""Where an article may appear before it is public: at one address, whose tests are its own."""

from lib.outlets import excuse


def register() -> None:
    """Say why the one route shows drafts."""
    excuse(
        "preview", "Signed addresses that colleagues give away; its own tests ask it for drafts."
    )
