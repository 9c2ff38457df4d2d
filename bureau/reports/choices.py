"""The words of the annual report."""

from django.db.models import TextChoices


class ReportStatus(TextChoices):
    DRAFT = "draft", "编制中"
    PREPARED = "prepared", "待审核"
    REVIEWED = "reviewed", "待签发"
    ISSUED = "issued", "已签发"


OPEN = (ReportStatus.DRAFT, ReportStatus.PREPARED, ReportStatus.REVIEWED)
UNDER_REVIEW = (ReportStatus.PREPARED, ReportStatus.REVIEWED)


class TargetKind(TextChoices):
    AT_LEAST = "at_least", "不低于"
    MORE_THAN = "more_than", "超过"
    GROWTH = "growth", "比上年增长（%）不低于"


class PlanOutline(TextChoices):
    LINE = "line", "一条主线"
    ABILITY = "ability", "两大能力"
    BUILDING = "building", "三项建设"
    PROJECT = "project", "四大工程"
    OTHER = "other", "其他"


class PlanState(TextChoices):
    PLANNED = "planned", "未到期"
    DONE = "done", "已完成"
    PARTLY = "partly", "部分完成"
    MISSED = "missed", "未完成"
