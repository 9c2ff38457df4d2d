"""Pieces of a page that are each visitor's own (templates/own), so that all the rest can be one page for everybody."""

import re

from django.http import HttpRequest
from django.template import RequestContext, engines
from django.utils.safestring import SafeString, mark_safe

_MARKS = re.compile(rb"<!--own:([a-z_]+)-->")


def mark(name: str) -> SafeString:
    """What stands for a piece."""
    return mark_safe(f"<!--own:{name}-->")  # noqa: S308 Names are the templates' own.


def render(name: str, context) -> SafeString:
    """A piece, as the visitor of ``context`` is to see it."""
    return context.template.engine.get_template(f"own/{name}.html").render(context)


def fill(page: bytes, request: HttpRequest) -> bytes:
    """The page with this visitor's pieces where its marks are. What people write is escaped or cleaned and makes no mark."""
    parts = _MARKS.split(page)
    context = RequestContext(request)
    with context.bind_template(engines["django"].get_template("own/account.html").template):
        parts[1::2] = [render(name.decode(), context).encode() for name in parts[1::2]]
    return b"".join(parts)
