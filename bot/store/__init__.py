"""What the bot remembers, in SQLite: plain functions over one writing thread. Only plain values go in and out."""
