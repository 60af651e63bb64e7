"""The histories themselves: facts, dates, packs and finding things in them. Pure; reads no clock and no dice."""
