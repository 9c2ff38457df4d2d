"""What changed between two saved contents, for people to read: words taken out, words put in."""

import html
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.safestring import SafeString, mark_safe

from bureau.richtext import paragraphs

from .choices import Tag
from .models import Article, Column, Version

LONG = 1500  # Signs of a paragraph beyond which it is shown whole: comparing sign by sign would take long.


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs: its name, and its lines with <ins> and <del>."""

    label: str
    lines: list[SafeString]


def changes(before: Version | None, after: Version) -> list[Change]:
    """Every field that differs; with nothing before, all that there was."""
    old = before.content if before else {}
    found = []
    for name, value in after.content.items():
        was = old.get(name)
        if was == value or (not was and not value):
            continue
        left, right = _lines(name, was), _lines(name, value)
        found.append(Change(_label(name), list(_compared(left, right))))
    return found


def _label(name: str) -> str:
    field = {f.attname: f for f in Article._meta.concrete_fields}.get(name)
    return str(field.verbose_name) if field else name


def _lines(name: str, value) -> list[str]:
    if value in (None, ""):
        return []
    if name == "body":
        return paragraphs(value)
    if name == "column_id":
        return [str(Column.objects.filter(pk=value).first() or "")]
    if name == "interprets_id":
        return [str(Article.objects.filter(pk=value).first() or "")]
    if name == "tags":
        return ["、".join(Tag(tag).label for tag in value)]
    if name == "validity":
        return [dict(Article._meta.get_field("validity").choices).get(value, value)]
    return str(value).splitlines()


def _compared(left: list[str], right: list[str]) -> Iterator[SafeString]:
    for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if tag == "replace" and b - a == d - c:
            for old, new in zip(left[a:b], right[c:d], strict=True):
                yield _within(old, new)
            continue
        yield from (_tagged("del", line) for line in left[a:b])
        yield from (_tagged("ins", line) for line in right[c:d])


def _within(old: str, new: str) -> SafeString:
    """One paragraph, changed sign by sign."""
    if max(len(old), len(new)) > LONG:
        return mark_safe(_tagged("del", old) + _tagged("ins", new))  # noqa: S308 Both are escaped.
    parts = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            parts.append(html.escape(old[a:b]))
            continue
        parts.append(_tagged("del", old[a:b]) if b > a else "")
        parts.append(_tagged("ins", new[c:d]) if d > c else "")
    return mark_safe("".join(parts))  # noqa: S308 Every part is escaped.


def _tagged(tag: str, text: str) -> SafeString:
    return mark_safe(f"<{tag}>{html.escape(text)}</{tag}>")  # noqa: S308 Escaped here.
