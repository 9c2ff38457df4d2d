"""A hundred thousand achievements and as many demands: the best of one demand, and one save with the lists that it enters."""

import io
import random
import time
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain, islice

from django.db import connection
from django.db.models import GeneratedField
from django.utils import timezone

from bureau.lists.demonstration import texts
from bureau.lists.demonstration import vocabulary as words
from matchmaking import recommending
from matchmaking.matching.index import TABLES, build
from matchmaking.matching.profiles import _items, kind_of
from matchmaking.matching.ranking import best
from matchmaking.models import Achievement, Demand

FEW, ITEMS, ASKED, SAVED = 11_208, 100_000, 200, 40
AT_ONCE = 5_000
COMMON = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情最立代想已通并提直题程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处理世车"  # fmt: skip


def fill(count: int = ITEMS) -> None:
    """Both sides as lists would bring them, each text with a stretch of its own that no other has; the index built whole.

    What was filled before is gone.
    """
    with connection.cursor() as cursor:
        tables = [Achievement._meta.db_table, Demand._meta.db_table, *(f"matchmaking_{name}" for name in TABLES)]
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    rng = random.Random(1)  # noqa: S311 Measuring, no secrets.
    for model in (Achievement, Demand):
        fill_one(model, count, rng)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def fill_one(model, count: int, rng: random.Random) -> None:
    """One side, indexed."""
    now = timezone.now()
    copy(_row(model, rng, number, now) for number in range(count))
    build(kind_of(model), _items(model.objects.order_by("pk")))


VARIED = ("number", "title", "organisation_name", "organisation_key")


def copy(rows: Iterator) -> None:
    """COPY rows of one model, which differ in VARIED and in the body alone, past the triggers that make words for the admin's search."""
    first = next(rows)
    fields = [f for f in first._meta.concrete_fields if not (f.primary_key or isinstance(f, GeneratedField))]
    varied = {*VARIED, first.body_field}
    plain = {f.name: _cell(f, f.pre_save(first, add=True)) for f in fields}
    columns = ", ".join(f'"{f.column}"' for f in fields)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        remaining = chain([first], rows)
        while some := list(islice(remaining, AT_ONCE)):
            lines = (
                "\t".join(getattr(row, f.name) if f.name in varied else plain[f.name] for f in fields) + "\n"
                for row in some
            )
            statement = f"COPY {first._meta.db_table} ({columns}) FROM STDIN"
            cursor.copy_expert(statement, io.StringIO("".join(lines)))
        cursor.execute("SET session_replication_role = origin")


def _cell(field, value) -> str:
    """As COPY's text format has it."""
    value = field.get_db_prep_save(value, connection)
    if value is None:
        return r"\N"
    return "{" + ",".join(map(str, value)) + "}" if isinstance(value, list) else str(getattr(value, "adapted", value))


def _row(model, rng: random.Random, number: int, now):
    theme = rng.choice(words.THEMES)
    own = "".join(rng.choices(COMMON, k=rng.randint(60, 160)))
    if model is Achievement:
        title, body = texts.achievement_title(rng, theme), texts.summary(rng, theme)
    else:
        title, body = texts.demand_title(rng, theme), texts.description(rng, theme, "稀土")
    return model(
        number=f"B{number}", title=title, organisation_name=f"单位{number}", organisation_key=f"单位{number}",
        collected_on=date(2026, 1, 1), changed_at=now, **{model.body_field: f"{body}{own}。"},
    )  # fmt: skip


def times(act: Callable[[Demand], object], count: int) -> list[float]:
    """Seconds that ``act`` takes of each of ``count`` demands, sorted; the first ones warm up and are left out."""
    spent = []
    for demand in Demand.objects.order_by("-pk").defer("search")[: count + 5]:
        start = time.perf_counter()
        act(demand)
        spent.append(time.perf_counter() - start)
    return sorted(spent[5:])


def best_times() -> list[float]:
    """The best twenty of one demand."""
    return times(lambda demand: best(kind_of(Achievement), demand.public_text, 20), ASKED)


def save_times() -> list[float]:
    """What a worker does after one demand was saved: its list and those that it enters."""
    return times(recommending.refresh, SAVED)
