"""Tables that the province and the counties send ready-made, beside the lists of single patents: what they say, as they say it.

Layouts: 市级月报表 (常德 2017), 有效发明专利表 (湖南 2020), 国家月报表 (2009), and the resident population of the statistics bureau.
A row whose ``division`` is empty is the city's own (全市). Missing cells of the month's numbers are noughts; of sums that a table
may leave out (累计, 同期) they are unknown.
"""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from bureau.accounts.choices import CITIES
from bureau.lists.models import Record, record_indexes
from bureau.text import SearchTermsField, search_index
from patents.choices import CityMeasure
from patents.querysets import SummaryQuerySet

MONTH_BEGINS = Q(month__day=1)


def _number(label: str, **more) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, default=0, **more)


def _sum(label: str) -> models.PositiveIntegerField:
    return models.PositiveIntegerField(label, null=True, blank=True)


def _permissions(model: str) -> list[tuple[str, str]]:
    return [(f"export_{model}", "导出"), (f"correct_{model}", "更正"), (f"void_{model}", "作废与恢复")]


class _Summary(Record):
    division = models.ForeignKey(
        "accounts.Division",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name="区划",
        help_text="空为全市。",
    )
    county = models.CharField("县（市、区）", max_length=200)
    search = SearchTermsField(sources=("county",))

    objects = SummaryQuerySet.as_manager()

    class Meta(Record.Meta):
        abstract = True


class MonthlySummary(_Summary):
    """A place's filings and grants of one month, with the sums since January as the table tells them."""

    month = models.DateField("统计月份", help_text="该月第一天。")
    filed = _number("申请量月合计")
    filed_invention = _number("申请量发明")
    filed_utility_model = _number("申请量实用新型")
    filed_design = _number("申请量外观设计")
    filed_invention_ytd = _sum("申请量发明专利累计")
    filed_ytd = _sum("申请量年累计")
    filed_ytd_before = _sum("申请量去年同期")
    granted = _number("授权量月合计")
    granted_invention = _number("授权量发明")
    granted_utility_model = _number("授权量实用新型")
    granted_design = _number("授权量外观设计")
    granted_invention_ytd = _sum("授权量发明专利累计")
    granted_ytd = _sum("授权量年累计")
    granted_ytd_before = _sum("授权量去年同期")
    note = models.CharField("备注", max_length=300, blank=True)

    class Meta(_Summary.Meta):
        verbose_name = verbose_name_plural = "专利月度汇总"
        permissions = _permissions("monthlysummary")
        indexes = [*record_indexes(), search_index()]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(fields=["month", "county"], name="patents_monthlysummary_one_per_place"),
            CheckConstraint(condition=MONTH_BEGINS, name="patents_monthlysummary_of_a_month"),
            *(
                CheckConstraint(
                    condition=Q(**{what: F(f"{what}_invention") + F(f"{what}_utility_model") + F(f"{what}_design")}),
                    name=f"patents_monthlysummary_{what}_adds_up",
                    violation_error_message="月合计须等于发明、实用新型、外观设计之和。",
                )
                for what in ("filed", "granted")
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.county}"


class CumulativeSummary(_Summary):
    """A place's filings and grants since January, as the cumulative table tells them (中山 2016); rates of growth are not kept."""

    month = models.DateField("统计月份", help_text="该月第一天；数据为当年1月至该月末。")
    filed = _number("申请总计")
    filed_invention = _number("申请发明")
    filed_utility_model = _number("申请实用新型")
    filed_design = _number("申请外观设计")
    filed_before = _number("申请上年同期")
    filed_invention_before = _number("申请去年发明")
    granted = _number("授权总计")
    granted_invention = _number("授权发明")
    granted_utility_model = _number("授权实用新型")
    granted_design = _number("授权外观设计")
    granted_before = _number("授权上年同期")
    granted_invention_before = _number("授权去年发明")
    note = models.CharField("备注", max_length=300, blank=True)

    class Meta(_Summary.Meta):
        verbose_name = verbose_name_plural = "专利累计汇总"
        permissions = _permissions("cumulativesummary")
        indexes = [*record_indexes(), search_index()]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(fields=["month", "county"], name="patents_cumulativesummary_one_per_place"),
            CheckConstraint(condition=MONTH_BEGINS, name="patents_cumulativesummary_of_a_month"),
            *(
                CheckConstraint(
                    condition=Q(**{what: F(f"{what}_invention") + F(f"{what}_utility_model") + F(f"{what}_design")}),
                    name=f"patents_cumulativesummary_{what}_adds_up",
                    violation_error_message="总计须等于发明、实用新型、外观设计之和。",
                )
                for what in ("filed", "granted")
            ),
            *(
                CheckConstraint(
                    condition=Q(**{f"{what}_invention_before__lte": F(f"{what}_before")}),
                    name=f"patents_cumulativesummary_{what}_before_holds",
                    violation_error_message="去年发明不能大于上年同期。",
                )
                for what in ("filed", "granted")
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.county}（累计）"


