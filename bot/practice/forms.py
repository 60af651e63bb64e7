"""Forms (Discord's modals) as plain values: their fields, and what a person fills in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.practice.choosing import choose
from bot.practice.places import Refused
from bot.practice.server import PracticeServer
from bot.practice.sight import Option, options_of, readable
from bot.text import fold

if TYPE_CHECKING:
    from simcord import InteractionResult

_TEXT, _RADIO, _CHECKS, _CHECK, _FILE = 4, 21, 22, 23, 19


@dataclass(frozen=True, slots=True)
class Field:
    custom_id: str
    label: str
    required: bool
    kind: int
    options: tuple[Option, ...]
    given: Any
    """What is in it before the person touches it, or None."""
    longest: int | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """An open form, in the order shown. `texts` are its explanations."""

    title: str
    texts: tuple[str, ...]
    fields: tuple[Field, ...]
    shown: InteractionResult
    direct: bool
    """Whether it opened in direct messages."""


def read_form(server: PracticeServer, shown: InteractionResult, *, direct: bool) -> Form:
    """The form that `shown` answered with; it has one."""
    modal = shown.modal
    assert modal is not None
    texts: list[str] = []
    fields: list[Field] = []
    for component in modal["components"]:
        if component["type"] == 10:
            texts.append(readable(server, component["content"]))
            continue
        inner = component.get("component") or (component.get("components") or [component])[0]
        label = component.get("label") or inner.get("label") or inner["custom_id"]
        if component.get("description"):
            label = f"{label} ({component['description']})"
        fields.append(_field(server, inner, label))
    return Form(readable(server, modal["title"]), tuple(texts), tuple(fields), shown, direct)


def fill(form: Form, text: str) -> dict[str, Any]:
    """The values to send for `field=value; other=value`, on top of what the form already holds; Refused if wrong."""
    values = {field.custom_id: field.given for field in form.fields if field.given is not None}
    for name, value in _assignments(form, text):
        field = choose(name, _names(form), "field")
        values[field.custom_id] = _value(field, value)
    empty = [field.label for field in form.fields if field.required and values.get(field.custom_id) in (None, "", [])]
    if empty:
        raise Refused(f"The form is not complete: {', '.join(empty)}.")
    return values


def _field(server: PracticeServer, component: Mapping[str, Any], label: str) -> Field:
    kind = component["type"]
    options = tuple(options_of(server, component, count(1))) if kind not in {_TEXT, _CHECK, _FILE} else ()
    given: Any = component.get("value") if kind == _TEXT else None
    chosen = [option["value"] for option in component.get("options", []) if option.get("default")]
    if chosen:
        given = chosen[0] if kind == _RADIO else chosen
    # Discord asks for text and selects unless told otherwise; groups and boxes say so themselves.
    required = bool(component.get("required", kind not in {_RADIO, _CHECKS, _CHECK, _FILE}))
    return Field(component["custom_id"], label, required, kind, options, given or None, component.get("max_length"))


def _names(form: Form) -> list[tuple[str, Field]]:
    return [(field.label, field) for field in form.fields]


def _assignments(form: Form, text: str) -> list[tuple[str, str]]:
    """The `name=value` parts. A `;` starts a new part only before a field's name, so values may hold semicolons."""
    parts: list[tuple[str, str]] = []
    for piece in re.split(r";", text):
        name, equals, value = piece.partition("=")
        if equals and (not parts or _knows(form, name.strip())):
            parts.append((_custom(form, name.strip()), value.strip()))
        elif parts:
            parts[-1] = (parts[-1][0], f"{parts[-1][1]};{piece}".strip())
        elif piece.strip():
            if len(form.fields) != 1:
                raise Refused(f"Write field=value; the form has: {', '.join(field.label for field in form.fields)}.")
            parts.append(("1", piece.strip()))
    return parts


def _custom(form: Form, name: str) -> str:
    """The number of the field whose custom id is `name`, else `name` itself."""
    for number, field in enumerate(form.fields, start=1):
        if field.custom_id == name:
            return str(number)
    return name


def _knows(form: Form, name: str) -> bool:
    try:
        choose(_custom(form, name), _names(form), "field")
    except Refused:
        return False
    return True


def _value(field: Field, text: str) -> Any:
    match field.kind:
        case 4:
            if field.longest is not None and len(text) > field.longest:
                raise Refused(f"{field.label} takes at most {field.longest} characters.")
            return text
        case 23:
            return fold(text) in {"true", "yes", "y", "on", "1", "si", "x"}
        case 19:
            raise Refused(f"{field.label} wants a file, which a script cannot give.")
    among = [(option.label, option.value) for option in field.options]
    if field.kind == _RADIO:
        return choose(text, among, "choice")
    return [choose(part, among, "choice") for part in text.split(",") if part.strip()]
