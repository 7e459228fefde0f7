"""Addresses of the composition root, at which no article of the public's can appear."""

from lib.outlets import excuse

PASSWORDS = (
    "admin_password_reset",
    "password_reset_confirm",
    "password_reset_complete",
    "password_reset_done",
)

ACCOUNTS = (
    "account",
    "account-address",
    "account-ask-join",
    "account-ask-link",
    "account-delete",
    "account-enter",
    "account-forgotten",
    "account-join",
    "account-move",
    "account-name",
    "account-password",
    "account-renew",
    "account-sent",
    "account-sign-in",
    "account-sign-out",
)


def register() -> None:
    """Say for each route why it shows nothing."""
    excuse("admin:", "Staff only: every view asks for an account.")
    for name in ("healthz", "readyz"):
        excuse(name, "One word for the operator's watch.")
    for name in PASSWORDS:
        excuse(name, "A form for a new password, and nothing else.")
    for name in ACCOUNTS:
        excuse(name, "A form about one reader's own account.")
