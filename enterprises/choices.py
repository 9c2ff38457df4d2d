"""The words of recognition."""

from django.db.models import TextChoices


class RecognitionKind(TextChoices):
    HIGH_TECH = "high_tech", "高新技术企业认定"
    TECH_SME = "tech_sme", "科技型中小企业入库"


class Withdrawal(TextChoices):
    """Why a certificate no longer counts here before its term is over."""

    CANCELLED = "cancelled", "取消资格"
    MOVED_OUT = "moved_out", "整体迁出本市"


class EventKind(TextChoices):
    RECOGNISED = "recognised", "认定"
    RENEWED = "renewed", "重新认定"
    RENAMED = "renamed", "更名"
    RELOCATED = "relocated", "市内迁移"
    MOVED_IN = "moved_in", "整体迁入本市"
    MOVED_OUT = "moved_out", "整体迁出本市"
    MOVED_BACK = "moved_back", "迁回本市"
    CANCELLED = "cancelled", "取消资格"


MOVES = (EventKind.RELOCATED, EventKind.MOVED_BACK)


class CancelGround(TextChoices):
    """国科发火〔2016〕32号 art. 19 (1)–(3), art. 17 (a change after which the conditions are not met)."""

    FRAUD = "fraud", "申请认定过程中存在严重弄虚作假行为（第十九条第一项）"
    INCIDENT = "incident", "发生重大安全、重大质量事故或有严重环境违法行为（第十九条第二项）"
    UNREPORTED = "unreported", "未按期报告与认定条件有关的重大变化情况（第十九条第三项）"
    TWO_YEARS = "two_years", "累计两年未按期填报年度发展情况报表（第十九条第三项）"
    CHANGED = "changed", "更名或条件变化后不符合认定条件（第十七条）"


class Filing(TextChoices):
    """How a firm's yearly report stands."""

    MISSING = "missing", "未填报"
    LATE = "late", "逾期填报"
    TWICE = "twice", "累计两年未按期"
    ON_TIME = "on_time", "按期填报"


class YearlyStatus(TextChoices):
    DRAFT = "draft", "填写中"
    SUBMITTED = "submitted", "待确认"
    RETURNED = "returned", "退回补正"
    CONFIRMED = "confirmed", "已确认"


EDITABLE = (YearlyStatus.DRAFT, YearlyStatus.RETURNED)
HANDED_IN = (YearlyStatus.SUBMITTED, YearlyStatus.CONFIRMED)


class StaffKind(TextChoices):
    TOTAL = "total", "职工总数"
    SCIENCE = "science", "科技人员"
    COLLEGE_SCIENCE = "college_science", "大专以上学历科技人员"
    RESEARCH = "research", "研发人员"


class RightKind(TextChoices):
    INVENTION = "invention", "发明专利（含国防专利）"
    PLANT_VARIETY = "plant_variety", "植物新品种"
    CROP_VARIETY = "crop_variety", "国家级农作物品种"
    NEW_DRUG = "new_drug", "国家新药"
    TCM_PROTECTION = "tcm_protection", "国家一级中药保护品种"
    IC_LAYOUT = "ic_layout", "集成电路布图设计专有权"
    UTILITY_MODEL = "utility_model", "实用新型专利"
    DESIGN = "design", "外观设计专利"
    SOFTWARE = "software", "软件著作权"
    TRADEMARK = "trademark", "商标（不计）"
    OTHER = "other", "其他（不计）"


class Obtained(TextChoices):
    OWN_RESEARCH = "own_research", "自主研发"
    TRANSFER = "transfer", "受让"
    GIFT = "gift", "受赠"
    MERGER = "merger", "并购"
    OTHER = "other", "其他"


class Title(TextChoices):
    OWNERSHIP = "ownership", "所有权"
    EXCLUSIVE_LICENCE = "exclusive_licence", "独占许可"


class ActivitySource(TextChoices):
    NATIONAL = "national", "国家"
    MINISTRY = "ministry", "部门"
    LOCAL = "local", "地方"
    OWN = "own", "企业自有"
    OTHER = "other", "其他"


class ActivityWay(TextChoices):
    OWN = "own", "自主"
    COMMISSIONED = "commissioned", "委托"
    JOINT = "joint", "合作"
    CENTRAL = "central", "集中"


class ConversionForm(TextChoices):
    """《促进科技成果转化法》 art. 16."""

    OWN_INVESTMENT = "own_investment", "自行投资实施转化"
    TRANSFER = "transfer", "向他人转让"
    LICENCE = "licence", "许可他人使用"
    COOPERATION = "cooperation", "与他人共同实施转化"
    SHARES = "shares", "作价投资"
    OTHER = "other", "其他"


