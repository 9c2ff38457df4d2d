"""By what patents are told apart in statistics: how the counts and the register group by it, and what people read."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Left, TruncMonth, TruncQuarter, TruncYear

from bureau.accounts.models import Division, Organisation

from .choices import UNKNOWN_APPLICANT_TYPE, PatentKind

UNWRITTEN = "未写明"
NOBODY = "未对应单位（含个人）"
LOCARNO = "L"
SECTIONS = {
    "A": "A 人类生活必需", "B": "B 作业；运输", "C": "C 化学；冶金", "D": "D 纺织；造纸", "E": "E 固定建筑物",
    "F": "F 机械工程；照明；加热；武器；爆破", "G": "G 物理", "H": "H 电学", LOCARNO: "外观设计（洛迦诺分类）",
}  # fmt: skip
"""International Patent Classification, sections; designs have classes of the Locarno agreement instead."""
TYPES = ("大专院校", "科研单位", "企业", "机关团体", "个人")
"""国家知识产权局 codes A–D and 个人, in the order of its tables."""


def _divisions(_keys) -> dict:
    return {division.pk: division.name for division in Division.objects.for_tables()}


def _units(keys) -> dict:
    known = {key for key in keys if key is not None}
    return dict(Organisation.objects.filter(pk__in=known).values_list("pk", "name"))


def _classes(keys) -> dict:
    return {key: f"外观设计 {key} 类" if key.isdigit() else key for key in keys if key}


@dataclass(frozen=True, slots=True)
class Dimension:
    """``column`` of the counts and of patents; ``expression`` where it groups by something made of it.

    ``words`` gives from the keys found those that people read, in the order of the table; all of them also stand without a patent
    when ``is_whole``. ``unsaid`` is what an empty key reads.
    """

    code: str
    label: str
    column: str
    words: Callable[[Iterable], dict] = field(default=lambda keys: {key: key for key in keys if key})
    expression: models.Expression | None = None
    unsaid: str = UNWRITTEN
    is_whole: bool = False

    @property
    def name(self) -> str:
        """By what a query of the counts, or of patents, groups."""
        return f"by_{self.code}" if self.expression is not None else self.column

    def named(self, keys: Iterable) -> dict:
        """Key to words, in order: those known first, those that the list left empty last."""
        keys = list(keys)
        words, asked = self.words(keys), set(keys)
        found = {key: text for key, text in words.items() if self.is_whole or key in asked}
        missing = [key for key in keys if key not in found]
        return found | {key: self.unsaid if key in (None, "") else str(key) for key in missing}

    def read(self, text: str):
        """The key that an address writes. Raises ValueError."""
        if self.column in ("division_id", "organisation_id"):
            return int(text) if text else None
        return text


_SECTION = Case(
    When(kind=PatentKind.DESIGN, then=Value(LOCARNO)),
    default=Left(F("ipc_class"), 1),
    output_field=models.CharField(),
)

DIMENSIONS = {
    one.code: one
    for one in (
        Dimension("division", "县（市、区）、功能区", "division_id", _divisions, is_whole=True),
        Dimension("kind", "专利类型", "kind", lambda _keys: dict(PatentKind.choices), is_whole=True),
        Dimension(
            "applicant_type",
            "申请人类型",
            "applicant_type",
            lambda keys: {key: key for key in [*TYPES, *sorted(set(keys) - {*TYPES, ""})]},
            unsaid=UNKNOWN_APPLICANT_TYPE,
        ),
        Dimension("section", "IPC 部", "ipc_class", lambda _keys: SECTIONS, _SECTION),
        Dimension("ipc_class", "IPC 大类", "ipc_class", _classes),
        Dimension("unit", "单位", "organisation_id", _units, unsaid=NOBODY),
        Dimension("park", "园区", "park"),
        Dimension("field", "技术领域", "technology_field"),
    )
}

LONG = ("unit",)
"""Those with so many values that a table has them as rows alone."""

TRUNCATED = {"year": TruncYear, "quarter": TruncQuarter, "month": TruncMonth}
PERIODS = {"year": "年", "quarter": "季度", "month": "月"}
"""Periods as a dimension of a table."""


def condition(dimension: Dimension, key) -> Q:
    """Rows, of counts or of patents, whose ``dimension`` is ``key``."""
    if dimension.code != "section":
        return Q(**{dimension.column: key})
    if key == LOCARNO:
        return Q(kind=PatentKind.DESIGN)
    return ~Q(kind=PatentKind.DESIGN) & (Q(ipc_class__startswith=key) if key else Q(ipc_class=""))


def among(dimension: Dimension, keys: Collection) -> list[Q]:
    """Rows whose ``dimension``, a column, is one of ``keys``: the named and those that have none, which an index of their own finds."""
    named = [key for key in keys if key is not None]
    found = [Q(**{f"{dimension.column}__in": named})] if named else []
    return [*found, Q(**{f"{dimension.column}__isnull": True})] if None in keys else found
