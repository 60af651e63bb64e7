"""Discord's limits that we can meet, from its developer documentation."""

COMPONENTS = 40
"""Components in one message, those inside others included."""
MESSAGE_TEXT = 4000
"""Characters of text in one Components V2 message."""
BUTTON_LABEL = 80
OPTION_LABEL = 100
PLACEHOLDER = 150
CHOICES = 25
CHOICE_NAME = 100
MODAL_TITLE = 45
MODAL_LABEL = 45
ROW = 5
"""Buttons in one row."""
