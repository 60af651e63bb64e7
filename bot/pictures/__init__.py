"""Pictures: what is on them, where on the sheet it goes, and a process of its own that draws them."""
