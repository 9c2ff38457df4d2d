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


class EventStatus(TextChoices):
    """How a 对接会 stands: prepared, announced, in session, over."""

    DRAFT = "draft", "筹备中"
    PUBLISHED = "published", "已发布"
    OPEN = "open", "进行中"
    CLOSED = "closed", "已闭幕"


PUBLIC_EVENTS = (EventStatus.PUBLISHED, EventStatus.OPEN, EventStatus.CLOSED)
ONCE_OPEN = (EventStatus.OPEN, EventStatus.CLOSED)


class Counting(TextChoices):
    """Whose number of participants an event has: one or the other, never both."""

    PORTAL = "portal", "门户统计（去重）"
    LISTS = "lists", "各地汇总报送（未去重）"


COUNTED_HERE = "门户统计"  # How 单位类型 begins in the rows of 参会签到 that an event's closing wrote.


class ParticipantRole(TextChoices):
    SUPPLY = "supply", "供方"
    DEMAND = "demand", "需方"
    BROKER = "broker", "技术经理人"
    FINANCE = "finance", "金融机构"
    AUDIENCE = "audience", "观众"
    PRESS = "press", "记者"
    LEADER = "leader", "领导"
    HOST = "host", "主办方"


class PresenceSource(TextChoices):
    """By which door somebody was at an event."""

    WEB = "web", "网页"
    APP = "app", "手机"
    SCAN = "scan", "分会场扫码"
    SHEET = "sheet", "分会场名单"


class RuleKind(TextChoices):
    """What the organiser decided of a pair, whatever it wishes."""

    FIXED = "fixed", "固定时段"
    BARRED = "barred", "不安排"


class ScheduleStatus(TextChoices):
    """How one computed schedule of an event's meetings stands."""

    WAITING = "waiting", "计算中"
    SOLVED = "solved", "待采用"
    FAILED = "failed", "无解"
    STOPPED = "stopped", "已取消"
    ADOPTED = "adopted", "已采用，未公布"
    PUBLISHED = "published", "已公布"
    SUPERSEDED = "superseded", "已被替代"


CURRENT_SCHEDULES = (ScheduleStatus.ADOPTED, ScheduleStatus.PUBLISHED)
WITH_MEETINGS = (*CURRENT_SCHEDULES, ScheduleStatus.SUPERSEDED)
MEASURED_SCHEDULES = (ScheduleStatus.SOLVED, *WITH_MEETINGS)


class SlotMeetingStatus(TextChoices):
    PLANNED = "planned", "已安排"
    CANCELLED = "cancelled", "已取消"


class WhyNot(TextChoices):
    """Why two who wished to meet have no meeting."""

    BARRED = "barred", "工作人员不安排"
    APART = "apart", "双方没有都能到场的时段"
    MOST = "most", "一方已排满每家最多的场数"
    TABLES = "tables", "都能到场的时段里没有空桌"
    BUSY = "busy", "都能到场的时段里，一方已有别的洽谈"
    FREE = "free", "还有空，可固定到一个时段"


AT_VENUE = (PresenceSource.SCAN, PresenceSource.SHEET)


# What a kind of contract is divided into (民法典第八百五十一条、第八百六十三条；技术合同认定规则).
SUBKINDS = {
    ContractKind.DEVELOPMENT: {"commissioned": "委托开发", "joint": "合作开发"},
    ContractKind.TRANSFER: {
        "patent": "专利权转让", "patent_application": "专利申请权转让", "secret": "技术秘密转让", "software": "软件著作权转让",
        "layout": "集成电路布图设计转让", "variety": "植物新品种权转让", "medicine": "生物医药新品种权转让",
    },
    ContractKind.LICENCE: {"patent_licence": "专利实施许可", "secret_licence": "技术秘密使用许可", "other_licence": "其他技术许可"},
    ContractKind.CONSULTING: {},
    ContractKind.SERVICE: {"general": "一般技术服务", "agency": "技术中介", "training": "技术培训"},
}  # fmt: skip
CONTRACT_SUBKINDS = [pair for of_kind in SUBKINDS.values() for pair in of_kind.items()]


