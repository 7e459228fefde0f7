"""Measurements that are run by hand: each starts what it needs, and leaves nothing behind."""
