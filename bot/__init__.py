"""Divergence without its conversations: the histories, the store, and what wires them together."""