class TechnologyField(TextChoices):
    """技术市场统计的十一个技术领域."""

    ELECTRONICS = "electronics", "电子信息"
    AEROSPACE = "aerospace", "航空航天"
    MANUFACTURING = "manufacturing", "先进制造"
    MEDICINE = "medicine", "生物、医药和医疗器械"
    MATERIALS = "materials", "新材料及其应用"
    ENERGY = "energy", "新能源与高效节能"
    ENVIRONMENT = "environment", "环境保护与资源综合利用"
    NUCLEAR = "nuclear", "核应用"
    AGRICULTURE = "agriculture", "农业"
    TRANSPORT = "transport", "现代交通"
    CITY = "city", "城市建设与社会发展"


class Payment(TextChoices):
    ONCE = "once", "一次总付"
    INSTALMENTS = "instalments", "分期支付"
    SHARE = "share", "提成支付"
    ENTRY_AND_SHARE = "entry_and_share", "入门费加提成"
    OTHER = "other", "其他"


class ContractRight(TextChoices):
    SECRET = "secret", "技术秘密"
    INVENTION = "invention", "发明专利"
    UTILITY_MODEL = "utility_model", "实用新型专利"
    DESIGN = "design", "外观设计专利"
    SOFTWARE = "software", "计算机软件著作权"
    VARIETY = "variety", "植物新品种权"
    LAYOUT = "layout", "集成电路布图设计专有权"
    MEDICINE = "medicine", "生物医药新品种权"
    DESIGN_WORK = "design_work", "设计著作权"
    NONE = "none", "未涉及"


class PlanCategory(TextChoices):
    NATIONAL = "national", "国家"
    MINISTRY = "ministry", "部门"
    PROVINCE = "province", "省区市及计划单列市"
    CITY = "city", "地市县"
    OUTSIDE = "outside", "计划外"


class SocialGoal(TextChoices):
    """GB/T 24450-2009, first level."""

    G01 = "01", "环境保护、生态建设及污染防治"
    G02 = "02", "能源生产、分配和合理利用"
    G03 = "03", "卫生事业发展"
    G04 = "04", "教育事业发展"
    G05 = "05", "基础设施以及城市和农村规划"
    G06 = "06", "基础社会发展和社会服务"
    G07 = "07", "地球和大气层的探索与利用"
    G08 = "08", "民用空间探测及开发"
    G09 = "09", "农林牧渔业发展"
    G10 = "10", "工商业发展"
    G11 = "11", "非定向研究"
    G12 = "12", "其他民用目标"
    G13 = "13", "国防"


