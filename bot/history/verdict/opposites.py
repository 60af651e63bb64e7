"""What the two languages say for opposite deeds, and where they deny: a claim may hold every word of a fact and say
the contrary.

This is knowledge of English and Spanish, not of any subject.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from bot.history.stems import Stems
from bot.history.verdict.wordforms import CANONICAL

_PAIRS = """
grant give concede allow approve accept agree welcome conceder otorgar permitir aceptar aprobar acoger dar | refuse
    deny denied reject decline refusal ban forbid negar rechazar rechazo denegar rehusar negativa prohibir;
guilty culpable convict condemn sentence condenar | innocent innocence acquit cleared exonerate inocente absolver
    exonerar;
nationalize nationalise expropriate nacionalizar expropiar | privatize privatise restore return devolver
    denationalize privatizar reprivatizar;
arrive disembark ashore desembarcar arribar | leave depart exit salir partir marcharse abandonar;
support back favour favor endorse defend protect apoyar respaldar favorecer defender proteger | oppose opposition
    oposicion resist combat betray oponerse combatir traicionar;
break cut sever romper cortar | restore resume reestablish restablecer reanudar;
win victory triumph ganar victoria triunfar triunfo | lose defeat fail failure crush perder derrota derrotar fracasar
    fracaso aplastar sofocar;
survive escape unharmed alive sobrevivir salvar ileso | die kill perish morir matar fallecer;
create found establish born crear fundar establecer | dissolve abolish disband disolver abolir suprimir;
join enter unirse sumarse ingresar | quit leave resign withdraw renunciar dejar retirarse abandonar;
praise admire hail elogiar alabar admirar | condemn denounce criticize criticise condenar denunciar criticar insult
    insultar;
