"""A small pack on another subject, written afresh for each test, so that one thing in it can be broken."""

from __future__ import annotations

from pathlib import Path

FILES = {
    "pack.toml": """
id = "apollo"
version = "1.0.0"
languages = ["en", "es"]
title = { en = "The Moon landing", es = "La llegada a la Luna" }
description = { en = "A landing and a what-if.", es = "Una llegada y un supuesto." }
[worlds]
real = { en = "What happened.", es = "Lo que ocurrió." }
alternate = { en = "Another crew is first.", es = "Otra tripulación es la primera." }
[topics]
landing = { en = "Landing", es = "Alunizaje" }
""",
    "people.toml": """
[armstrong]
name = { en = "Neil Armstrong", es = "Neil Armstrong" }
aliases = ["Armstrong"]
line = { en = "Commander of Apollo 11", es = "Comandante del Apolo 11" }
[leonov]
name = { en = "Alexei Leonov", es = "Alekséi Leónov" }
line = { en = "Cosmonaut", es = "Cosmonauta" }
[logsdon]
name = { en = "John Logsdon", es = "John Logsdon" }
line = { en = "Historian", es = "Historiador" }
""",
    "places.toml": """
[moon]
name = { en = "Moon", es = "Luna" }
line = { en = "Satellite", es = "Satélite" }
[tranquility]
name = { en = "Sea of Tranquility", es = "Mar de la Tranquilidad" }
line = { en = "Landing site", es = "Lugar del alunizaje" }
within = "moon"
""",
    "sources.toml": """
[report]
kind = "official"
short = "NASA 1969"
reference = "Apollo 11 Mission Report, NASA, 1969"
url = "https://www.nasa.gov/apollo-11"
[study]
kind = "scholarly"
short = "Logsdon 2010"
reference = "J. Logsdon, A Study of the Decision, 2010"
[novel]
kind = "fiction"
short = "The novel"
reference = "The other Moon, a novel"
""",
    "lexicon.toml": """
[[group]]
en = ["land", "touch down"]
es = ["alunizar"]
""",
    "real/landing.toml": """
[[fact]]
id = "first-landing"
world = "real"
kind = "event"
tier = "document"
when = "1969-07-20"
actors = ["armstrong"]
people = ["armstrong"]
places = ["tranquility"]
topics = ["landing"]
sources = [{ source = "report", section = 1, via = { source = "study" } }]
notes = [{ en = "The hour is disputed.", es = "La hora se discute.", sources = [{ source = "study" }] }]
[fact.en]
title = "Armstrong lands first"
statement = "Neil Armstrong landed on the Moon before anybody else did."
asked_as = ["who landed first"]
[fact.es]
title = "Armstrong llega primero"
statement = "Neil Armstrong llegó a la Luna antes que nadie."
asked_as = ["quién llegó primero"]
""",
    "background/decision.toml": """
[[fact]]
id = "why-they-went"
world = "real"
kind = "judgement"
tier = "background"
confidence = "high"
by = "logsdon"
topics = ["landing"]
sources = [{ source = "study", page = "12" }]
[fact.en]
title = "Why the race was run"
statement = "The programme was chosen because it could be won."
asked_as = ["why did they go"]
[fact.es]
title = "Por qué hubo carrera"
statement = "Se eligió el programa porque podía ganarse."
asked_as = ["por qué fueron"]
""",
    "alternate/landing.toml": """
[[fact]]
id = "leonov-lands"
world = "alternate"
kind = "event"
people = ["leonov"]
topics = ["landing"]
sources = [{ source = "novel" }]
[fact.en]
title = "Leonov lands first"
statement = "Alexei Leonov stepped out before all others."
asked_as = ["did leonov land"]
[fact.es]
title = "Leónov llega primero"
statement = "Alekséi Leónov salió antes que todos los demás."
asked_as = ["llegó leónov"]
[fact.correction]
facts = ["first-landing"]
[fact.correction.en]
why = "Armstrong was first."
tell = "Apollo 11 carried Armstrong."
needed = "The Soviet rocket would have had to fly."
[fact.correction.es]
why = "Armstrong fue el primero."
tell = "En el Apolo 11 iba Armstrong."
needed = "El cohete soviético habría tenido que volar."
""",
}


def write_pack(folder: Path) -> Path:
    """The small pack, whole, in `folder`."""
    for name, content in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Put `new` for the first `old` in one of its files."""
    content = (folder / name).read_text(encoding="utf-8")
    assert old in content
    (folder / name).write_text(content.replace(old, new, 1), encoding="utf-8")
