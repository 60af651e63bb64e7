"""How things look and feel on Discord: cards, buttons, forms and the limits they must keep to."""
