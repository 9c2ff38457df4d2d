"""The words of calls and their forms."""

from django.db.models import TextChoices


class SupportKind(TextChoices):
    GRANT = "grant", "无偿资助（前资助）"
    AFTERWARDS = "afterwards", "后补助"
    GUIDING = "guiding", "指导性（不安排经费）"


class CallStatus(TextChoices):
    DRAFT = "draft", "草稿"
    SIGNING = "signing", "审签中"
    PUBLISHED = "published", "已发布"
    CANCELLED = "cancelled", "已取消"
    HOSTED = "hosted", "揭榜挂帅评审"  # Not applied for: what was sealed elsewhere is judged in it.


UNANNOUNCED = (CallStatus.DRAFT, CallStatus.SIGNING, CallStatus.HOSTED)
"""A call that the public knows nothing of yet."""


class FieldKind(TextChoices):
    SHORT = "short", "短文本"
    LONG = "long", "长文本"
    NUMBER = "number", "数字"
    MONEY = "money", "金额（万元）"
    DATE = "date", "日期"
    CHOICE = "choice", "单选"
    CHOICES = "choices", "多选"
    CHECK = "check", "声明（须勾选）"
    SECRET = "secret", "敏感信息（加密保存）"
    TABLE = "table", "表格"
    MILESTONES = "milestones", "进度安排"
    INDICATORS = "indicators", "考核指标"
    BUDGET = "budget", "经费预算"
    TEAM = "team", "项目组成员"
    FILE = "file", "附件"


ROWS_KINDS = (FieldKind.TABLE, FieldKind.MILESTONES, FieldKind.INDICATORS)
"""Kinds whose value is a list of rows."""

APART_KINDS = (FieldKind.TEAM, FieldKind.FILE)
"""Kinds whose content is rows of their own nouns, not a value."""


class Meaning(TextChoices):
    """What the portal fills in by itself, or needs to know of an application."""

    TITLE = "title", "项目名称"
    SUMMARY = "summary", "项目摘要"
    STARTS_ON = "starts_on", "开始日期"
    ENDS_ON = "ends_on", "结束日期"
    REQUESTED = "requested", "申请财政经费（没有预算表时）"
    OWN = "own", "单位自筹经费（没有预算表时）"
    NOVELTY = "novelty", "查新结论"
    UNIT_NAME = "unit_name", "单位名称（自动带入）"
    UNIT_CODE = "unit_code", "统一社会信用代码（自动带入）"
    UNIT_PLACE = "unit_place", "所在县（市、区）（自动带入）"
    CONTACT_NAME = "contact_name", "联系人（自动带入）"
    CONTACT_PHONE = "contact_phone", "联系电话（自动带入）"
    BANK = "bank", "银行账号（带入上次申报）"
    RIGHTS = "rights", "知识产权（自动带入专利登记）"
    PARTNERS = "partners", "合作单位（表格，首列是单位名称；评审时回避）"
    UNWANTED = "unwanted", "不宜评审的专家（表格：姓名、单位、理由）"


class RuleCode(TextChoices):
    LEADER_PER_YEAR = "leader_per_year", "负责人每年申报不超过（项）"
    LEADER_RUNNING = "leader_running", "负责人在研市级项目不超过（项）"
    LEADER_RANK = "leader_rank", "负责人职称不低于"
    LEADER_AGE = "leader_age", "负责人年龄不超过（周岁）"
    ENTERPRISE_QUOTA = "enterprise_quota", "企业每批申报不超过（项）"
    OTHER_QUOTA = "other_quota", "其他单位每批申报不超过（项）"
    OVERDUE_PERSONS = "overdue_persons", "有逾期未结题项目的，前几名参与人不得申报"
    ENTERPRISE_OVERDUE = "enterprise_overdue", "企业逾期未结题不超过（项）"
    OTHER_OVERDUE = "other_overdue", "其他单位逾期未结题不超过（项）"
    TITLE_PLACES = "title_places", "项目名称不含地名"
    TITLE_WORDS = "title_words", "项目名称不含这些词"
    NOVELTY = "novelty", "查新结论须为其中之一"
    CREDIT = "credit", "单位和参与人没有失信记录"
    MATCHING = "matching", "自筹不低于财政经费的（%）"


class RestrictionKind(TextChoices):
    OVERDUE = "overdue", "逾期未结题"
    DISHONEST = "dishonest", "失信"
