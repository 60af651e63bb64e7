"""JSON: a list of entries, or an object with `fact`, `passage` and `sources` as in TOML."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, NoReturn

from bot.errors import BadInput
from bot.history.importing.found import Found, Wish
from bot.history.importing.toml import entries_of
from bot.language import mark
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
    except ValueError as error:
        raise BadInput(mark("The JSON cannot be read: {error}"), error=clean(str(error), 150)) from error
    if isinstance(content, list):
        content = {"fact": content}
    if not isinstance(content, dict):
        raise BadInput(mark("That file holds no facts. Each begins with [[fact]], or stands in a list."))
    return entries_of(content, wish, known)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    seen: dict[str, Any] = {}
    for key, value in pairs:
        if key in seen:
            raise ValueError(f"the key “{key[:40]}” stands there twice")
        seen[key] = value
    return seen


def _constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number")


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise ValueError(f"{written[:20]} is not a number that can be counted with")
    return value
