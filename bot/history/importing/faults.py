"""What is wrong with an entry of a file, as sentences in either language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from bot.language import Sentence, Unfit, mark

_SAID = {
    "missing": mark("{field} is missing"),
    "extra_forbidden": mark("{field} is not a field that belongs here"),
    "string_type": mark("{field}: must be text in quotes"),
    "string_too_long": mark("{field}: has more than {max_length} characters"),
    "string_too_short": mark("{field} is empty"),
    "string_pattern_mismatch": mark("{field}: must be an id of small letters, digits and hyphens"),
    "enum": mark("{field}: must be one of {expected}"),
    "list_type": mark("{field}: must be a list of names"),
    "too_long": mark("{field}: lists more than {max_length}"),
    "greater_than_equal": mark("{field}: must be {ge} or more"),
    "int_type": mark("{field}: must be a whole number"),
    "int_parsing": mark("{field}: must be a whole number"),
    "int_from_float": mark("{field}: must be a whole number"),
}
"""By pydantic's kinds of fault, see https://docs.pydantic.dev/latest/errors/validation_errors/."""
_OTHERWISE = mark("{field} cannot stand like that")
_SAYS = mark("{field}: {fault}")
_ENTRY = Sentence(mark("entry"))


def faults_of(error: ValidationError) -> Iterator[Sentence]:
    """Each thing wrong with an entry, with the field it is in."""
    for fault in error.errors(include_url=False, include_input=False):
        context: dict[str, Any] = dict(fault.get("ctx", {}))
        field: object = ".".join(str(part)[:40] for part in fault["loc"]) or _ENTRY
        if isinstance(wrong := context.get("error"), Unfit):
            yield Sentence(_SAYS, {"field": field, "fault": wrong.sentence})
        else:
            fields = {
                key: value.replace(" or ", ", ") if key == "expected" else value for key, value in context.items()
            }
            yield Sentence(_SAID.get(fault["type"], _OTHERWISE), {**fields, "field": field})
