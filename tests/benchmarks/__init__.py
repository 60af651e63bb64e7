"""What the bot's matcher is worth beside others: printed, never asserted."""
