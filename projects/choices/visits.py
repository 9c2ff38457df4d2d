"""The words of visits to applicants (现场考察)."""

from django.db.models import TextChoices


class VisitStatus(TextChoices):
    PLANNED = "planned", "待考察"
    DONE = "done", "已考察"
    CANCELLED = "cancelled", "已取消"


class VisitVerdict(TextChoices):
    GOOD = "good", "符合"
    FAIR = "fair", "基本符合"
    BAD = "bad", "不符合"


class VisitConclusion(TextChoices):
    SUPPORT = "support", "建议支持"
    IMPROVE = "improve", "整改后支持"
    REFUSE = "refuse", "不建议支持"


VISIT_POINTS = (
    "申报材料与实际情况一致",
    "研发场地、设备和团队具备",
    "前期研究和试验基础",
    "经营与财务状况，自筹经费有保障",
    "项目实施的其他条件和风险",
)
"""What is looked at on the spot, in the order of the 实地调研意见表 (domain.md 2.2 step 12)."""
