"""What of a text counts when it is compared: its words without the stop words, cut to stems both languages share.

One index serves both languages: every word goes through the English and then the Spanish Snowball stemmer, so that
*expropriated*, *expropriation* and *expropiación* come near each other whoever asks.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import Stemmer

from bot.language import Language
from bot.text import tokens

_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_DECIMAL = re.compile(r"(?<![\d.,])(\d{1,3})[.,](\d{1,2})(?![.,]?\d)")
_LONG_NUMBER = re.compile(r"\d[,.\u00a0\u202f ]\d")
_THOUSANDS = re.compile(r"(?<=\d)[,.\u00a0\u202f ](?=\d{3}(?!\d))")

_SHORT_IES = re.compile(r"[a-z]ies")
"""Too short for the plural rule: the name Dies is not the verb."""
REMEMBERED = 16_384
"""Words whose stems are kept at hand."""
SHORTEST = 4
"""Letters that two stemmers must leave, if the second takes more than one."""

ENGLISH = frozenset(
    """a an the of in on at to for from by with and or but is are was were be been being am do does did doing
    done has have had having what which who whom whose when where why how many much that this these those it
    its as into than then there their they them he she his her hers him you your yours i me my mine we our
    ours can could would should shall will might must may not no nor so if about also any some such same
    other others very just too again ever really actually between over under during before after once up
    down out off only own here till until because while both each more most few all s t d m ll re ve whats
    whos wheres hows whens whys didnt doesnt dont isnt wasnt werent wont cant couldnt wouldnt wat wut wen
    wer wich u ur r n ya yo im ive id pls plz please hey hi hello ok okay lol btw idk tell know explain
    tho though cuz bcuz rn ngl tbh imo fr frfr bro bruh lmao omg b4 evr rlly rly gonna wanna gotta kinda sorta
    dude actually basically literally somehow anyway maybe like
    anyone anybody everyone everybody nobody someone somebody something anything everything thing things
    stuff kind sort type called happen happened happening couldn didn doesn isn wasn weren wouldn shouldn hadn
    hasn haven aren tryna""".split()
)
SPANISH = frozenset(
    """el la los las un una unos unas lo al del de en y e o u a por para con que cual cuales quien quienes
    cuando donde adonde como cuanto cuanta cuantos cuantas es son fue fueron era eran ser sido siendo sea
    estar esta estan estaba estaban estuvo estuvieron esto este estos estas ese esa esos esas eso aquel
    aquella aquellos aquello su sus mi mis tu tus nos nosotros ellos ellas ella usted ustedes yo le les se
    si no ni ya muy mas pero sino sobre entre hasta desde hacia sin ante tras durante ha han he has hay
    habia habian hubo haber tiene tenia tenian tuvo tuvieron tambien solo porque pq xq q k ke kien qien
    cuano cuadno dnde d x tmb oye oigan dime diganme cuentame explicame sabes saben alguien nadie algo cosa
    cosas tipo asi pues entonces aun todo toda todos todas otro otra otros otras mismo misma cada paso pasa
    porfa favor hola onda wey guey nomas neta pos bueno tons tmb tmbn xfa oigan chale orale andale simon
    plis weon bro verdad realmente acaso gracias qe tan despues luego antes""".split()
)
_CONTENT_IN = {
    Language.EN: frozenset({"son", "sin", "hay", "era"}),
    Language.ES: frozenset({"once"}),
}
"""Stop words of one language that mean something in the other: a text clearly in that one keeps them."""
STOPS = {language: (ENGLISH | SPANISH) - kept for language, kept in _CONTENT_IN.items()} | {None: ENGLISH | SPANISH}
"""The words that say nothing about the subject, by the language of the text (None: not known)."""
_IRREGULAR = {
    form: base
    for base, forms in (
        line.strip().split(":")
        for line in """
        take:took taken;come:came;go:went gone;give:gave given;get:got gotten;say:said;keep:kept;sell:sold;buy:bought
        fight:fought;write:wrote written;lead:led;rise:rose risen;fall:fell fallen;meet:met;run:ran;choose:chose chosen
        break:broke broken;tell:told;shoot:shot;stand:stood;teach:taught;think:thought;bring:brought;catch:caught
        pay:paid;hold:held;send:sent;spend:spent;build:built;lose:lost;win:won;flee:fled;hide:hid hidden
        draw:drew drawn;drive:drove driven;fly:flew flown;grow:grew grown;know:knew known;throw:threw thrown
        begin:began begun;become:became;sink:sank sunk;swear:swore sworn;strike:struck;seek:sought;speak:spoke spoken
        steal:stole stolen;deal:dealt;forget:forgot forgotten;hear:heard;lend:lent;ride:rode;sing:sang sung;sit:sat
        understand:understood;withdraw:withdrew withdrawn;see:saw seen;eat:ate eaten;feel:felt;sleep:slept;hang:hung
        freeze:froze frozen;undergo:underwent;overthrow:overthrew overthrown;overcome:overcame;forgive:forgave
        decir:dijo dicho dijeron;hacer:hizo hecho hicieron;dar:dio dieron;venir:vino vinieron;pedir:pidio pidieron pide
        morir:murio murieron muere muerto;poner:puso pusieron puesto;querer:quiso quisieron quiere quieren quisio
        traer:trajo trajeron;saber:supo supieron;huir:huyo huyeron;caer:cayo cayeron;leer:leyo;elegir:eligio eligieron
        seguir:siguio siguieron;servir:sirvio;mentir:mintio;dormir:durmio;producir:produjo;reducir:redujo
        proponer:propuso propusieron;imponer:impuso;mantener:mantuvo;obtener:obtuvo;detener:detuvo;sostener:sostuvo
        presidente:president presidents;stick:stuck;mean:meant;feed:fed;burn:burnt;shut:shutting
        intervenir:intervino;escribir:escrito;abrir:abierto;romper:roto;volver:vuelto vuelve volvio
        """.replace("\n", ";").split(";")
        if line.strip()
    )
    for form in forms.split()
}
"""Forms of everyday verbs that no stemmer brings near the others."""


def words(text: str) -> list[str]:
    """The folded words and numbers of `text`; `U.S.` is one word, `30,000` one number and `2.5` one word."""
    # Initials first: what is left of "U.S. 30,000" must not lose the blank between them.
    joined = _INITIALS.sub(lambda found: found[0].replace(".", ""), text) if "." in text else text
    if _LONG_NUMBER.search(joined):
        joined = _DECIMAL.sub(r"\1point\2", _THOUSANDS.sub("", joined))
    return tokens(joined)


def is_stop(word: str, language: Language | None) -> bool:
    """Whether a folded word says nothing about the subject, in a text of `language` (None: not known)."""
    return word in STOPS[language]


class _Remembered(dict[str, str]):
    """Words with what was worked out for them, which happens when one is first asked for."""

    def __init__(self, work_out: Callable[[str], str]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, word: str) -> str:
        # A bound, not a policy: nobody may fill the memory with words.
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = found = self._work_out(word)
        return found


class Stems:
    """The stemmers. Not to be shared between threads: Snowball keeps its working memory inside."""

    def __init__(self) -> None:
        # Without memories of their own: what they give is remembered here.
        self._english = Stemmer.Stemmer("english", 0)
        self._spanish = Stemmer.Stemmer("spanish", 0)
        self.stem: Callable[[str], str] = _Remembered(self._cut).__getitem__
        """The stem of one folded word; numbers stay as they are."""

    def _cut(self, word: str) -> str:
        if word.isdigit() or _SHORT_IES.fullmatch(word):
            return word
        word = _IRREGULAR.get(word, word)
        english: str = self._english.stemWord(word)
        both: str = self._spanish.stemWord(english)
        # Two stemmers in a row may leave hardly anything ("titanic", "titan", "tit"): then one has to do.
        # One object for all words of a stem: there are thousands of them in an index.
        return sys.intern(both if len(both) >= SHORTEST or len(english) - len(both) <= 1 else english)

    def content(self, text: str, language: Language | None) -> list[str]:
        """The stems of the words of `text` that are no stop words, in order."""
        stops = STOPS[language]
        return [self.stem(word) for word in words(text) if word not in stops]
