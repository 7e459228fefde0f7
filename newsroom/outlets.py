"""Addresses of the composition root, at which no article of the public's can appear."""

from lib.outlets import excuse

PASSWORDS = (
    "admin_password_reset",
    "password_reset_confirm",
    "password_reset_complete",
    "password_reset_done",
)


def register() -> None:
    """Say for each route why it shows nothing."""
    excuse("admin:", "Staff only: every view asks for an account.")
    for name in ("healthz", "readyz"):
        excuse(name, "One word for the operator's watch.")
    for name in PASSWORDS:
        excuse(name, "A form for a new password, and nothing else.")
