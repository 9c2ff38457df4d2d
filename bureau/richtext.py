"""Text with marks: what of HTML may be stored, and the plain words in it.

Cleaned whenever a row is saved (OWASP ASVS 5 V1.3.1), so that no door can store what a browser would run. Nothing that
is stored needs an inline style, and pictures come from this site alone.
"""

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import nh3
from django.db import models

BLOCKS = ("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "table", "caption", "tr", "figure", "hr", "br", "div")
TAGS = {
    "p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "hr", "br", "strong", "em", "u", "s", "sub", "sup", "a", "img",
    "figure", "figcaption", "table", "caption", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "width", "height"}, "th": {"colspan", "rowspan", "scope"},
    "td": {"colspan", "rowspan"}, "ol": {"start"},
}  # fmt: skip
CLASSES = {"p": {"center", "right", "flush"}}
SCHEMES = {"http", "https", "mailto", "tel"}
_OWN_PICTURE = re.compile(r"^/(?![/\\])[\w\-./%]*$")
_NO_PICTURE = re.compile(r"<img(?![^>]*\bsrc=)[^>]*>")
_HEADING = re.compile(r"<(/?)h1\b", re.IGNORECASE)
_EMPTY = re.compile(r"^(<p>(\s|<br>|&nbsp;)*</p>)*$")


def _kept(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src" and not _OWN_PICTURE.match(value):
        return None
    return value


_CLEANER = nh3.Cleaner(
    tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=SCHEMES, attribute_filter=_kept,
    clean_content_tags={"script", "style", "template", "noscript", "iframe", "object", "svg", "math"},
    link_rel="noopener noreferrer",
)  # fmt: skip


def clean(text: str) -> str:
    """``text`` with everything gone that is not in the lists above; an empty paragraph is nothing."""
    cleaned = _NO_PICTURE.sub("", _CLEANER.clean(_HEADING.sub(r"<\1h2", text or ""))).strip()
    return "" if _EMPTY.match(cleaned) else cleaned


def plain(text: str) -> str:
    """The words alone, a line for each block."""
    return "\n".join(paragraphs(text))


def paragraphs(text: str) -> list[str]:
    """The words of each block: paragraph, heading, item, row of a table."""
    reader = _Reader()
    reader.feed(text or "")
    reader.close()
    return [line for part in "".join(reader.words).split("\n") if (line := " ".join(part.split()))]


def links(text: str) -> Iterator[str]:
    """Every address that the text points to or shows."""
    reader = _Reader()
    reader.feed(text or "")
    reader.close()
    yield from dict.fromkeys(reader.addresses)


def attributes(text: str) -> list[str]:
    """Every value that stands in a mark, where no reader looks but a copier does: titles, descriptions, addresses."""
    reader = _Reader()
    reader.feed(text or "")
    reader.close()
    return reader.attributes


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.addresses: list[str] = []
        self.attributes: list[str] = []

    def handle_starttag(self, tag, attrs):
        if tag in BLOCKS:
            self.words.append("\n")
        elif tag in {"td", "th"}:
            self.words.append(" ")
        self.attributes += [html.unescape(value) for _name, value in attrs if value]
        wanted = {"a": "href", "img": "src"}.get(tag)
        self.addresses += [html.unescape(value) for name, value in attrs if name == wanted and value]

    def handle_endtag(self, tag):
        if tag in BLOCKS:
            self.words.append("\n")

    def handle_data(self, data):
        self.words.append(data)


class RichTextField(models.TextField):
    """HTML that is cleaned whenever the row is saved or validated; once the column ``fixed_by`` is filled, the text stands as it is."""

    def __init__(self, *args, fixed_by="", **kwargs):
        self.fixed_by = fixed_by
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"fixed_by": self.fixed_by} if self.fixed_by else {})

    def _is_fixed(self, row) -> bool:
        return bool(self.fixed_by and row is not None and getattr(row, self.fixed_by))

    def to_python(self, value):
        value = super().to_python(value)
        return value if value is None else clean(value)

    def clean(self, value, model_instance):
        return value if self._is_fixed(model_instance) else super().clean(value, model_instance)

    def get_prep_value(self, value):
        """What ``pre_save`` left alone is not cleaned on the way to the database either."""
        return str(value) if self.fixed_by and value is not None else super().get_prep_value(value)

    def pre_save(self, model_instance, add):
        value = getattr(model_instance, self.attname)
        if not self._is_fixed(model_instance):
            value = clean(value)
            setattr(model_instance, self.attname, value)
        return value


class PlainTextField(models.TextField):
    """The words of the rich texts named in ``sources``, kept in step whenever the row is saved; what search reads."""

    def __init__(self, *args, sources=(), **kwargs):
        self.sources = tuple(sources)
        kwargs |= {"editable": False, "default": "", "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"sources": self.sources}

    def pre_save(self, model_instance, add):
        value = "\n".join(filter(None, (plain(getattr(model_instance, name)) for name in self.sources)))
        setattr(model_instance, self.attname, value)
        return value
