"""政府网站工作年度报表: what the norm asks of a site once a year, counted from its records (G14; 国办发〔2017〕47号 附件)."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.conf import settings
from django.db.models import Avg, Count, F, Q, Sum

from bureau.excel import Column as Heading
from bureau.excel import Sheet
from bureau.publicity.models import Objection, Publicity
from bureau.registration.models import Registration, Renaming
from bureau.signin.models import DataRequest
from enterprises.models import Ticket

from .choices import RELEASED, ColumnKind
from .models import Article, Channel, Column, Feedback, Visit

HEADINGS = (Heading("类别", 14), Heading("项目", 34), Heading("数值", 18), Heading("单位", 8), Heading("统计口径", 60))
HANDLED = (  # What is dealt with over the site: words, the noun, and when one of it was done.
    ("单位注册审核", Registration, "decided_at"),
    ("单位更名审核", Renaming, "decided_at"),
    ("公示异议答复", Objection, "answered_at"),
    ("个人信息申请办理", DataRequest, "decided_at"),
    ("企业提问答复", Ticket, "answered_at"),
)
DAY_SECONDS = 24 * 3600


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: a count with the way it was counted, or a mark of the site in words."""

    group: str
    name: str
    value: int | Decimal | str | None
    unit: str = ""
    definition: str = ""


def years() -> list[int]:
    """The years in which something was released or written in, newest first."""
    released = Article.objects.filter(status__in=RELEASED).dates("released_at", "year")
    received = Feedback.objects.dates("received_at", "year")
    return sorted({day.year for day in (*released, *received)}, reverse=True)


def lines(year: int) -> list[Line]:
    """The whole report of a year."""
    return [*_site(), *_released(year), *_read(year), *_letters(year), *_handled(year)]


def sheet(year: int) -> Sheet:
    """The report as a table of Excel."""
    rows = ([line.group, line.name, line.value, line.unit, line.definition] for line in lines(year))
    return Sheet(f"{year}年网站工作年度报表", HEADINGS, rows)


def _site() -> Iterator[Line]:
    for name, value in (
        ("网站名称", settings.SITE_NAME),
        ("主办单位", settings.SITE_ORGAN),
        ("政府网站标识码", settings.SITE_IDENTIFIER),
        ("ICP备案号", settings.SITE_ICP),
        ("公安机关备案号", settings.SITE_GONGAN),
    ):
        yield Line("网站信息", name, value)


def _released(year: int) -> Iterator[Line]:
    """An article counts once, however often it was corrected, and in the year of its first release."""
    rows = Article.objects.filter(status__in=RELEASED, released_at__year=year).listed()
    counted = Counter(dict(rows.order_by().values_list("column").annotate(Count("number", distinct=True))))
    yield Line(
        "信息发布", "信息发布总数", counted.total(), "条", "本年首次发布的文章，更正再发的不重复计，已撤下的计入。"
    )
    for column in Column.objects.exclude(kind=ColumnKind.PAGE).order_by("position"):
        yield Line(
            "信息发布", f"其中：{column.name}", counted[column.pk], "条", f"“{column.name}”栏目本年首次发布的文章。"
        )
    shown = Publicity.objects.filter(published_at__year=year).count()
    yield Line("信息发布", "公示发布数", shown, "份", "本年发布的公示，已撤回的计入。")


def _read(year: int) -> Iterator[Line]:
    total = Visit.objects.filter(on__year=year).aggregate(total=Sum("count", default=0))["total"]
    yield Line("访问情况", "文章访问总量", total, "次", "本年打开文章页面的次数，按日汇总；栏目页、首页不计。")
    unknown = "本系统不跟踪访问者，没有此数；如需填报，请取自网站所在云平台或防护设备的统计。"
    yield Line("访问情况", "独立用户访问总量", None, "个", unknown)


def _letters(year: int) -> Iterator[Line]:
    received = Counter(
        dict(Feedback.objects.filter(received_at__year=year).values_list("channel").annotate(Count("pk")))
    )
    done = Feedback.objects.filter(answered_at__year=year)
    in_time = Q(answered_at__date__lte=F("due_on"))
    found = done.aggregate(
        done=Count("pk"), in_time=Count("pk", filter=in_time), shown=Count("pk", filter=Q(is_published=True)),
        mean=Avg(F("answered_at") - F("received_at")),
    )  # fmt: skip
    yield Line("互动交流", "收到留言数量", received.total(), "条", "本年收到的意见、咨询和找错。")
    for channel in Channel.objects.order_by("position"):
        yield Line(
            "互动交流", f"其中：{channel.name}", received[channel.pk], "条", f"时限 {channel.working_days} 个工作日。"
        )
    yield Line("互动交流", "办结留言数量", found["done"], "条", "本年答复或不予受理并说明理由的留言，不论何年收到。")
    yield Line("互动交流", "按时办结数量", found["in_time"], "条", "办结之日不晚于应答复日期。")
    share = _rounded(Decimal(100 * found["in_time"]) / found["done"]) if found["done"] else None
    yield Line("互动交流", "按时办结率", share, "%", "按时办结数量÷办结留言数量；没有办结的不计算。")
    mean = _rounded(Decimal(found["mean"].total_seconds()) / DAY_SECONDS) if found["mean"] is not None else None
    yield Line("互动交流", "平均办理时间", mean, "天", "收到至办结的平均自然日。")
    yield Line("互动交流", "公开答复数量", found["shown"], "条", "本年办结并公开答复的留言。")


def _handled(year: int) -> Iterator[Line]:
    counts = [(words, model.objects.filter(**{f"{done}__year": year}).count()) for words, model, done in HANDLED]
    yield Line(
        "办事服务", "网上办件总数", sum(count for _words, count in counts), "件", "本年在网上办结的下列事项之和。"
    )
    for words, count in counts:
        yield Line("办事服务", f"其中：{words}", count, "件", "按办结之日计入本年。")


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
