"""Divergence without its conversations: the histories, the store, and what wires them together."""

__version__ = "0.1.0"
