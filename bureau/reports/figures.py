"""A report's figures as other programs read them."""

from .models import AnnualReport


def as_json(report: AnnualReport) -> dict:
    """{"year", "figures": {code: {"value", "display", "previous"}}}; values are not rounded, percentages in points."""
    return {
        "year": report.year,
        "figures": {
            figure.indicator: {
                "value": _number(figure.value),
                "display": figure.display,
                "previous": _number(figure.previous),
            }
            for figure in report.figures.order_by("position")
        },
    }


def _number(value):
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
