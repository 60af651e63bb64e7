"""A Discord over real sockets, for tests in which the bot is a process of its own that may die while it lives on."""
