"""The list of subsidies paid in former years: history, to be looked up. Its own headings tell it from a list of patents."""

from collections.abc import Iterable

from django.conf import settings

from bureau.lists.cells import amount_reader, choice_reader, identifier_reader, read_date, text_reader, whole_reader
from bureau.lists.kinds import Column, CountyReader, Kind, register
from patents.choices import SubsidyStage
from patents.models import Subsidy


def faults_of(values: dict[str, list]) -> Iterable[tuple[int, str, str]]:
    """Nothing paid after subsidies ended (国知发保字〔2021〕1号), and nothing for nothing."""
    rows = zip(values["stage"], values["paid_on"], values["amount"], strict=True)
    for index, (stage, paid_on, amount) in enumerate(rows):
        last = settings.PATENT_SUBSIDIES_UNTIL.get("filing" if stage == SubsidyStage.FILING else "")
        if paid_on is not None and stage is not None and paid_on > f"{last}":
            words = "申请阶段的专利资助" if stage == SubsidyStage.FILING else "专利资助"
            yield (
                index,
                "资助发放日期",
                f"{words}应在 {last} 以前全部停止（国知发保字〔2021〕1号），{paid_on} 的不能作为历史登记",
            )
        if amount is not None and amount <= 0:
            yield index, "资助金额（元）", "资助金额须大于零"


SUBSIDIES = Kind(
    code="patent_subsidies",
    label="专利资助历史清单",
    model=Subsidy,
    rank=250,
    key=("year", "application_number", "stage"),
    columns=(
        Column("资助年度", "year", whole_reader(1985, 2100, suffix="年"), True),
        Column("申请号", "application_number", identifier_reader(40), True, ("专利号",), telling=False),
        Column("资助环节", "stage", choice_reader({stage.label: stage.value for stage in SubsidyStage}), True),
        Column("专利名称", "title", text_reader(1000)),
        Column("受资助人", "recipient", text_reader(500), True),
        Column(
            "县（市、区）", "county", CountyReader(), aliases=("所在县（市、区）", "所属县区", "县市区", "县区"),
            stores=("county", "division_id"),
        ),
        Column("资助金额（元）", "amount", amount_reader("元", negative=False), True, negative=False),
        Column("资助发放日期", "paid_on", read_date, True, ("资助日期",)),
    ),
    check=faults_of,
)  # fmt: skip

register(SUBSIDIES)
