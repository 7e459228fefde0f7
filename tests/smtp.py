"""A real SMTP server on loopback that keeps what it takes."""

import email
import email.policy
import socket
from contextlib import contextmanager

from aiosmtpd.controller import Controller


class Sink:
    """Takes mail over real SMTP; a recipient named nobody is refused."""

    def __init__(self):
        self.received = []
        self.refuses_all = False
        self.on_data = None

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.refuses_all or address.startswith("nobody@"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.received.append(envelope)
        if self.on_data:
            self.on_data()
        return "250 OK"

    @property
    def mails(self):
        return [
            email.message_from_bytes(envelope.content, policy=email.policy.default)
            for envelope in self.received
        ]


@contextmanager
def smtp_sink():
    """The sink, and the MAILERS that lead to it."""
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port, server_hostname="sink.example")
    controller.start()
    options = {"host": "127.0.0.1", "port": port, "timeout": 5}
    backend = "django.core.mail.backends.smtp.EmailBackend"
    try:
        yield sink, {"default": {"BACKEND": backend, "OPTIONS": options}}
    finally:
        controller.stop()


def text_of(mail):
    return mail.get_body(("plain",)).get_content()


def html_of(mail):
    return mail.get_body(("html",)).get_content()
