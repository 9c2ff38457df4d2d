"""What people fill in to ask of the statistics, and to keep what they asked."""

from datetime import date
from urllib.parse import urlencode

from django import forms
from django.db.models import Max
from django.utils import timezone

from bureau.accounts.models import Division, User
from bureau.codes import parse_application_number
from bureau.text import fold
from bureau.workflow import Refused

from .choices import REGISTERS, UNKNOWN_APPLICANT_TYPE, CityMeasure, Cohort, Event, PatentKind, ValueGround
from .dimensions import DIMENSIONS, LONG, PERIODS, SECTIONS, TYPES
from .models import CitySummary, CoreCount, PlaceTarget, SavedCohort
from .questions import Measure, Question, Share, Unanswerable, month_of

EVERYTHING = ("*", "全部")


MARKED_AT_MOST = 2000


def _past(day: date) -> date:
    if not date(1986, 1, 1) <= day <= timezone.localdate():
        raise forms.ValidationError("日期应在 1986 年以后、今天以前。")
    return day


class PivotForm(forms.Form):
    """The choices of the pivot page; what it means is ``Question.of``'s to say."""

    measure = forms.ChoiceField(label="统计量", choices=Measure.choices)
    rows = forms.ChoiceField(label="行", choices=[*((d.code, d.label) for d in DIMENSIONS.values()), *PERIODS.items()])
    columns = forms.ChoiceField(label="列", required=False)
    since = forms.CharField(label="自", widget=forms.TextInput(attrs={"type": "month"}))
    until = forms.CharField(label="至", widget=forms.TextInput(attrs={"type": "month"}))
    share = forms.ChoiceField(label="显示", choices=Share.choices, required=False)
    running = forms.BooleanField(label="按年累计", required=False, widget=forms.CheckboxInput(attrs={"value": "1"}))
    division = forms.ChoiceField(label="只看县（市、区）", required=False)
    kind = forms.ChoiceField(label="只看类型", choices=[EVERYTHING, *PatentKind.choices], required=False)
    applicant_type = forms.ChoiceField(
        label="只看申请人类型",
        choices=[EVERYTHING, *((one, one) for one in TYPES), ("", UNKNOWN_APPLICANT_TYPE)],
        required=False,
    )
    section = forms.ChoiceField(label="只看 IPC 部", choices=[EVERYTHING, *SECTIONS.items()], required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        short = [(code, label) for code, label in self.fields["rows"].choices if code not in LONG]
        self.fields["columns"].choices = [("", "本期与上年同期"), *short]
        places = [(str(place.pk), place.name) for place in Division.objects.for_tables()]
        self.fields["division"].choices = [EVERYTHING, *places]


class KeepForm(forms.Form):
    """A view's name, and who is to see it."""

    name = forms.CharField(label="视图名称", min_length=2, max_length=60)
    is_shared = forms.BooleanField(label="同事可见", required=False)
    on_board = forms.BooleanField(label="放上看板", required=False)


class _MonthsForm(forms.Form):
    """From one month to another, both whole."""

    title = ""
    since = forms.CharField(label="自", widget=forms.TextInput(attrs={"type": "month"}))
    until = forms.CharField(label="至", widget=forms.TextInput(attrs={"type": "month"}))

    @classmethod
    def first(cls) -> dict:
        """What people see before they ask: the newest year with filings, up to its newest month."""
        newest = CoreCount.objects.filter(event=Event.FILED).aggregate(last=Max("period"))["last"]
        newest = newest or timezone.localdate().replace(day=1)
        return {"since": f"{newest.year}-01", "until": f"{newest:%Y-%m}"}

    def clean(self) -> dict:
        """The first days of the two months."""
        cleaned = super().clean()
        try:
            for name, words in (("since", "起始月份"), ("until", "截止月份")):
                cleaned[name] = month_of(cleaned.get(name) or "", words)
        except Unanswerable as fault:
            raise forms.ValidationError(str(fault)) from None
        if cleaned["since"] > cleaned["until"]:
            raise forms.ValidationError("起始月份晚于截止月份，请改正。")
        return cleaned


class SharesForm(_MonthsForm):
    """The period of the invention share."""

    title = "企业发明专利申请量占比"


class LeadersForm(_MonthsForm):
    """Of what, of which type, and how many units."""

    title = "集中度（主要申请人）"
    measure = forms.ChoiceField(label="统计量", choices=Measure.choices)
    kind = forms.ChoiceField(label="类型", choices=[EVERYTHING, *PatentKind.choices])
    top = forms.TypedChoiceField(label="列出", coerce=int, choices=[(n, f"前 {n} 名") for n in (10, 20, 50, 100)])

    @classmethod
    def first(cls) -> dict:
        """Filings of every type, ten units."""
        return super().first() | {"measure": Measure.FILED.value, "kind": "*", "top": "10"}

    def clean(self) -> dict:
        """The question that gives the units."""
        cleaned = super().clean()
        if not self.errors:
            only = {} if cleaned["kind"] == "*" else {"kind": cleaned["kind"]}
            cleaned["question"] = Question(
                Measure(cleaned["measure"]), rows="unit", since=cleaned["since"], until=cleaned["until"], only=only
            )
        return cleaned


KEPT = "saved:"


def _cohorts() -> list[tuple[str, str]]:
    kept = SavedCohort.objects.order_by("name").values_list("pk", "name")
    return [*((one.value, one.label) for one in REGISTERS), *((f"{KEPT}{pk}", name) for pk, name in kept)]


def _cohort(text: str):
    """A register, or a kept question to several."""
    return SavedCohort.objects.get(pk=text.removeprefix(KEPT)) if text.startswith(KEPT) else Cohort(text)


class CohortForm(forms.Form):
    """A question to the registers, and its name."""

    name = forms.CharField(label="名称", min_length=2, max_length=100, help_text="如：章贡区未认定高企的科技型中小企业")
    registers = forms.MultipleChoiceField(
        label="在其中任一", choices=[(one.value, one.label) for one in REGISTERS], widget=forms.CheckboxSelectMultiple
    )
    without = forms.MultipleChoiceField(
        label="不在其中", required=False, choices=[(one.value, one.label) for one in REGISTERS],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    divisions = forms.ModelMultipleChoiceField(
        label="县（市、区）（不选为全市）", required=False, queryset=Division.objects.order_by("position"),
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )  # fmt: skip


class ZeroForm(forms.Form):
    """Which firms, on which day, without what."""

    title = "消零"
    cohort = forms.TypedChoiceField(label="企业范围", coerce=_cohort, choices=_cohorts)
    day = forms.DateField(
        label="日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期。", "invalid": "日期请按 2015-12-31 的样子填写。"},
    )
    measure = forms.TypedChoiceField(
        label="以什么为准",
        coerce=Measure,
        choices=[(Measure.FILED, "申请"), (Measure.GRANTED, "授权"), (Measure.STOCK, "有效")],
    )
    only_inventions = forms.BooleanField(label="只算发明", required=False)

    @classmethod
    def first(cls) -> dict:
        """高新技术企业 without any filing, today."""
        return {"cohort": Cohort.HIGH_TECH.value, "day": f"{timezone.localdate()}", "measure": Measure.FILED.value}

    def clean_day(self) -> date:
        """Not before the patent law nor after today: of days to come nothing is known."""
        return _past(self.cleaned_data["day"])


class StartForm(ZeroForm):
    """A campaign's name, and whose list it is."""

    title = "发起消零行动"
    name = forms.CharField(label="名称", min_length=2, max_length=100)
    field_order = ["name", "cohort", "day", "measure", "only_inventions"]


class AssignForm(forms.Form):
    """Who is to help a county's firms: people at the bureau who may record what came of it."""

    assignee = forms.ModelChoiceField(label="责任人", queryset=User.objects.none())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(is_active=True, is_staff=True)
        self.fields["assignee"].queryset = (
            staff.filter(groups__permissions__codename="record_zerofirm").distinct().order_by("name")
        )


class ResultForm(forms.Form):
    """What came of a firm."""

    verb = forms.ChoiceField(
        label="结果",
        choices=[("help", "已联系，辅导中"), ("clear", "已消零"), ("unable", "暂不能消零")],
        widget=forms.RadioSelect,
    )
    result = forms.CharField(label="情况", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))


