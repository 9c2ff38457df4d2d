"""Working days as the State Council arranges them: holidays, and the weekends that are worked in exchange.

A year whose arrangement is not known yet counts Monday to Friday; ``is_arranged`` lets a page say so.
"""

from datetime import date, timedelta

import chinese_calendar


def is_arranged(day: date) -> bool:
    """Whether the arrangement of that year is known."""
    try:
        chinese_calendar.is_workday(day)
    except NotImplementedError:
        return False
    return True


def is_workday(day: date) -> bool:
    """Whether offices work on ``day``."""
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


def workdays_after(day: date, count: int) -> date:
    """The ``count``-th working day after ``day``, which itself is not counted (民法典 art. 201: the first day is not)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_before(day: date, count: int) -> date:
    """The ``count``-th working day before ``day``, which itself is not counted."""
    while count > 0:
        day -= timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_between(first: date, last: date) -> int:
    """How many working days lie from ``first`` to ``last``, both counted."""
    return sum(is_workday(first + timedelta(days=n)) for n in range((last - first).days + 1))
