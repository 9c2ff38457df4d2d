"""Work on patents in the demonstration: targets, the year's provincial award, marks of high value, a kept cohort."""

from datetime import date

from django.utils import timezone

from bureau.accounts.models import Division
from bureau.workflow import Refused
from patents import workflow
from patents.choices import Cohort, ValueGround
from patents.counting import ALL, values
from patents.models import Patent, PrizeRound
from patents.questions import Measure, Question
from patents.targets import question_of

SOURCE = "演示：赣知发〔2015〕1号"


def make(users, year: int) -> None:
    """What a year's patents ask of the bureau, through the hands of an officer and the head. Once made it stays."""
    if PrizeRound.objects.exists():
        return
    officer, head = users["officer"], users["section_head"]
    _targets(officer, year)
    inventions = list(_inventions(year))
    if inventions:
        _award(officer, head, year, inventions[:4])
        _marks(officer, year, inventions[4:12])
    _views(officer, year)
    workflow.keep_cohort(
        by=officer, name="未认定高企的科技型中小企业", registers=["tech_sme"], without=["high_tech"], divisions=[]
    )
    _campaign(head, [officer, head], date(year, 12, 31))


def _views(officer, year: int) -> None:
    """What a section looks at every month, on its board."""
    whole = {"since": date(year, 1, 1), "until": date(year, 12, 1)}
    kept = {
        "各县（市、区）专利申请": Question(Measure.FILED, columns="kind", **whole),
        "各月授权量，按申请人类型": Question(Measure.GRANTED, rows="month", columns="applicant_type", **whole),
    }
    for name, question in kept.items():
        workflow.keep_view(question, by=officer, name=name, is_shared=True, on_board=True)


def _campaign(head, helpers: list, day: date) -> None:
    """消零: high-tech firms that never filed an invention, shared out, some of them helped already. Nothing where all have."""
    try:
        campaign = workflow.start(
            by=head, name=f"{day.year + 1}年高企发明专利消零（演示）", cohort=Cohort.HIGH_TECH, as_of=day, measure=Measure.FILED,
            only_inventions=True,
        )  # fmt: skip
    except Refused:
        return
    for number, firm in enumerate(campaign.firms.order_by("pk")[:12]):
        who = helpers[number % len(helpers)]
        workflow.assign(firm, by=head, to=who)
        if number % 3 == 0:
            workflow.help_(firm, by=who, result="上门辅导，商定两项技术交底（演示）")


def _inventions(year: int):
    rows = Patent.objects.effective().inventions().in_force_on(timezone.localdate()).granted_in(year)
    return rows.of_enterprises().order_by("granted_on", "pk")[:12]


def _targets(officer, year: int) -> None:
    """A fifth more than the year before, in tens."""
    before = values(question_of(year - 1, Measure.FILED, False))
    wanted = {
        place.pk: (before[place.pk, ALL] * 12 // 100 + 1) * 10
        for place in Division.objects.for_tables()
        if before.get((place.pk, ALL))
    }
    if wanted:
        workflow.set_targets(
            by=officer, year=year, measure=Measure.FILED, only_inventions=False, values=wanted, source_document=SOURCE
        )


def _award(officer, head, year: int, inventions: list[Patent]) -> None:
    """Named, reviewed, placed, sent, and three of the province's ten."""
    round_ = workflow.open_round(
        by=officer, year=year, name="第二届江西省专利奖（演示）", quota=3, notice="演示：赣知发〔2015〕2号"
    )
    named = [
        workflow.nominate(
            round_, by=officer, number=one.application_number, grounds="原创性强，已实施转化，效益显著（演示）"
        )
        for one in inventions
    ]
    for one in named:
        workflow.accept(one, by=head)
    workflow.rank(round_, by=head, places={one.pk: place for place, one in enumerate(named, 1)})
    workflow.forward(round_, by=head)
    workflow.close_round(
        round_,
        by=officer,
        grades={one.pk: "优秀奖" for one in named[:3]},
        province_total=10,
        result_document="演示：赣府字〔2015〕9号",
    )


def _marks(officer, year: int, inventions: list[Patent]) -> None:
    numbers = [one.application_number for one in inventions]
    workflow.mark(
        numbers,
        by=officer,
        ground=ValueGround.STRATEGIC,
        held_from=date(year, 12, 31),
        source_document="演示：战略性新兴产业分类与国际专利分类参照关系表",
    )
