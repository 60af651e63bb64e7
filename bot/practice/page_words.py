"""Every sentence of the front page, by the name the page's template and script use."""

from __future__ import annotations

from bot.language import Words

AGAIN = "divergence practice"


def page_words(_: Words) -> dict[str, str]:
    """The page's sentences in the language of `_`."""
    return {
        "title": _("Divergence: practice server"),
        "name": _("Practice server"),
        "what": _(
            "This is a simulation of Discord on this machine, with the real bot in it. There is no Discord account, "
            "no token and no network; whatever you do stays here."
        ),
        "try": _("Write /ask and a question in the box under the messages, or mention @Divergence."),
        "join": _(
            "To join real Discord: create a bot token as the README describes, then run {command}.", command="{command}"
        ),
        "about": _("What is this?"),
        "you": _("You are"),
        "where": _("Where"),
        "language": _("Discord's language for {name}", name="{name}"),
        "reset": _("Start over"),
        "reset_sure": _("Start over with an empty server? What was stored is set aside, not deleted."),
        "recent": _("Recent messages"),
        "recent_what": _("The commands under a message are those of its menu in Discord (right click, or press long)."),
        "no_messages": _("No messages here yet."),
        "no_menus": _("The bot has no commands for messages here."),
        "answer": _("What came of it"),
        "private": _("only you can see this"),
        "closed": _("This view was closed."),
        "open": _("Open it again"),
        "forum": _("A forum holds posts, no messages of its own. Choose a post in the list."),
        "own_tab": _("Open in a tab of its own"),
        "gone": _("The practice server has stopped. Start it again with {command}.", command=AGAIN),
        "channel": _("Channel"),
        "direct": _("Direct messages"),
    }


def role_words(_: Words) -> dict[str, str]:
    """What each person is, by name."""
    return {
        "ana": _("member"),
        "luis": _("member"),
        "nora": _("host of events"),
        "marta": _("moderator"),
    }
