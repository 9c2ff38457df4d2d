"""The words of projects and awards."""

from django.db.models import TextChoices


class ProjectLevel(TextChoices):
    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    CITY = "city", "市级"


PROVINCIAL_OR_ABOVE = (ProjectLevel.NATIONAL, ProjectLevel.PROVINCIAL)


class OnlineResult(TextChoices):
    CANDIDATE = "candidate", "候选"
    ELIMINATED = "eliminated", "淘汰"


FIRST_PRIZE, SECOND_PRIZE, THIRD_PRIZE = "一等奖", "二等奖", "三等奖"


class SupportKind(TextChoices):
    GRANT = "grant", "无偿资助（前资助）"
    AFTERWARDS = "afterwards", "后补助"
    GUIDING = "guiding", "指导性（不安排经费）"


class CallStatus(TextChoices):
    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    CANCELLED = "cancelled", "已取消"


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


class Rank(TextChoices):
    """Professional titles, from low to high."""

    NONE = "none", "无"
    ASSISTANT = "assistant", "初级"
    INTERMEDIATE = "intermediate", "中级"
    ASSOCIATE = "associate", "副高级"
    SENIOR = "senior", "正高级"


class RestrictionKind(TextChoices):
    OVERDUE = "overdue", "逾期未结题"
    DISHONEST = "dishonest", "失信"


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


class ApplicationStatus(TextChoices):
    DRAFT = "draft", "待提交"
    UNIT_REVIEW = "unit_review", "待单位审核"
    UNIT_RETURNED = "unit_returned", "单位退回"
    SUBMITTED = "submitted", "待推荐"
    RETURNED = "returned", "推荐退回"
    NOT_RECOMMENDED = "not_recommended", "不予推荐"
    RECOMMENDED = "recommended", "待形式审查"
    CORRECTING = "correcting", "补正中"
    ACCEPTED = "accepted", "已受理"
    REJECTED = "rejected", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"


class PairStatus(TextChoices):
    OPEN = "open", "待核对"
    CONFIRMED = "confirmed", "认定重复"
    DISMISSED = "dismissed", "不构成重复"


EDITABLE = (ApplicationStatus.DRAFT, ApplicationStatus.UNIT_RETURNED, ApplicationStatus.RETURNED)
"""The unit may change everything."""
FILLABLE = (*EDITABLE, ApplicationStatus.CORRECTING)
"""The unit may change something: while correcting, only the sections that the officer named."""
HANDED_IN = (
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.NOT_RECOMMENDED,
    ApplicationStatus.RECOMMENDED,
    ApplicationStatus.CORRECTING,
    ApplicationStatus.ACCEPTED,
    ApplicationStatus.REJECTED,
)
"""Submitted, and not given back."""
COUNTED = (
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.RETURNED,
    ApplicationStatus.RECOMMENDED,
    ApplicationStatus.CORRECTING,
    ApplicationStatus.ACCEPTED,
)
"""In the running: what quotas count."""
PUT_FORWARD = (ApplicationStatus.RECOMMENDED, ApplicationStatus.CORRECTING, ApplicationStatus.ACCEPTED)
"""Recommended and not rejected: what the quota of a recommending unit counts."""
CHECKED = (ApplicationStatus.ACCEPTED, ApplicationStatus.REJECTED)
"""The formal check is over."""
ENDED = (*CHECKED, ApplicationStatus.NOT_RECOMMENDED, ApplicationStatus.WITHDRAWN)
"""Nothing more is asked of the unit."""
SAYS_WHY = (
    ApplicationStatus.UNIT_RETURNED,
    ApplicationStatus.RETURNED,
    ApplicationStatus.NOT_RECOMMENDED,
    ApplicationStatus.CORRECTING,
    ApplicationStatus.REJECTED,
)
"""Statuses that nobody reaches without a reason."""


