"""The bulletin's table and chart as pages show them."""

from patents.choices import WHOLE

from .files import HALF, HALVES, LAST, lines
from .models import Bulletin


def table_of(bulletin: Bulletin) -> dict:
    """Headings in two rows and the lines: the city's first."""
    return {
        "groups": [(over, len(HALF)) for _half, over in HALVES] + [("期末", len(LAST))],
        "headings": [words for _half, _over in HALVES for _key, words in HALF] + [words for _key, words in LAST],
        "lines": [
            {"place": row["place"], "is_whole": row["place"] == WHOLE, "cells": cells[1:], "mark": row["stock_mark"]}
            for row, cells in zip(bulletin.data["rows"], lines(bulletin.data), strict=True)
        ],
    }


def chart_of(bulletin: Bulletin) -> dict:
    """The year's filings and grants by place."""
    places = [row for row in bulletin.data["rows"] if row["place"] != WHOLE]
    return {
        "labels": [row["place"] for row in places],
        "sets": [{"label": f"{over}（年累计）", "data": [row[half]["ytd"] for row in places]} for half, over in HALVES],
    }
