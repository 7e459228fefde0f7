"""Dates as newspapers write them, where Django's own forms are not."""
