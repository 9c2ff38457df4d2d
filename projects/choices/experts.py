"""The words of the bank of experts."""

from django.db.models import TextChoices


class Rank(TextChoices):
    """Professional titles, from low to high."""

    NONE = "none", "无"
    ASSISTANT = "assistant", "初级"
    INTERMEDIATE = "intermediate", "中级"
    ASSOCIATE = "associate", "副高级"
    SENIOR = "senior", "正高级"


class ExpertType(TextChoices):
    TECHNICAL = "technical", "技术"
    FINANCIAL = "financial", "财务"
    MANAGEMENT = "management", "管理"
    INVESTMENT = "investment", "投资"
    LEGAL = "legal", "法律"


class ExpertStatus(TextChoices):
    DRAFT = "draft", "未提交"
    PENDING = "pending", "审核中"
    RETURNED = "returned", "已退回"
    REFUSED = "refused", "未通过"
    LISTED = "listed", "在库"
    PAUSED = "paused", "暂停"
    LEAVING = "leaving", "退库审批"
    LEFT = "left", "已退库"
    REMOVED = "removed", "移出"


IN_BANK = (ExpertStatus.LISTED, ExpertStatus.PAUSED, ExpertStatus.LEAVING)
"""Admitted, and neither left nor removed: has the role of an expert."""

OWN_EDITABLE = (ExpertStatus.DRAFT, ExpertStatus.RETURNED)
"""The person has it in hand before it is decided."""


class Gender(TextChoices):
    MALE = "male", "男"
    FEMALE = "female", "女"


class Education(TextChoices):
    DOCTOR = "doctor", "博士"
    MASTER = "master", "硕士"
    BACHELOR = "bachelor", "本科"
    OTHER = "other", "其他"


class PaperKind(TextChoices):
    IDENTITY = "identity", "证件"
    EDUCATION = "education", "学历学位"
    RANK = "rank", "职称"
    QUALIFICATION = "qualification", "资格"
    OTHER = "other", "其他"


class AvoidanceReason(TextChoices):
    FORMER_UNIT = "former_unit", "曾任职单位"
    PART_TIME = "part_time", "兼职或顾问"
    SHAREHOLDING = "shareholding", "持股或投资"
    FAMILY = "family", "亲属"
    ADVISOR = "advisor", "师生"
    CO_WORKER = "co_worker", "近年合作（项目、论文、专利）"
    OTHER = "other", "其他利害关系"


class SaidBy(TextChoices):
    EXPERT = "expert", "专家本人"
    OFFICER = "officer", "工作人员"
    LIST = "list", "清单"
