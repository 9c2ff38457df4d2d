"""高价值发明专利: how many, by place and ground, and per 10,000 residents, on a day."""

from collections import defaultdict
from datetime import date
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count

from bureau.accounts.models import Division

from .choices import GROUNDS, MAINTAINED
from .models import Patent, ValueMark
from .residents import DEFINITION, Residents
from .special import Line, Special


def high_value_table(day: date) -> Special:
    """By place: valid inventions, those of high value (each once), and each ground (one may have several)."""
    in_force = Patent.objects.effective().in_force_on(day).inventions()
    kept_up = in_force.filter(Patent.objects.kept_up(day, settings.HIGH_VALUE_YEARS))
    valid, lasting = _by_place(in_force), _by_place(kept_up)
    marked = _marked(day)
    rule = Residents()

    def line(label: str, place: int | None) -> Line:
        of_place = [marks for marks in marked if place is None or marks[0] == place]
        only_marked = len({patent for _place, _ground, patent, is_lasting in of_place if not is_lasting})
        count = lasting[place] + only_marked
        grounds = [
            lasting[place] if code == MAINTAINED else sum(ground == code for _p, ground, _n, _l in of_place)
            for code, _words in GROUNDS
        ]
        return Line(label, (count, rule.per_10k(count, place, day), valid[place], *grounds), _query(day, place))

    places = list(Division.objects.for_tables())
    return Special(
        f"高价值发明专利（{day}）",
        ["高价值发明专利", "每万人（件）", "有效发明专利", *(words for _code, words in GROUNDS)],
        [line(place.name, place.pk) for place in places],
        line("全市", None),
        [
            "高价值发明专利：符合五种情形之一的有效发明专利，一件符合几种的只计一件，各情形分别计，因此各情形之和可大于总数（国家知识产权局“十四五”规划口径）。",
            f"“维持年限超过 {settings.HIGH_VALUE_YEARS} 年”由清单算出，自申请日起算；其余四种情形由工作人员逐件标注，写明依据。",
            DEFINITION,
        ],
        charted=(0,),
    )  # fmt: skip


def _by_place(rows) -> dict[int | None, int]:
    found: dict[int | None, int] = defaultdict(int)
    for place, n in rows.order_by().values_list("division").annotate(n=Count("pk")):
        found[place] += n
        found[None] += n
    return found


def _marked(day: date) -> list[tuple[int, str, int, bool]]:
    """(place, ground, patent, whether it counts by its age already) of every mark of an invention in force."""
    in_force = Patent.objects.effective().in_force_on(day).inventions()
    lasting = set(
        in_force.filter(Patent.objects.kept_up(day, settings.HIGH_VALUE_YEARS), value_marks__isnull=False)
        .order_by()
        .values_list("pk", flat=True)
    )
    marks = ValueMark.objects.standing_on(day).filter(patent__in=in_force)
    rows = marks.order_by().values_list("patent__division", "ground", "patent")
    return [(place, ground, patent, patent in lasting) for place, ground, patent in rows]


def _query(day: date, place: int | None) -> str:
    return urlencode({"high_value": f"{day}"} | ({"division__id__exact": place} if place else {}))
