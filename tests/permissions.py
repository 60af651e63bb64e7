"""Who may do what: a rule for every command and every component, and docs/PERMISSIONS.md made from them.

`uv run python -m tests.permissions` writes the document. tests/test_permissions.py holds the rules to the commands and
actions there are, the document to the rules, and the program to both.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "PERMISSIONS.md"


class Actor(Enum):
    """The six kinds of people."""

    OWN = "member, own"
    MEMBER = "member, another’s"
    HOST = "host"
    CURATOR = "curator"
    MODERATOR = "moderator"
    OUTSIDE = "outside"


class Outcome(Enum):
    """What comes of it."""

    YES = "yes"
    NO = "no"
    """Refused with a sentence, or not offered by Discord in the first place."""
    GONE = "not there"
    """For them there is no such thing: it is of another place or another person."""
    OWN = "own"
    """It is about whoever clicks, whatever card it stands on."""


YES, NO, GONE, OWN = Outcome


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may do something."""

    says: str
    cells: tuple[Outcome, Outcome, Outcome, Outcome, Outcome, Outcome]
    """In the order of `Actor`."""


ANYWHERE = Rule("everybody, everywhere", (YES, YES, YES, YES, YES, YES))
MEMBERS = Rule("everybody in the server", (YES, YES, YES, YES, YES, NO))
HERE = Rule("everybody where it stands", (YES, YES, YES, YES, YES, GONE))
SELF = Rule("everybody, about themselves", (OWN, OWN, OWN, OWN, OWN, OWN))
ASKER = Rule("who asked, and who may manage messages", (YES, NO, NO, NO, YES, GONE))
OPENER = Rule("who opened it, hosts and moderators", (YES, NO, YES, NO, YES, GONE))
STARTER = Rule("who started it, hosts and moderators", (YES, NO, YES, NO, YES, GONE))
ALONE = Rule("who plays it alone", (YES, NO, NO, NO, NO, GONE))
AUTHOR = Rule("who wrote it", (YES, GONE, GONE, GONE, GONE, GONE))
ITS_AUTHOR = Rule("who wrote it, everywhere: they are told in a direct message", (YES, GONE, GONE, GONE, GONE, YES))
ITS_HOST = Rule("its host, other hosts and moderators", (YES, NO, YES, NO, YES, GONE))
MAKING = Rule("who began it, and is a host", (NO, GONE, GONE, GONE, GONE, GONE))
SHOWN = Rule("everybody in the server; its host in a direct message too", (YES, YES, YES, YES, YES, YES))
HOSTS = Rule("hosts and moderators", (NO, NO, YES, NO, YES, NO))
CURATORS = Rule("curators and moderators", (NO, NO, NO, YES, YES, NO))
MODERATORS = Rule("moderators", (NO, NO, NO, NO, YES, NO))
OF_A_CHANNEL = Rule("moderators, of a channel of this server", (NO, NO, NO, NO, YES, GONE))

COMMANDS = {
    "Check this claim": ANYWHERE,
    "ask": ANYWHERE,
    "check": ANYWHERE,
    "compare": ANYWHERE,
    "help": ANYWHERE,
    "quiz": ANYWHERE,
    "review": ANYWHERE,
    "timeline": ANYWHERE,
    "me": SELF,
    "discuss cite": MEMBERS,
    "discuss close": Rule("who opened it, hosts and moderators", (YES, NO, YES, NO, YES, NO)),
    "discuss start": MEMBERS,
    "event create": HOSTS,
    "event list": MEMBERS,
    "suggest": MEMBERS,
    "config challenges": MODERATORS,
    "config doctor": MODERATORS,
    # Discord offers /config to moderators alone, unless they let curators have it; the services let both.
    "config facts": Rule(
        "moderators; curators where Discord’s integration settings let them", (NO, NO, NO, NO, YES, NO)
    ),
    "config import": Rule(
        "moderators; curators where Discord’s integration settings let them", (NO, NO, NO, NO, YES, NO)
    ),
    "config insights": MODERATORS,
    "config log": MODERATORS,
    "config panel": MODERATORS,
}