class Aggregation(TextChoices):
    """How the totals of one application's experts become its score."""

    MEAN = "mean", "平均分"
    TRIMMED = "trimmed", "去掉一个最高分和一个最低分（满 5 份起）"
    STANDARDISED = "standardised", "按专家标准化（T 分）"


class Recommendation(TextChoices):
    AGREE = "agree", "同意立项"
    AMEND = "amend", "修改后同意立项"
    DISAGREE = "disagree", "不同意立项"


class Familiarity(TextChoices):
    HIGH = "high", "熟悉"
    MIDDLE = "middle", "较熟悉"
    LOW = "low", "不太熟悉"


class ProposalStatus(TextChoices):
    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待审定"
    APPROVED = "approved", "已审定，待公示"
    PUBLIC = "public", "公示中"
    CONCLUDED = "concluded", "公示结束，已立项"
    RELEASED = "released", "结果已发布"


APPROVED_PROPOSALS = (
    ProposalStatus.APPROVED,
    ProposalStatus.PUBLIC,
    ProposalStatus.CONCLUDED,
    ProposalStatus.RELEASED,
)
"""A leader has approved it."""


class DecisionOutcome(TextChoices):
    APPROVE = "approve", "立项"
    RESERVE = "reserve", "备选"
    REJECT = "reject", "不立项"


class AmountRule(TextChoices):
    """How much is proposed for each, before single amounts are put right."""

    REQUESTED = "requested", "按申请经费（不超过单项上限）"
    SUGGESTED = "suggested", "按专家建议的平均（不超过申请经费和单项上限）"
    PANEL = "panel", "按专家组建议（没有建议的按申请经费；不超过单项上限）"
    FIXED = "fixed", "每项同额"


class CheckOutcome(TextChoices):
    PASSED = "passed", "通过"
    CORRECT = "correct", "补正"
    REJECTED = "rejected", "不予受理"


class PanelStatus(TextChoices):
    PLANNING = "planning", "筹备"
    CALLED = "called", "已通知"
    SITTING = "sitting", "会议进行中"
    ENDED = "ended", "已结束"
    CANCELLED = "cancelled", "已取消"


class PanelMode(TextChoices):
    SCORES = "scores", "打分"
    VOTES = "votes", "表决（同意、不同意、弃权）"


class PassRule(TextChoices):
    """What share of those present for an application has to agree. 以上 includes the share itself, 过半 does not
    (民法典 art. 1259)."""

    MAJORITY = "majority", "到会专家过半数同意"
    TWO_THIRDS = "two_thirds", "到会专家三分之二以上同意"
    THREE_QUARTERS = "three_quarters", "到会专家四分之三以上同意"


class MemberStatus(TextChoices):
    LISTED = "listed", "拟邀请"
    INVITED = "invited", "待确认"
    ACCEPTED = "accepted", "已确认"
    DECLINED = "declined", "不能参加"
    REMOVED = "removed", "已调整"


EXPECTED = (MemberStatus.LISTED, MemberStatus.INVITED, MemberStatus.ACCEPTED)
"""Of the panel, as far as anybody knows."""


class ItemStatus(TextChoices):
    WAITING = "waiting", "待评议"
    OPEN = "open", "评议中"
    CLOSED = "closed", "评议结束"


class Vote(TextChoices):
    AGREE = "agree", "同意"
    OPPOSE = "oppose", "不同意"
    ABSTAIN = "abstain", "弃权"


class PanelResult(TextChoices):
    PASSED = "passed", "通过"
    FAILED = "failed", "不通过"
    INQUORATE = "inquorate", "人数不足，不作结论"


class OpinionStatus(TextChoices):
    DRAFT = "draft", "起草中"
    SIGNED = "signed", "组长已签字"


class PanelUse(TextChoices):
    """What the score of a panel does to that of the online reviews."""

    ACCOMPANIES = "accompanies", "只作参考，不改变网评得分"
    WEIGHTED = "weighted", "按权重与网评得分合计"
    REPLACES = "replaces", "代替网评得分"
