"""Every firm of a year assessed at once: in chunks, each a task of its own, with the progress where a page can read it."""

from collections.abc import Iterable

from django.core.cache import cache

from . import assessing
from .assessment import engine
from .assessment.engine import Unreadable
from .models import YearlyData
from .reading import sheets

CHUNK = 500
KEPT_SECONDS = 7 * 24 * 3600


def waiting(year: int) -> list[int]:
    """The handed-in data of a year, by key."""
    rows = YearlyData.objects.handed_in().filter(year=year)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def assess_chunk(pks: Iterable[int], year: int) -> int:
    """Assess these data of a year under its rule set, in a constant number of queries; how many could be."""
    day = assessing.application_day(year)
    rules, answers = assessing.rules_on(day), []
    for sheet in sheets(pks, day=day):
        try:
            firm = assessing.firm_of(sheet, day=day)
        except Unreadable:
            continue
        answers.append(assessing.kept(sheet.latest.pk, firm, engine.assess(firm, rules)))
    assessing.keep(answers)
    return len(answers)


def key(year: int) -> str:
    """Where the progress of a year's run stands."""
    return f"enterprises:assess:{year}"


def note_start(year: int, total: int) -> None:
    """A run over so many firms begins."""
    cache.set(f"{key(year)}:total", total, KEPT_SECONDS)
    cache.set(f"{key(year)}:done", 0, KEPT_SECONDS)


def note_done(year: int, count: int) -> None:
    """So many more were looked at."""
    try:
        cache.incr(f"{key(year)}:done", count)
    except ValueError:  # Redis was emptied meanwhile: what was assessed is kept, only its counting is lost.
        return


def progress(year: int) -> tuple[int, int] | None:
    """(done, total) of the last run; None when there was none in the last week."""
    found = cache.get_many([f"{key(year)}:total", f"{key(year)}:done"])
    total = found.get(f"{key(year)}:total")
    return None if total is None else (min(found.get(f"{key(year)}:done", 0), total), total)
