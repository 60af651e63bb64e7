"""JSON: a list of entries, or an object with `fact`, `passage` and `sources` as in TOML."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from bot.errors import BadInput
from bot.history.importing.found import Found, Wish
from bot.history.importing.toml import entries_of
from bot.language import Unfit, mark
from bot.text import clean


def read(text: str, wish: Wish, known: Mapping[str, str]) -> Found:
    """The entries of a file; BadInput if it cannot be read at all."""
    try:
        content = json.loads(text, object_pairs_hook=_object, parse_constant=_constant, parse_float=_finite)
        json.dumps(content, ensure_ascii=False).encode()
    except RecursionError as error:
        raise BadInput(mark("That file nests deeper than facts do.")) from error
    except UnicodeEncodeError as error:
        raise BadInput(mark("That file holds halves of signs (surrogates). Save it as UTF-8 text.")) from error
    except Unfit as error:
        raise BadInput(mark("The JSON cannot be read: {error}"), error=error.sentence) from error
    except json.JSONDecodeError as error:
        sentence = mark("The JSON cannot be read at line {line}, column {column}.")
        raise BadInput(sentence, line=error.lineno, column=error.colno) from error
    except ValueError as error:  # a number of too many digits
        raise BadInput(mark("That file holds a number that nobody can count to.")) from error
    if isinstance(content, list):
        content = {"fact": content}
    if not isinstance(content, dict):
        raise BadInput(mark("That file holds no facts. Each begins with [[fact]], or stands in a list."))
    return entries_of(content, wish, known)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise Unfit(mark("the key “{key}” stands there twice"), key=clean(key, 40))
        seen[key] = value
    return seen


def _constant(name: str) -> NoReturn:
    raise Unfit(mark("{name} is not a number"), name=name)


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise Unfit(mark("{name} is not a number"), name=written[:20])
    return value