class DayForm(forms.Form):
    """On which day."""

    title = "高价值发明专利"
    day = forms.DateField(
        label="日期",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写日期。", "invalid": "日期请按 2015-12-31 的样子填写。"},
    )

    @classmethod
    def first(cls) -> dict:
        """Today."""
        return {"day": f"{timezone.localdate()}"}

    def clean_day(self) -> date:
        """Not before the patent law nor after today."""
        return _past(self.cleaned_data["day"])


class MarkForm(forms.Form):
    """Which inventions, why, since when, and by which document."""

    numbers = forms.CharField(
        label="申请号（每行一个）",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="如 201510000001.0，可带 ZL、CN；一次最多 2000 个。只能标注发明专利。",
    )
    ground = forms.TypedChoiceField(label="情形", coerce=ValueGround, choices=ValueGround.choices)
    held_from = forms.DateField(
        label="自何日起",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="公布、登记或获奖之日；此日以后的统计计入。",
    )
    source_document = forms.CharField(label="依据（文件名称与文号）", min_length=4, max_length=300)
    amount = forms.DecimalField(
        label="质押融资金额（万元）", required=False, min_value=0, max_digits=10, decimal_places=2,
        help_text="只有“实现较高质押融资金额”须填。",
    )  # fmt: skip

    def clean_numbers(self) -> list[str]:
        """Digits of each number; what is no application number is named."""
        words = self.cleaned_data["numbers"].split()
        if len(words) > MARKED_AT_MOST:
            raise forms.ValidationError(f"一次最多 {MARKED_AT_MOST} 个申请号，现有 {len(words)} 个，请分次标注。")
        digits, wrong = [], []
        for word in words:
            try:
                digits.append(parse_application_number(fold(word)).digits)
            except ValueError as fault:
                wrong.append(f"{word}：{fault}")
        if wrong:
            raise forms.ValidationError(wrong[:10])
        return digits

    def clean_amount(self):
        """In yuan."""
        amount = self.cleaned_data["amount"]
        return None if amount is None else amount * 10_000


