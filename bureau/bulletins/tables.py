"""The bulletin's tables and chart as pages show them."""

from patents.choices import WHOLE

from .files import HALF, HALVES, LAST, cell_of


def tables_of(data: dict) -> list[dict]:
    """A table for each half, and one of the stock: side by side they are wider than any screen."""
    found = [_table(over, HALF, half, data["rows"]) for half, over in HALVES]
    return [*found, _table("期末有效发明专利", LAST, "", data["rows"])]


def _table(title: str, columns, half: str, rows: list[dict]) -> dict:
    return {
        "title": title,
        "headings": [words.replace("专利增长率", "专利\n增长率") for _key, words in columns],
        "lines": [
            {
                "place": row["place"],
                "is_whole": row["place"] == WHOLE,
                "cells": [cell_of(row, half, key) for key, _words in columns],
                "mark": "" if half else row["stock_mark"],
            }
            for row in rows
        ],
    }


def chart_of(data: dict) -> dict:
    """The year's filings and grants by place."""
    places = [row for row in data["rows"] if row["place"] != WHOLE]
    return {
        "labels": [row["place"] for row in places],
        "sets": [{"label": f"{over}（年累计）", "data": [row[half]["ytd"] for row in places]} for half, over in HALVES],
    }
