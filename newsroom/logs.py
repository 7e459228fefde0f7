"""What the log may say: no secret addresses, no clients' addresses."""

import logging
import re

SECRET_ADDRESS = re.compile(
    r"/(preview|held|linkbacks|follow|confirm|appeal|decision|reset|edit"
    r"|account/(?:join|enter|renew|address))/[^\s'\"?]+"
)


class SecretAddresses(logging.Filter):
    """Cuts what follows in addresses that only one person has."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET_ADDRESS.sub(r"/\1/…", record.getMessage())
        record.args = None
        return True
