"""French: the hour with its ``à``."""

DATETIME_FORMAT = r"j F Y \à G\hi"
