"""The words of matchmaking and technology contracts."""

from django.db.models import IntegerChoices, TextChoices

from enterprises.assessment.fields import FIELDS


class ContactResult(TextChoices):
    MET = "met", "已对接"
    INTENTION = "intention", "产生意向"
    AGREEMENT = "agreement", "达成协议"


WITH_INTENTION = (ContactResult.INTENTION, ContactResult.AGREEMENT)


class ContractKind(TextChoices):
    DEVELOPMENT = "development", "技术开发"
    TRANSFER = "transfer", "技术转让"
    LICENCE = "licence", "技术许可"
    CONSULTING = "consulting", "技术咨询"
    SERVICE = "service", "技术服务"


class ProfileStatus(TextChoices):
    """How an achievement or a demand stands. A listed row is published: whoever collected it had decided."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    PUBLISHED = "published", "已发布"
    EXPIRED = "expired", "已过期"
    WITHDRAWN = "withdrawn", "已下架"


EDITABLE = (ProfileStatus.DRAFT, ProfileStatus.RETURNED)
ONCE_PUBLISHED = (ProfileStatus.PUBLISHED, ProfileStatus.EXPIRED, ProfileStatus.WITHDRAWN)  # What was collected counts.
RENEWABLE = (ProfileStatus.PUBLISHED, ProfileStatus.EXPIRED)

FIELD_CHOICES = [(code, name) for code, (name, _parts) in FIELDS.items()]


class Maturity(TextChoices):
    RESEARCH = "research", "研发"
    BENCH = "bench", "小试"
    PILOT = "pilot", "中试"
    INDUSTRIAL = "industrial", "产业化"


class Cooperation(TextChoices):
    TRANSFER = "transfer", "技术转让"
    LICENCE = "licence", "技术许可"
    SHARES = "shares", "作价入股"
    JOINT = "joint", "合作开发"
    SERVICE = "service", "技术服务"


class ReturnReason(TextChoices):
    SECRET = "secret", "涉密"
    DUPLICATE = "duplicate", "重复"
    CONTACT = "contact", "公开内容泄露联系方式"
    INCOMPLETE = "incomplete", "内容不完整"
    UNSUITABLE = "unsuitable", "不是技术成果或技术需求"
    OTHER = "other", "其他"


class Side(TextChoices):
    """Whose list a recommendation stands in, who judges a pair, who asks the other."""

    ACHIEVEMENT = "achievement", "成果方"
    DEMAND = "demand", "需求方"


class Band(TextChoices):
    """How well two texts fit, in words: a percentage would claim more than is known."""

    HIGH = "high", "高"
    MIDDLE = "middle", "中"
    WORTH_A_LOOK = "look", "参考"


class Grade(IntegerChoices):
    """How relevant a person found the other side: what evaluation counts by."""

    NONE = 0, "不相关"
    PARTLY = 1, "部分相关"
    FULLY = 2, "相关"


class InterestStatus(TextChoices):
    """How one side's interest in the other stands. What came of the talk stands in its intention and its deal."""

    ASKED = "asked", "待答复"
    ACCEPTED = "accepted", "洽谈中"
    DECLINED = "declined", "已婉拒"
    WITHDRAWN = "withdrawn", "已撤回"
    CLOSED = "closed", "洽谈结束"


OPEN_INTERESTS = (InterestStatus.ASKED, InterestStatus.ACCEPTED)
ANSWERED_INTERESTS = (InterestStatus.ACCEPTED, InterestStatus.DECLINED, InterestStatus.CLOSED)
MET_INTERESTS = (InterestStatus.ACCEPTED, InterestStatus.CLOSED)


class MeetingStatus(TextChoices):
    PROPOSED = "proposed", "待对方确认"
    CONFIRMED = "confirmed", "已约定"
    CANCELLED = "cancelled", "已取消"
    HELD = "held", "已洽谈"


class IntentionStatus(TextChoices):
    PROPOSED = "proposed", "一方有意向"
    AGREED = "agreed", "双方确认意向"


class DealStatus(TextChoices):
    DRAFTED = "drafted", "待对方确认"
    RETURNED = "returned", "对方要求修改"
    AGREED = "agreed", "达成协议"
    SIGNED = "signed", "已签约"