class OpenRoundForm(forms.Form):
    """A year's provincial award."""

    year = forms.IntegerField(label="年度", min_value=1985, max_value=2100)
    name = forms.CharField(label="名称", min_length=4, max_length=100, help_text="如：第二届江西省专利奖")
    quota = forms.IntegerField(label="推荐名额（项）", min_value=1, max_value=99)
    notice = forms.CharField(label="通知文号", min_length=4, max_length=200)


class NominateForm(forms.Form):
    """Which patent, and why."""

    number = forms.CharField(label="申请号", max_length=30)
    grounds = forms.CharField(label="推荐理由", min_length=4, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_number(self) -> str:
        """Its digits."""
        try:
            return parse_application_number(fold(self.cleaned_data["number"])).digits
        except ValueError as fault:
            raise forms.ValidationError(f"申请号：{fault}") from None


class PrizeResultForm(forms.Form):
    """What the province decided in all."""

    province_total = forms.IntegerField(label="全省授奖总数（项）", min_value=0, max_value=9999)
    result_document = forms.CharField(label="授奖文件", min_length=4, max_length=200)


def numbered(data, prefix: str) -> dict[int, int]:
    """Whole numbers of fields like “place-12”, by the number in the name. Raises Refused for what is none."""
    found = {}
    for name, text in data.items():
        if name.startswith(prefix) and name.removeprefix(prefix).isdigit():
            if not text.strip().isdigit():
                raise Refused("排序须是数字，每一件都要填写。")
            found[int(name.removeprefix(prefix))] = int(text)
    return found


class CompletionForm(forms.Form):
    """Which year's targets, of what."""

    title = "目标与完成"
    year = forms.IntegerField(label="年度", min_value=1985, max_value=2100)
    measure = forms.TypedChoiceField(label="统计量", coerce=Measure, choices=Measure.choices)
    only_inventions = forms.BooleanField(label="只算发明", required=False)

    @classmethod
    def first(cls) -> dict:
        """Filings of the newest year with any."""
        return {"year": _MonthsForm.first()["since"][:4], "measure": Measure.FILED.value}

    def query(self) -> str:
        """The address that asks the same."""
        asked = self.cleaned_data
        parts = {"year": asked["year"], "measure": asked["measure"].value}
        return urlencode(parts | ({"only_inventions": "on"} if asked["only_inventions"] else {}))


class TargetsForm(forms.Form):
    """A number for each place, and the document."""

    source_document = forms.CharField(label="依据文件", min_length=4, max_length=300)

    def __init__(self, *args, year: int, measure: Measure, only_inventions: bool, **kwargs):
        super().__init__(*args, **kwargs)
        known = {one.division_id: one for one in PlaceTarget.objects.of(year, measure, only_inventions)}
        self.fields["source_document"].initial = next((one.source_document for one in known.values()), "")
        for place in Division.objects.for_tables():
            initial = known[place.pk].value if place.pk in known else None
            self.fields[f"place-{place.pk}"] = forms.IntegerField(
                label=place.name, required=False, min_value=1, max_value=9_999_999, initial=initial
            )

    def cleaned(self) -> dict:
        """Values by division, and the document, as the verb takes them."""
        numbers = {
            int(name.removeprefix("place-")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("place-")
        }
        return {"values": numbers, "source_document": self.cleaned_data["source_document"]}


class CitiesForm(forms.Form):
    """Which month's table, of what."""

    title = "设区市排名"
    month = forms.CharField(label="月份", widget=forms.TextInput(attrs={"type": "month"}))
    measure = forms.TypedChoiceField(label="指标", coerce=CityMeasure, choices=CityMeasure.choices)

    @classmethod
    def first(cls) -> dict:
        """The newest month with a table."""
        newest = CitySummary.objects.effective().aggregate(last=Max("month"))["last"] or timezone.localdate()
        return {"month": f"{newest:%Y-%m}", "measure": CityMeasure.FILED.value}

    def clean_month(self) -> date:
        """Its first day."""
        try:
            return month_of(self.cleaned_data["month"], "月份")
        except Unanswerable as fault:
            raise forms.ValidationError(str(fault)) from None
