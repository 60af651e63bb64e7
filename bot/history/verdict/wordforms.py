"""How a sentence is flattened for comparing, forms of common verbs that no stemmer brings together, and words of talk.

This is knowledge of English and Spanish, not of any subject.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from bot.history.verdict.numbers import plain_digits
from bot.text import fold

TOKEN = re.compile(r"[a-z0-9]+")
"""A word or a number of a folded sentence."""
_NOT = re.compile(r"n['’]t\b")
_DIGIT = re.compile(r"[0-9]")
_WORLD_WAR = re.compile(
    r"\b(?:ww ?(?:2|ii)|2gm|(?:second|2nd) world war|world war (?:ii|2|two)|(?:segunda|2a|ii) guerra mundial)\b"
)
WORLD_WAR = "worldwar"
"""What every name of the Second World War is written as."""

_FORMS = """
give gave given giving; take took taken; come came; go went gone; get got gotten; say said; tell told; make made;
fight fought; break broke broken; rise rose risen; fall fell fallen; lead led; meet met; leave left; hold held; send
sent; sell sold; buy bought; bring brought; find found; write wrote written; stand stood; keep kept; lose lost; win
won; run ran; begin began begun; speak spoke spoken; choose chose chosen; draw drew drawn; drive drove driven; grow
grew grown; know knew known; see saw seen; shoot shot; strike struck stricken; sink sank sunk; teach taught; think
thought; throw threw thrown; withdraw withdrew withdrawn; die died dies dead death dying; spend spent; build built;
become became; feel felt; forget forgot forgotten; hear heard; hide hid hidden; learn learnt learned; pay paid; put put;
quit quitted; set set; steal stole stolen; swear swore sworn; wear wore; flee fled; forbid forbade forbidden;
overthrow overthrew overthrown; bear born; sign signed signature; accused defendant defendants; marry married wife;
dar dio dieron dado daba dieran diera da; decir dijo dijeron dicho decia; hacer hizo hicieron hecho hace; poner puso
pusieron puesto; querer quiso quisieron; poder pudo pudieron; tener tuvo tuvieron tenia; venir vino vinieron; morir
muere murio murieron muerto muerta muere muerte; pedir pidio pidieron; caer cayo cayeron; romper rompio rompieron
roto; escribir escribio escrito; abrir abrio abierto; volver volvio vuelto; seguir siguio siguieron segui seguian
seguia; elegir eligio electo eligieron; oir oyo oyeron; huir huyo huyeron huido; traer trajo trajeron; ir fueron
iba; nacer nacio nacimiento; pelear pelearon peleo; mentir mintio; dormir durmio; producir produjo; conducir
condujo; reunir reunieron reunio reunion; recibir recibio; preferir prefirio; sostener sostuvo; mantener mantuvo
mantuvieron; disolver disolvio disuelto disuelve; absolver absolvio absuelto absuelve; resolver resolvio resuelto;
descubrir descubrio descubierto; atacar ataco ataque; llegar llego llegada; empezar empezo; comenzar comenzo; negar
nego niega negaron; entregar entrego; tomar tomo toma; firmar firmo firma; fundar fundo fundacion; publicar publico;
declarar declaro; crear creo creacion; acusar acuso acusacion; renunciar renuncio renuncia; apoyar apoyo; asaltar
asalto; pelear pleito; sobrevivir sobrevivio sobrevivieron
"""
CANONICAL = {form: forms.split()[0] for forms in _FORMS.replace("\n", " ").split(";") for form in forms.split()}
"""A form of a word, folded, to the form that stands for all."""

LIGHT = frozenset(
    """give take come go get say tell make put set do have use hold keep become see know find bring want let call become
    dar decir hacer poner querer poder tener venir ir traer dejar llevar llamar seguir quedar haber
    country people time year old new great big part use place same first way thing case called become really
    pais gente tiempo ano viejo nuevo gran grande parte lugar vez caso primer primero primera donde segun
    month months later week weeks day days mes meses semana semanas dia dias luego despues late early
    several many lot lots full whole entire own already still even varios muchos entero propio todavia aun
    middle medio introduce introduced enact enacted pass passed occur occurred happen happened erupt erupted
    start started promulgate introducir introdujo promulgar promulgo estallar estallo ocurrir ocurrio
    suceder sucedio""".split()
)
"""Words, folded and canonical, that count little by themselves."""

IGNORED = frozenset(
    """never without nobody nothing none cannot nunca jamas tampoco ningun ninguna ninguno herself themselves itself
    almost quite rather pretty sure literally honestly apparently supposedly allegedly definitely certainly probably
    maybe perhaps guess think thought believe heard remember imo imho ngl tbh fyi afaik btw lol lmao omg wait yeah yep
    nope right correct true false facts claim note notes slides lecture textbook exam quick check thanks thank hey
    hi hello everybody guys sorry tomorrow today please confirm vdd neta segun dicen dice supuestamente
    aparentemente seguramente quizas quiza acaso obvio obviamente perdon saludos gracias buenas buenos noches
    dias tardes
    apuntes confirmen equipo verdad cierto falso dato poco manches cuenta bc cuz like one someone around wow
    until while w wild flat nowhere suddenly himself whole actually really basically whichever whatever bit even else
    siquiera incluso""".split()
)
"""Words that belong to talk and not to what is claimed."""

INTENDS = re.compile(
    r"\b(?:want|wish|plan|plot|hope|intend|tr(?:y|ies|ied)\b|attempt|quer|quier|quis|dese|intent|pretend"
    r"|trat(?:a|o|aron) de)"
)
"""How a claim says that somebody meant to do something, or tried."""
_PREFACE = re.compile(
    r"^(?:(?:(?:was|were|is|are|did|does|do|has|had) no(?: it)?|y no(?= (?:fue|era)\b)"
    r"|ok|okay|well|so|and|then|but|y|e|luego|despues|pero|pues|oye|oigan|oh|uy|hey|hi|wait|yes|si|yeah"
    r"|no(?= ?[,.;:!…-])|fun fact|did you know"
    r"|i(?:'m|’m| am)? (?:think|thought|heard|read|believe|guess|know|pretty sure|fairly sure|sure|bet)"
    r"|im (?:pretty |like )?(?:\d+% )?sure|(?:pretty|fairly|quite) sure|apparently|honestly|actually|fyi|btw|by the way"
    r"|por cierto|la neta|neta|a poco(?: no)?|creo que|creo q|pienso que|dicen que|lei que|sabian que|resulta que"
    r"|segun yo|entiendo que|me parece que|it is true|is it true|it(?:'s|’s)? seems?|it turns out|es cierto"
    r"|es verdad|lol|lmao|ngl|imo|tbh|people forget|my notes say|the book says|en fin|o sea|that|que"
    r"|correct me if i(?:'m|’m| am) wrong)"
    r"\b[\s,:;.!?…-]*)+",
)
_TAIL = re.compile(
    r"(?:[,;.!?…-]+\s*(?:right|correct|no|verdad|cierto|thanks(?: in advance)?|thank you|gracias|saludos"
    r"|correct me if i(?:'m|’m| am) wrong|change my mind|i think|i guess|creo|or not|o no|eh|huh|cheers|not sure though"
    r"|no se)|\s(?:right(?=[\s?]*\?)|vdd|lol|lmao|xd|haha|jaja\w*))[\s,.!?…)]*$"
)
_CONSEQUENCE = re.compile(
    r"[,;.]? (?:so|therefore|hence|which means|asi que|por lo que|por eso|de modo que|entonces|o sea que),?"
    r"(?: no,?(?= (?:he|she|it|they)\b)| no,?$|(?: \w+){0,3}?"
    r" (?:can no|can never|could no|could not|can not|cannot|could never|no pudo|no podia|no puede"
    r"|nunca pudo|jamas pudo)\b).*$"
)
"""What cannot have been, as a consequence of what is claimed before it."""
_BRITISH = re.compile(r"^([a-z]{3,})is(e|ed|es|er|ers|ing|ation)$")


def canonical(word: str) -> str:
    """The form that stands for a folded word."""
    return CANONICAL.get(word) or _BRITISH.sub(r"\1iz\2", word)


def talk(folded: str) -> tuple[int, int]:
    """Where what is claimed begins and ends in a folded sentence, without the talk around it."""
    start = found.end() if (found := _PREFACE.match(folded)) else 0
    end = len(folded)
    if (so := _CONSEQUENCE.search(folded, start, end)) and so.start() > start:
        end = so.start()
    while end > start and (tail := _TAIL.search(folded, start, end)) and tail.start() > start:
        end = tail.start()
    return (start, end) if end - start > 8 else (0, len(folded))


class Span(Protocol):
    """Something found in a text, and where."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def folded(text: str) -> str:
    """`text` folded, with plain digits, a plain "no" for "n't" and one word for the Second World War.

    It is as long as `text` was, as far as that goes, so that what is found in it can be shown as it was typed.
    """
    flat = fold(text)
    if _DIGIT.search(flat):
        flat = plain_digits(flat)
    if "n't" in flat or "n’t" in flat:
        flat = _NOT.sub(" no", flat)
    return _WORLD_WAR.sub(lambda found: WORLD_WAR.ljust(len(found[0])), flat)


def mask(text: str, found: Iterable[Span]) -> str:
    """`text` with blanks where dates or numbers stood, so that they are not read twice."""
    for part in found:
        text = text[: part.start] + " " * (part.end - part.start) + text[part.end :]
    return text