class StockSummary(_Summary):
    """A place's valid inventions at a month's end, by kind of holder; of the other types where the table tells them."""

    month = models.DateField("统计月份", help_text="该月第一天；数据为该月末。")
    invention = _number("有效发明专利量")
    utility_model = _sum("有效实用新型量")
    design = _sum("有效外观设计量")
    universities = _number("大专院校")
    institutes = _number("科研单位")
    enterprises = _number("企业")
    bodies = _number("机关团体")
    service = _number("职务总计")
    individuals = _number("个人")

    class Meta(_Summary.Meta):
        verbose_name = verbose_name_plural = "有效专利汇总"
        permissions = _permissions("stocksummary")
        indexes = [*record_indexes(), search_index()]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(fields=["month", "county"], name="patents_stocksummary_one_per_place"),
            CheckConstraint(condition=MONTH_BEGINS, name="patents_stocksummary_of_a_month"),
            CheckConstraint(
                condition=Q(service=F("universities") + F("institutes") + F("enterprises") + F("bodies")),
                name="patents_stocksummary_service_adds_up",
                violation_error_message="职务总计须等于大专院校、科研单位、企业、机关团体之和。",
            ),
            CheckConstraint(
                condition=Q(invention=F("service") + F("individuals")),
                name="patents_stocksummary_adds_up",
                violation_error_message="有效量须等于职务总计与个人之和。",
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.county}"


class CitySummary(Record):
    """A city of the province in the office's monthly table: what its rank among them is counted from."""

    month = models.DateField("统计月份", help_text="该月第一天。")
    measure = models.CharField("指标", max_length=20, choices=CityMeasure)
    city = models.CharField("设区市", max_length=20, choices=[(city, city) for city in CITIES])
    ytd = _number("当年累计")
    total = _number("月累计")
    invention = _number("发明")
    utility_model = _number("实用新型")
    design = _number("外观设计")
    individuals = _number("个人")
    universities = _number("大专院校")
    institutes = _number("科研单位")
    enterprises = _number("企业")
    bodies = _number("机关团体")
    note = models.CharField("备注", max_length=300, blank=True)
    search = SearchTermsField(sources=("city",))

    objects = SummaryQuerySet.as_manager()

    class Meta(Record.Meta):
        verbose_name = verbose_name_plural = "各设区市专利月报"
        permissions = _permissions("citysummary")
        indexes = [*record_indexes(), search_index()]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(fields=["month", "measure", "city"], name="patents_citysummary_one_per_city"),
            CheckConstraint(condition=MONTH_BEGINS, name="patents_citysummary_of_a_month"),
            CheckConstraint(
                condition=Q(total=F("invention") + F("utility_model") + F("design")),
                name="patents_citysummary_adds_up",
                violation_error_message="月累计须等于发明、实用新型、外观设计之和。",
            ),
            CheckConstraint(
                condition=Q(
                    total=F("individuals") + F("universities") + F("institutes") + F("enterprises") + F("bodies")
                ),
                name="patents_citysummary_applicants_add_up",
                violation_error_message="月累计须等于五类申请人之和。",
            ),
            CheckConstraint(
                condition=Q(ytd__gte=F("total")),
                name="patents_citysummary_year_holds_month",
                violation_error_message="当年累计不能小于月累计。",
            ),
        ]

    def __str__(self):
        return f"{self.month:%Y-%m} {self.city} {self.get_measure_display()}"


class Population(_Summary):
    """A place's residents (常住人口, not 户籍) at the end of a year: what figures per 10,000 are reckoned on in the year after."""

    year = models.PositiveSmallIntegerField("人口年度", help_text="该年末。")
    residents = models.DecimalField("常住人口（万人）", max_digits=10, decimal_places=4)

    class Meta(_Summary.Meta):
        verbose_name = verbose_name_plural = "常住人口"
        permissions = _permissions("population")
        indexes = [*record_indexes(), search_index()]
        constraints = [
            *Record.Meta.constraints,
            UniqueConstraint(fields=["year", "county"], name="patents_population_one_per_place"),
            CheckConstraint(
                condition=Q(residents__gt=0),
                name="patents_population_above_nought",
                violation_error_message="常住人口须大于零（单位：万人）。",
            ),
        ]

    def __str__(self):
        return f"{self.year} {self.county}"