COMPONENTS = {
    HERE: """
        ask-alone ask-pick ask-report ask-show ask-sources ask-turn ask-wrong check-open check-post compare-next
        compare-pick compare-show daily-sources discuss-after discuss-before discuss-part event-join event-leave
        event-page event-results
        quiz-answer quiz-join quiz-leave quiz-mine quiz-more quiz-order quiz-review quiz-sure quiz-type quiz-typed
        quiz-yesterday
        referee-challenge referee-made referee-question referee-questions referee-reason timeline-open timeline-page
        timeline-picture
    """,
    ANYWHERE: "quiz-solo",
    MEMBERS: """
        quiz-daily quiz-everyone suggest-filled suggest-new
    """,
    SELF: """
        me-data me-erase me-erasing me-export me-hide me-language me-picture me-progress me-ranking me-reminders
        me-review me-review-export me-review-hour me-review-pace me-review-zone me-review-zoned
        me-settings me-standing me-standing-file me-time review-answer review-begin review-grade review-stop review-type
        review-typed
    """,
    ASKER: "ask-delete timeline-delete",
    OPENER: "discuss-finish",
    STARTER: """
        quiz-end quiz-ending quiz-extend quiz-forward quiz-hand-over quiz-host quiz-next quiz-panel quiz-pause
        quiz-remove quiz-resume quiz-start quiz-void standing-export
    """,
    ALONE: "quiz-onward quiz-reveal quiz-stop",
    SHOWN: "event-show",
    MAKING: "event-make",
    AUTHOR: "event-change event-described event-redescribed suggest-again suggest-send",
    ITS_AUTHOR: "suggest-answered suggest-reopen",
    ITS_HOST: "event-called-off event-cancel event-edit event-edited",
    CURATORS: """
        config-facts-edit config-facts-edited config-facts-export config-facts-hide config-facts-history
        config-facts-home config-facts-note config-facts-noted config-facts-pick config-facts-restore
        config-facts-retire config-facts-shelf config-own-accept config-own-ask config-own-asked config-own-cancel
        config-own-import config-own-reject config-own-rejected config-own-rewrite config-own-rewritten
        config-own-unfile config-report-done config-report-hide config-report-note config-report-noted
        config-report-replied config-report-reply
    """,
    MODERATORS: """
        config-apply config-block config-blocking config-blocks config-channel config-export config-import
        config-insights config-insights-csv config-insights-picture config-items-fact config-items-leave
        config-items-open config-items-page config-log-page config-log-person
        config-log-undo config-log-what config-page
        config-put config-read config-reblock config-set config-show config-suggested config-time
        config-timed config-unblock config-undo config-usual config-words-keep
        config-words-list config-words-open config-words-show config-words-undo config-zone config-zoned referee-accept
        referee-case
        referee-fact referee-page referee-reject referee-rejected referee-undo referee-void
    """,
    OF_A_CHANNEL: "config-off config-private config-rule",
    Rule("everybody who sees it; nothing but the card that goes", (YES, YES, YES, YES, YES, YES)): "config-cancel",
}
ACTIONS = {action: rule for rule, actions in COMPONENTS.items() for action in actions.split()}


def document() -> str:
    """docs/PERMISSIONS.md as the rules say it is."""
    head = " | ".join(actor.value for actor in Actor)
    lines = [
        "# Who may do what",
        "",
        "*Made by `uv run python -m tests.permissions`; tests drive every row.*",
        "",
        "“own” is a member with what is theirs: their question, their game, their suggestion. All others meet what is",
        "another’s. A host, a curator and a moderator are known by the roles that `/config panel` names and by Manage",
        "Server; the services check it at every click, whatever Discord offers. “outside” is a direct message, another",
        "server, or one the bot was only brought along to. Where moderators paused the bot, switched a command off, or",
        "blocked somebody, that comes first. “not there” says that there is no such thing for them.",
        "",
        f"## {len(COMMANDS)} commands",
        "",
        f"| command | who | {head} |",
        "|---|---|" + "---|" * len(Actor),
        *(_row(name if name[0].isupper() else f"/{name}", rule) for name, rule in sorted(COMMANDS.items())),
        "",
        f"## {len(ACTIONS)} buttons, menus and forms",
        "",
        f"| component | who | {head} |",
        "|---|---|" + "---|" * len(Actor),
        *(_row(name, rule) for name, rule in sorted(ACTIONS.items())),
        "",
    ]
    return "\n".join(lines)


def _row(name: str, rule: Rule) -> str:
    return " | ".join((f"| `{name}`", rule.says, *(cell.value for cell in rule.cells))) + " |"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
