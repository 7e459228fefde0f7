"""What only the desk keeps: never shown to readers."""