class ResearchBasis(TextChoices):
    SALES = "sales", "研发费用占销售收入"
    COSTS = "costs", "研发费用占成本费用支出"


class Evidence(TextChoices):
    """Where 摸排 finds a firm."""

    DATA = "data", "年度数据接近门槛"
    PATENTS = "patents", "有专利"
    PROJECTS = "projects", "有立项项目"


class ReserveStatus(TextChoices):
    CANDIDATE = "candidate", "摸排中"
    APPLIED = "applied", "待审核"
    ADMITTED = "admitted", "在库"
    DECLARED = "declared", "已申报"
    RECOGNISED = "recognised", "已认定（出库）"
    LEFT = "left", "已出库"
    REFUSED = "refused", "不予入库"


LOOKED_AFTER = (ReserveStatus.ADMITTED, ReserveStatus.DECLARED)
OPEN_RESERVE = (ReserveStatus.CANDIDATE, ReserveStatus.APPLIED, *LOOKED_AFTER)
OUT_OF_RESERVE = (ReserveStatus.RECOGNISED, ReserveStatus.LEFT)


class Need(TextChoices):
    """What a firm of the reserve needs of the bureau."""

    RECOGNISE = "recognise", "认定出库"
    DECIDE = "decide", "期满处理"
    MEASURE = "measure", "落实措施"
    SERVE = "serve", "上门服务"
    ANSWER = "answer", "答复提问"


class Tier(TextChoices):
    KEY = "key", "重点培育"
    LONG_TERM = "long_term", "中长期培育"


class ExitGround(TextChoices):
    TERM = "term", "培育期满"
    OWN_WISH = "own_wish", "自愿退出"
    FRAUD = "fraud", "弄虚作假"
    INCIDENT = "incident", "重大安全、质量事故或环境违法"
    DISSOLVED = "dissolved", "注销、吊销或迁出"
    DISCREDITED = "discredited", "列入失信名单"
    OTHER = "other", "其他"


class ServiceMode(TextChoices):
    VISIT = "visit", "上门"
    TELEPHONE = "telephone", "电话"
    ONLINE = "online", "线上"
    TRAINING = "training", "培训"
    MEETING = "meeting", "座谈"


class ServiceKind(TextChoices):
    POLICY = "policy", "政策宣讲"
    RIGHTS = "rights", "知识产权布局"
    RESEARCH = "research", "研发费用归集"
    FINANCE = "finance", "财务与审计"
    STAFF = "staff", "人员"
    CONVERSION = "conversion", "成果转化材料"
    REVIEW = "review", "申报预审"
    OTHER = "other", "其他"


class Level(TextChoices):
    """Who recognised it."""

    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    CITY = "city", "市级"


class PlatformKind(TextChoices):
    KEY_LABORATORY = "key_laboratory", "重点实验室"
    ENGINEERING_CENTRE = "engineering_centre", "工程技术研究中心"
    ENTERPRISE_CENTRE = "enterprise_centre", "企业技术中心"
    ENGINEERING_LABORATORY = "engineering_laboratory", "工程实验室"
    NEW_INSTITUTE = "new_institute", "新型研发机构"
    OTHER = "other", "其他"


RESEARCH_PLATFORMS = (PlatformKind.KEY_LABORATORY, PlatformKind.ENGINEERING_CENTRE, PlatformKind.ENTERPRISE_CENTRE)


class ParkKind(TextChoices):
    HIGH_TECH = "high_tech", "高新技术产业开发区"
    ECONOMIC = "economic", "经济技术开发区"
    INDUSTRIAL = "industrial", "工业园区"
    AGRICULTURAL = "agricultural", "农业科技园区"


class IncubatorKind(TextChoices):
    INCUBATOR = "incubator", "科技企业孵化器"
    MAKERSPACE = "makerspace", "众创空间"
    ACCELERATOR = "accelerator", "科技企业加速器"


class TalentKind(TextChoices):
    ACADEMICIAN = "academician", "院士工作站"
    POSTDOCTORAL = "postdoctoral", "博士后科研工作站"
    POSTDOCTORAL_BASE = "postdoctoral_base", "博士后创新实践基地"
    TEAM = "team", "科技人才团队"


TALENT_STATIONS = (TalentKind.ACADEMICIAN, TalentKind.POSTDOCTORAL, TalentKind.POSTDOCTORAL_BASE)


class FinanceKind(TextChoices):
    FUND = "fund", "设立基金"
    INVESTMENT = "investment", "基金投资"
    LOAN = "loan", "科贷通贷款"
    COMPENSATION = "compensation", "风险补偿"
    PLEDGE = "pledge", "知识产权质押融资"


class CommissionerGrade(TextChoices):
    EXCELLENT = "excellent", "优秀"
    PASSED = "passed", "合格"
    FAILED = "failed", "不合格"
