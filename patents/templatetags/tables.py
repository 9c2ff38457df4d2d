"""Tables of statistics, a thousand linked figures each."""

from django import template
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.simple_tag
def cells(line, address: str, is_of_shares: bool) -> SafeString:
    """A line's figures, each a link to its patents in the register at ``address``: a template's own loop takes longer than their counts."""
    address, sign, plain = escape(address), "%" if is_of_shares else "", localize(1000) == "1000"
    return mark_safe(  # noqa: S308 Figures, what ``address`` quotes already, and what is escaped here.
        "".join(f'<td class="n">{_told(one, address, sign, plain)}{escape(one.mark)}</td>' for one in line.cells)
    )


def _told(cell, address: str, sign: str, plain: bool) -> str:
    """``plain``: whole numbers are written as Python writes them."""
    if cell.value is None:
        return "—"
    figure = str(cell.value) if plain and type(cell.value) is int else escape(localize(cell.value))
    if not (cell.address and cell.value):
        return figure
    return f'<a href="{address}?{cell.query}">{figure}{sign}</a>'