class FilingStatus(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待受理"
    CHECKING = "checking", "初审中"
    CORRECTING = "correcting", "待补正"
    CHECKED = "checked", "待审核"
    REGISTERED = "registered", "已登记"
    REFUSED = "refused", "不予登记"
    CANCELLED = "cancelled", "已注销"


EDITABLE_FILINGS = (FilingStatus.DRAFT, FilingStatus.CORRECTING)
UNDER_REVIEW_FILINGS = (FilingStatus.CHECKING, FilingStatus.CHECKED)
ONCE_REGISTERED = (FilingStatus.REGISTERED, FilingStatus.CANCELLED)
DECIDED_FILINGS = (FilingStatus.REGISTERED, FilingStatus.REFUSED, FilingStatus.CANCELLED)
FOLLOWED_MONTHS = (3, 6, 12, 24)


class ResultCategory(TextChoices):
    """成果类别 of 科技成果登记; the letter stands in the registration number."""

    APPLIED = "Y", "应用技术"
    THEORY = "J", "基础理论"
    SOFT = "R", "软科学"


class ResultNature(TextChoices):
    ORIGINAL = "original", "原始性创新"
    ABSORBED = "absorbed", "国外引进消化吸收创新"
    DEVELOPED = "developed", "国内技术二次开发"


class ResultForm(TextChoices):
    TECHNOLOGY = "technology", "新技术"
    PROCESS = "process", "新工艺"
    PRODUCT = "product", "新产品"
    MATERIAL = "material", "新材料"
    EQUIPMENT = "equipment", "新装备"
    VARIETY = "variety", "农业生物新品种"
    MINERAL = "mineral", "矿产新品种"
    STANDARD = "standard", "标准"
    PAPER = "paper", "论文"
    BOOK = "book", "著作"
    REPORT = "report", "研究报告"
    OTHER = "other", "其他"


class ResultLevel(TextChoices):
    WORLD_LEADING = "world_leading", "国际领先"
    WORLD_ADVANCED = "world_advanced", "国际先进"
    LEADING = "leading", "国内领先"
    ADVANCED = "advanced", "国内先进"
    ORDINARY = "ordinary", "国内一般"
    UNTOLD = "untold", "未评价"


class ResultStage(TextChoices):
    EARLY = "early", "初期阶段（实验室、小试）"
    MIDDLE = "middle", "中期阶段（中试）"
    MATURE = "mature", "成熟应用阶段"


class Evaluation(TextChoices):
    APPRAISAL = "appraisal", "鉴定"
    ACCEPTANCE = "acceptance", "验收"
    REVIEW = "review", "评审"
    ADMISSION = "admission", "行业准入"
    ASSESSMENT = "assessment", "评估"
    GRANT = "grant", "知识产权授权"


class ResultUse(TextChoices):
    INDUSTRIAL = "industrial", "产业化应用"
    SMALL = "small", "小批量或小范围应用"
    TRIAL = "trial", "试用"
    STOPPED = "stopped", "应用后停用"
    UNUSED = "unused", "未应用"


NOT_IN_USE = (ResultUse.STOPPED, ResultUse.UNUSED)


class UnusedReason(TextChoices):
    MONEY = "money", "资金"
    TECHNOLOGY = "technology", "技术"
    MARKET = "market", "市场"
    MANAGEMENT = "management", "管理"
    POLICY = "policy", "政策因素"
    OTHER = "other", "其他"


class ResultSource(TextChoices):
    NATIONAL = "national", "国家计划"
    MINISTRY = "ministry", "部门计划"
    LOCAL = "local", "地方计划"
    FUND = "fund", "基金"
    INTERNATIONAL = "international", "国际合作"
    COMMISSIONED = "commissioned", "横向委托"
    OWN = "own", "自选"
    OTHER = "other", "其他"


class ResultStatus(TextChoices):
    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    REGISTERED = "registered", "已登记"


EDITABLE_RESULTS = (ResultStatus.DRAFT, ResultStatus.RETURNED)


class ChallengeStatus(TextChoices):
    """揭榜挂帅: how a challenge stands."""

    DRAFT = "draft", "草稿"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "已退回"
    PUBLISHED = "published", "揭榜中"
    OPENED = "opened", "评审中"
    CHOSEN = "chosen", "拟定揭榜方"
    PUBLIC = "public", "公示中"
    AWARDED = "awarded", "已揭榜"
    FAILED = "failed", "流榜"
    WITHDRAWN = "withdrawn", "已撤榜"


EDITABLE_CHALLENGES = (ChallengeStatus.DRAFT, ChallengeStatus.RETURNED)
NOT_YET_PUBLIC = (ChallengeStatus.DRAFT, ChallengeStatus.SUBMITTED, ChallengeStatus.RETURNED)
WITH_A_WINNER = (ChallengeStatus.CHOSEN, ChallengeStatus.PUBLIC, ChallengeStatus.AWARDED)
PAST_OPENING = (ChallengeStatus.OPENED, *WITH_A_WINNER, ChallengeStatus.FAILED)


class BidStatus(TextChoices):
    """揭榜方案: how one stands. Who is chosen stands in the challenge."""

    SEALED = "sealed", "已封存"
    WITHDRAWN = "withdrawn", "已撤回"
    OPENED = "opened", "已开封"
    BROKEN = "broken", "与回执不符，不能开封"
