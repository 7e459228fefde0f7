"""Where mails go while no mail server is named."""

from django.core.mail.backends.filebased import EmailBackend


class KeptMail(EmailBackend):
    """Keeps each mail as a file: nothing is sent and nothing is lost."""
