"""The words of patents."""

from django.db.models import IntegerChoices, TextChoices


class PatentKind(TextChoices):
    INVENTION = "invention", "发明"
    UTILITY_MODEL = "utility_model", "实用新型"
    DESIGN = "design", "外观设计"


ENTERPRISE = "企业"
INDIVIDUAL = "个人"
UNKNOWN_APPLICANT_TYPE = "未知"


class CityMeasure(TextChoices):
    FILED = "filed", "申请"
    GRANTED = "granted", "授权"


class Cohort(TextChoices):
    """Registers whose firms a 消零 campaign may be about."""

    HIGH_TECH = "high_tech", "有效高新技术企业"
    TECH_SME = "tech_sme", "在库科技型中小企业"
    RESERVE = "reserve", "高企培育库企业"
    SAVED = "saved", "已存范围"


REGISTERS = (Cohort.HIGH_TECH, Cohort.TECH_SME, Cohort.RESERVE)
"""Of these a saved cohort is made."""


class CampaignStatus(TextChoices):
    OPEN = "open", "进行中"
    CLOSED = "closed", "已结束"


class ZeroStatus(TextChoices):
    """What has become of a firm on a campaign's list."""

    WAITING = "waiting", "待联系"
    HELPED = "helped", "辅导中"
    CLEARED = "cleared", "已消零"
    UNABLE = "unable", "暂不能消零"


WHOLE = "全市"
"""How tables call the city's own row."""


class Event(IntegerChoices):
    """What happens to a patent on a day and is counted by it. Valid stock on a day: granted less ended less undated up to it."""

    FILED = 1, "申请"
    GRANTED = 2, "授权"
    ENDED = 3, "权利终止"
    UNDATED = 4, "失效日期不详"  # By the day of the grant: it is gone, and nobody told since when.


class ValueGround(TextChoices):
    """Why an invention in force counts as 高价值发明专利 besides having been kept up for long (国家知识产权局, 14·5 规划)."""

    STRATEGIC = "strategic", "属于战略性新兴产业"
    FAMILY = "family", "在海外有同族专利权"
    PLEDGE = "pledge", "实现较高质押融资金额"
    PRIZE = "prize", "获国家科学技术奖或中国专利奖"


MAINTAINED = "maintained"
"""The fifth ground, which is counted: maintained for longer than ten years."""
GROUNDS = ((MAINTAINED, "维持年限超过10年"), *ValueGround.choices)


class PrizeRoundStatus(TextChoices):
    OPEN = "open", "征集与评审"
    FORWARDED = "forwarded", "已报省"
    CLOSED = "closed", "已登记结果"


class NominationStatus(TextChoices):
    """What has become of a patent that was named for the province's 专利奖."""

    NOMINATED = "nominated", "待审核"
    ACCEPTED = "accepted", "审核通过"
    REFUSED = "refused", "不予推荐"
    FORWARDED = "forwarded", "已报省"
    AWARDED = "awarded", "获奖"
    NOT_AWARDED = "not_awarded", "未获奖"


RANKED = (NominationStatus.FORWARDED, NominationStatus.AWARDED, NominationStatus.NOT_AWARDED)
"""Those that went to the province, by their place."""
DECIDED = (NominationStatus.ACCEPTED, NominationStatus.REFUSED, *RANKED)


class SubsidyStage(TextChoices):
    """At which step of a patent money was paid, when that was allowed."""

    FILING = "filing", "申请"
    GRANT = "grant", "授权"
    ABROAD = "abroad", "国外授权"
