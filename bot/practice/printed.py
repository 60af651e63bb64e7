"""Sights and forms as lines for people and as records for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from bot.practice.forms import Field, Form
from bot.practice.sight import Button, Option, Sight
from bot.practice.world import BOT


def as_text(seen: Iterable[Sight], form: Form | None, where: str) -> Iterator[str]:
    """Lines that show what a person sees who is in `where`."""
    for sight in seen:
        place = f" in {sight.place.name}" if sight.place.name != where else ""
        notes = ", ".join(_notes(sight))
        yield f"{sight.author}{place}{f' ({notes})' if notes else ''}:"
        yield from (f"  {line}" for line in _body(sight))
    if form is not None:
        yield f"A form opens: {form.title}"
        yield from (f"  {line}" for text in form.texts for line in text.split("\n"))
        for field in form.fields:
            yield f"  {field.label} ({_field_notes(field)})"
            yield from (f"    {line}" for line in _option_lines(field.options))


def as_records(seen: Iterable[Sight], form: Form | None) -> list[dict[str, Any]]:
    """The same for machines: one record a message, and one for a form that opened."""
    records = [_record(sight) for sight in seen]
    if form is not None:
        fields = [
            {
                "id": field.custom_id,
                "label": field.label,
                "required": field.required,
                "options": [option.label for option in field.options],
            }
            for field in form.fields
        ]
        modal = {"title": form.title, "texts": list(form.texts), "fields": fields}
        nothing: dict[str, Any] = {"buttons": [], "selects": []}
        records.append({"author": BOT, "private": True, "edited": False, "text": "", **nothing, "modal": modal})
    return records


def _notes(sight: Sight) -> Iterator[str]:
    if sight.private:
        yield "private"
    if sight.edited:
        yield "edited"
    if sight.deleted:
        yield "deleted"


def _body(sight: Sight) -> Iterator[str]:
    lines = sight.text.split("\n")
    if sight.deleted:
        # Only to recognize it by.
        yield lines[0]
        return
    yield from lines
    if sight.buttons:
        yield "  ".join(f"[{button.number}] {button.label}{_button_notes(button)}" for button in sight.buttons)
    for select in sight.selects:
        yield f"{select.label or 'Select'}{' (not now)' if select.disabled else ''}:"
        yield from (f"  {line}" for line in _option_lines(select.options))


def _button_notes(button: Button) -> str:
    if button.url is not None:
        return f" <{button.url}>"
    return " (not now)" if button.disabled else ""


def _option_lines(options: Sequence[Option]) -> Iterator[str]:
    for option in options:
        yield f"({option.number}) {option.label}{f': {option.description}' if option.description else ''}"


def _field_notes(field: Field) -> str:
    notes = [field.custom_id, "required" if field.required else "optional"]
    if field.longest is not None:
        notes.append(f"at most {field.longest} characters")
    if field.given:
        given = field.given if isinstance(field.given, str) else ", ".join(map(str, field.given))
        notes.append(f"now: {given}")
    return ", ".join(notes)


def _record(sight: Sight) -> dict[str, Any]:
    return {
        "author": sight.author,
        "in": sight.place.name,
        "private": sight.private,
        "edited": sight.edited,
        **({"deleted": True} if sight.deleted else {}),
        "text": sight.text,
        "buttons": [
            {
                "number": button.number,
                "label": button.label,
                **({"disabled": True} if button.disabled else {}),
                **({"url": button.url} if button.url is not None else {}),
            }
            for button in sight.buttons
        ],
        "selects": [
            {
                "label": select.label,
                "options": [
                    {"number": option.number, "label": option.label, "description": option.description}
                    for option in select.options
                ],
            }
            for select in sight.selects
        ],
    }
