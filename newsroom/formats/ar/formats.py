"""Arabic: the day first, in one order with and without the hour."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، G:i"
