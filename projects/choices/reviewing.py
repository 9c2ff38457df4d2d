"""The words of rounds, draws, assignments and recusals."""

from django.db.models import TextChoices


class RoundKind(TextChoices):
    ONLINE = "online", "网评"
    PANEL = "panel", "会评"


class RoundStatus(TextChoices):
    PREPARING = "preparing", "筹备"
    REVIEWING = "reviewing", "评审中"
    ENDED = "ended", "已结束"


class SeatStatus(TextChoices):
    BACKUP = "backup", "备选"
    INVITED = "invited", "待确认"
    ACCEPTED = "accepted", "已确认"
    DECLINED = "declined", "婉拒"
    CANCELLED = "cancelled", "已取消"


HELD = (SeatStatus.INVITED, SeatStatus.ACCEPTED)
"""Somebody sits there, or is asked to."""


class AssignmentSource(TextChoices):
    DRAWN = "drawn", "抽取"
    SOLVED = "solved", "求解"
    APPOINTED = "appointed", "指定"
    SUBSTITUTE = "substitute", "补抽"
    REPLACED = "replaced", "改派"


class AssignmentStatus(TextChoices):
    ASSIGNED = "assigned", "待评"
    REVIEWING = "reviewing", "评审中"
    SUBMITTED = "submitted", "已提交"
    RECUSED = "recused", "已回避"
    CANCELLED = "cancelled", "已取消"


UNFINISHED = (AssignmentStatus.ASSIGNED, AssignmentStatus.REVIEWING)
"""The expert still owes a review."""

STANDING = (*UNFINISHED, AssignmentStatus.SUBMITTED)
"""Neither recused nor cancelled."""


class DrawStatus(TextChoices):
    DRAFT = "draft", "编制中"
    PREPARED = "prepared", "待监督确认"
    DRAWN = "drawn", "已抽取"
    VOID = "void", "作废"


class DrawChoiceKind(TextChoices):
    INCLUDE = "include", "指定抽入"
    EXCLUDE = "exclude", "排除"


class PairingKind(TextChoices):
    FIXED = "fixed", "固定"
    FORBIDDEN = "forbidden", "禁止"


class PlanStatus(TextChoices):
    WAITING = "waiting", "计算中"
    SOLVED = "solved", "待采用"
    FAILED = "failed", "无解"
    ADOPTED = "adopted", "已采用"
    STOPPED = "stopped", "已取消"


class Ground(TextChoices):
    """Why an expert does not review an application (评审回避)."""

    SAME_UNIT = "same_unit", "与申报单位、合作单位或项目组成员同单位"
    FORMER_UNIT = "former_unit", "近年曾在申报单位、合作单位或项目组成员的单位任职"
    TEAM = "team", "项目组成员"
    OWN_APPLICATION = "own_application", "本人申报同一批次"
    CO_PROJECT = "co_project", "近年与项目组成员合作承担项目"
    CO_AUTHOR = "co_author", "近年与项目组成员合作论文、专利或成果"
    SHAREHOLDING = "shareholding", "持有申报单位股份或有投资关系"
    PART_TIME = "part_time", "在申报单位兼职或任顾问"
    FAMILY = "family", "与项目组成员有亲属关系"
    ADVISOR = "advisor", "与项目组成员有师生关系"
    NAMED = "named", "申报人提出不宜评审"
    DECLARED = "declared", "专家声明有利害关系"
    OTHER = "other", "其他可能影响公正的关系"


class TieStatus(TextChoices):
    OPEN = "open", "待认定"
    CONFIRMED = "confirmed", "须回避"
    DISMISSED = "dismissed", "不用回避"


class RecusalSource(TextChoices):
    REGISTER = "register", "登记"
    APPLICANT = "applicant", "申报人名单"
    EXPERT = "expert", "专家声明"
    FOUND = "found", "系统发现，经工作人员认定"
    OFFICER = "officer", "工作人员"
