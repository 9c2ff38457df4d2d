"""The words of the registers on personal information."""

from django.db import models


class Occasion(models.TextChoices):
    """What an impact assessment is due for (个人信息保护法 art. 55)."""

    SENSITIVE = "sensitive", "处理敏感个人信息"
    AUTOMATED = "automated", "利用个人信息进行自动化决策"
    ENTRUSTED = "entrusted", "委托处理个人信息"
    PROVIDED = "provided", "向其他个人信息处理者提供"
    PUBLISHED = "published", "公开个人信息"
    ABROAD = "abroad", "向境外提供个人信息"
    OTHER = "other", "其他对个人权益有重大影响的处理"


class Conclusion(models.TextChoices):
    """What an assessment comes to."""

    ALLOWED = "allowed", "可以开展"
    WITH_MEASURES = "with_measures", "落实所列措施后可以开展"
    FORBIDDEN = "forbidden", "不得开展"


class AssessmentStatus(models.TextChoices):
    """Where an assessment stands."""

    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待审批"
    APPROVED = "approved", "已批准"


class Clause(models.TextChoices):
    """What the contract with a processor must say (个人信息保护法 art. 21, 网络数据安全管理条例 art. 12)."""

    PURPOSE = "purpose", "处理目的、期限、方式"
    KINDS = "kinds", "个人信息的种类"
    MEASURES = "measures", "保护措施和保密义务"
    DUTIES = "duties", "双方的权利和义务"
    SUPERVISION = "supervision", "接受本局监督检查"
    SUBCONTRACT = "subcontract", "未经同意不得转委托"
    RETURN = "return", "终止时返还或者删除，不得保留"


class ProcessorStatus(models.TextChoices):
    """Where an outsourcing stands."""

    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待审批"
    IN_FORCE = "in_force", "委托中"
    ENDED = "ended", "已终止"


class Disposal(models.TextChoices):
    """What became of the data when an outsourcing ended."""

    RETURNED = "returned", "已返还"
    DELETED = "deleted", "已删除"
    BOTH = "both", "已返还并删除副本"


class BreachStatus(models.TextChoices):
    """Where an incident stands."""

    OPEN = "open", "处置中"
    CLOSING = "closing", "待批准结案"
    CLOSED = "closed", "已结案"


UNDER_CONTRACT = (ProcessorStatus.IN_FORCE, ProcessorStatus.ENDED)
