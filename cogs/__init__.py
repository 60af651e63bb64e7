"""The conversations: one small cog for each family of commands. No SQL, no rules, no text matching here."""