voluntary voluntarily voluntario | compulsory mandatory obligatory obligatorio forzoso;
secular laico | religious religioso confesional;
buy purchase comprar | sell vender;
invite invitar | expel deport expulsar deportar;
remember recordar | forget olvidar;
peaceful peacefully unarmed pacifico pacificamente | armed violent violently armado violento;
elect elegir | appoint nombrar designar;
friend ally aliado amigo | enemy enemigo;
improve better mejorar mejor | worsen worse empeorar peor;
legal legalize legalizar | illegal outlaw ilegal prohibir;
build erect construir levantar | destroy demolish destruir demoler;
expected esperado | unexpected surprise astonish inesperado sorpresa sorprender asombrar;
hostile hostil hostility | friendly amistoso;
encourage promote urge fomentar animar promover | ban forbid prohibir prohibido discourage;
free freely gratuito gratis | paid paga costly;
scarce scarcity shortage escaso escasez escasear faltar | abundant abundance plenty abundante abundancia sobrar;
"""
_CUES = frozenset(
    """not never no without nor neither nunca jamas sin ni tampoco ningun ninguna ninguno cannot cant didnt doesnt dont
    lack falta     isnt wasnt werent wont hasnt hadnt havent couldnt wouldnt false falso lacked""".split()
)
_AFTERWARDS = frozenset("nobody nothing none nadie nada".split())
_NOBODY = frozenset(["nobody", "nadie"])
"""Who does nothing, where no verb stands before: what follows is denied."""
_NOT_DENIALS = frozenset("only just solo solamente unicamente sooner longer doubt duda less menos".split())
_ENDS = frozenset(
    "but and although though while because that which who pero y aunque mientras porque que sino quien".split()
)
_UNTIL = frozenset(["until", "till", "hasta"])
_JOINS = frozenset(["and", "y", "e", "but", "pero"])
_ALWAYS = frozenset("today now end hoy ahora final fin".split())
"""What "until" stands before where it sets no time from which something was so."""
_WISHES = frozenset(
    "want wants wanted quiere quieren queria querian quiso quisieron think thought creia creian".split()
)
"""What is denied of these is denied of what is wished or thought: "did not want that they …"."""
_BETTER = frozenset("better braver more than mejor mas".split())
_LISTS = frozenset(["nor", "ni", "neither"])
_KEPT_OUT = re.compile(
    r"\b(?:(?:ke(?:pt|ep)|left|leave|shut)(?: \w+){1,3}?|(?:was|were|been|being) (?:kept|left|shut))"
    r" (out(?= of\b)|outside)\b"
    r"|\b(?:(?:dej|mant)\w+(?: \w+){1,3}?|qued\w+) (fuera) de\b"
)
"""Whoever is kept out of something has no part in it."""
_BREAK = re.compile(r"[,;:.()–—]")
REACH = 4
"""Words after a denial that it can reach, those of up to `SHORT` letters not counted."""
SHORT = 3


class Opposites:
    """Pairs of word groups that say the contrary of each other."""

    def __init__(self, stems: Stems) -> None:
        self._sides: dict[str, list[tuple[int, int]]] = {}
        for number, line in enumerate(_PAIRS.strip().removesuffix(";").split(";")):
            for side, words in zip((1, -1), line.split("|"), strict=True):
                for word in {stems.stem(word) for word in words.split()}:
                    self._sides.setdefault(word, []).append((number, side))

    def of(self, stem: str) -> Sequence[tuple[int, int]]:
        """The pairs `stem` belongs to, by number, each with its side, 1 or -1."""
        return self._sides.get(stem, ())

    def sides(self, stems: Iterable[str]) -> frozenset[tuple[int, int]]:
        """Every side that some of `stems` stands on."""
        return frozenset(side for stem in stems for side in self._sides.get(stem, ()))


def denied(flat: str, spans: Sequence[re.Match[str]]) -> frozenset[int]:
    """Which of the words, `spans` of the folded text `flat`, are denied; a comma or full stop ends a denial."""
    words = [span[0] for span in spans]
    breaks = _breaks(flat, spans)
    kept_out = {found.end(found.lastindex or 0) for found in _KEPT_OUT.finditer(flat)}
    reached: set[int] = set()
    for place, word in enumerate(words):
        if kept_out and spans[place].end() in kept_out:
            reached.update(_reach(words, breaks, place))
        following = words[place + 1] if place + 1 < len(words) else ""
        if word in _CUES and _is_until(words, place):
            continue  # "not until 1953" is "in 1953"
        if (
            word in _CUES
            and following not in _NOT_DENIALS
            and not _is_refusal(words, place)
            and not _goes_on(words[place + 1 : place + 3])
            and _BETTER.isdisjoint(words[place + 1 : place + 15] if word == "no" else ())
        ) or (word in _NOBODY and not (place and _does(words[place - 1]))):
            reached.update(_reach(words, breaks, place))
        elif word in _AFTERWARDS:
            reached.update(range(max(0, place - 2), min(place + 3, len(words))))
    return frozenset(reached)


def _is_until(words: Sequence[str], place: int) -> bool:
    """Whether what is denied at `place` is so from some time on: "not until 1953", but not "never, until today"."""
    for other in range(place + 1, min(place + 12, len(words))):
        if words[other] in _JOINS:
            return False
        if words[other] in _UNTIL:
            return _ALWAYS.isdisjoint(words[other + 1 : other + 3])
    return False


def _reach(words: Sequence[str], breaks: Collection[int], place: int) -> list[int]:
    """The places of the words behind the denial at `place` that it reaches."""
    reached: list[int] = []
    far = 0
    for other in range(place + 1, len(words)):
        far += len(words[other]) > SHORT
        # "sin que" and "no quería que" deny what follows.
        carried = words[other - 1] == "sin" or words[other - 1] in _WISHES
        ends = words[other] in _ENDS and words[place] not in _LISTS and not carried
        if other in breaks or ends or far > REACH:
            break
        reached.append(other)
    return reached


def _is_refusal(words: Sequence[str], place: int) -> bool:
    """Whether a "no" is what somebody said: "his no to the plea", "dijo que no a todo"."""
    before, after = words[place - 1 : place], words[place + 1 : place + 2]
    return words[place] == "no" and (after == ["to"] or (before == ["que"] and after in (["a"], ["al"])))


def _goes_on(following: Sequence[str]) -> bool:
    """Whether what is denied is that something ended: "never ceased to", "nunca dejaron de"."""
    ended = following[0].startswith(("ceas", "dej")) if following else False
    return ended and (following[0].startswith("ceas") or following[1:] == ["de"])


def _does(word: str) -> bool:
    """Whether a word looks like what somebody does or did, or stands before whom they do it to."""
    return word in CANONICAL or word == "a" or word.endswith(("ed", "aron", "ieron"))


def _breaks(flat: str, spans: Sequence[re.Match[str]]) -> Collection[int]:
    """The places of words before which something ends."""
    if not _BREAK.search(flat):
        return ()
    return {
        place for place in range(1, len(spans)) if _BREAK.search(flat, spans[place - 1].end(), spans[place].start())
    }
