"""The admin's look and its navigation, as django-unfold takes them."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.templatetags.static import static
from django.urls import reverse, reverse_lazy


def _may(permission: str) -> Callable:
    return lambda request: request.user.has_perm(permission)


def _item(title: str, icon: str, view: str, permission: str) -> dict:
    return {"title": title, "icon": icon, "link": reverse_lazy(f"admin:{view}"), "permission": _may(permission)}


def _register(title: str, icon: str, app: str, model: str) -> dict:
    return _item(title, icon, f"{app}_{model}_changelist", f"{app}.view_{model}")


def _inbox() -> dict:
    return {
        "title": "我的消息",
        "icon": "mail",
        "link": reverse_lazy("messaging:inbox"),
        "badge": "bureau.messaging.context.unread_badge",
    }


def _group(title: str, *items: dict) -> dict:
    return {"title": title, "separator": True, "collapsible": False, "items": list(items)}


NAVIGATION = [
    {"title": "", "items": [_inbox()]},
    _group(
        "清单",
        _item("导入清单", "upload_file", "lists_upload", "lists.load_importrun"),
        _register("报送任务", "assignment_returned", "collecting", "collection"),
        _register("导入记录", "history", "lists", "importrun"),
        _register("未对应的单位名称", "help_center", "lists", "unmatchedname"),
        _register("列名别名", "label", "lists", "headingalias"),
    ),
    _group(
        "年度报告",
        _register("年度报告", "summarize", "reports", "annualreport"),
        _register("填报指标", "edit_note", "reports", "entry"),
        _register("各设区市数据", "leaderboard", "reports", "cityfigure"),
        _register("年度目标", "flag", "reports", "target"),
        _register("计划条目", "checklist", "reports", "planitem"),
        _register("报告文字", "article", "reports", "section"),
    ),
    _group(
        "高新技术企业",
        _register("证书登记", "workspace_premium", "enterprises", "recognition"),
        _register("登记变动", "history", "enterprises", "registerevent"),
        _register("年报填报", "event_available", "enterprises", "yearlyfiling"),
        _register("企业年度数据", "edit_document", "enterprises", "yearlydata"),
        _register("预评估", "fact_check", "enterprises", "assessment"),
        _register("培育库", "potted_plant", "enterprises", "reserve"),
        _register("企业提问", "contact_support", "enterprises", "ticket"),
        _register("接口令牌", "key", "enterprises", "apitoken"),
        _register("入库与服务规则", "rule", "enterprises", "reserverule"),
    ),
    _group(
        "平台、人才与科技金融",
        _register("研发平台", "biotech", "enterprises", "platform"),
        _register("园区", "location_city", "enterprises", "park"),
        _register("孵化器与众创空间", "egg", "enterprises", "incubator"),
        _register("工作站与人才团队", "diversity_3", "enterprises", "talentbase"),
        _register("大学生创业扶持", "rocket_launch", "enterprises", "startupgrant"),
        _register("科技金融业务", "account_balance", "enterprises", "financerecord"),
        _register("科技特派员", "agriculture", "enterprises", "commissioner"),
    ),
    _group(
        "专利",
        _register("专利登记", "lightbulb", "patents", "patent"),
        _item("统计分析", "pivot_table_chart", "patents_patent_pivot_page", "patents.view_patent"),
        _item("统计视图和看板", "dashboard", "patents_patent_views_page", "patents.view_patent"),
        _item("企业发明占比", "percent", "patents_patent_shares_page", "patents.view_patent"),
        _item("集中度", "trophy", "patents_patent_leaders_page", "patents.view_patent"),
        _item("消零", "exposure_zero", "patents_patent_zero_page", "patents.view_patent"),
        _item("目标与完成", "flag_circle", "patents_patent_completion_page", "patents.view_patent"),
        _item("下达目标", "edit_note", "patents_patent_targets_page", "patents.set_placetarget"),
        _item("设区市排名", "leaderboard", "patents_patent_cities_page", "patents.view_patent"),
        _item("高价值发明专利", "diamond", "patents_patent_value_page", "patents.view_patent"),
        _register("高价值标注", "verified", "patents", "valuemark"),
        _register("省专利奖推荐", "trophy", "patents", "prizeround"),
        _register("省专利奖提名", "list_alt", "patents", "nomination"),
        _register("专利资助历史", "history_edu", "patents", "subsidy"),
        _register("消零行动", "flag", "patents", "campaign"),
        _register("消零企业", "domain_disabled", "patents", "zerofirm"),
        _item("汇总表与清单核对", "rule", "patents_patent_reconciliation_page", "patents.view_patent"),
        _register("专利统计月报", "newspaper", "bulletins", "bulletin"),
        _register("月度汇总表", "calendar_month", "patents", "monthlysummary"),
        _register("累计汇总表", "calendar_view_month", "patents", "cumulativesummary"),
        _register("有效专利汇总表", "inventory_2", "patents", "stocksummary"),
        _register("各设区市月报", "location_city", "patents", "citysummary"),
        _register("常住人口", "groups", "patents", "population"),
    ),
    _group(
        "科技计划与奖励",
        _register("需求与指南建议征集", "how_to_vote", "projects", "solicitation"),
        _register("指南建议", "add_comment", "projects", "suggestion"),
        _register("申报批次", "campaign", "projects", "call"),
        _register("项目申报", "inbox", "projects", "application"),
        _register("评审方案", "rule", "projects", "reviewscheme"),
        _register("查重", "difference", "projects", "similarpair"),
        _register("申报限制", "block", "projects", "restriction"),
        _register("专家库", "school", "projects", "expert"),
        _register("评审轮次", "groups_3", "projects", "reviewround"),
        _register("专家抽取", "casino", "projects", "draw"),
        _register("评审任务", "rate_review", "projects", "assignment"),
        _register("评审排名与看板", "leaderboard", "projects", "standing"),
        _register("专家评分", "grading", "projects", "sheet"),
        _register("会评", "gavel", "projects", "panel"),
        _register("专家组意见", "history_edu", "projects", "opinion"),
        _register("现场考察", "travel_explore", "projects", "sitevisit"),
        _register("评审回避", "do_not_touch", "projects", "recusal"),
        _register("疑似关系", "person_search", "projects", "tie"),
        _register("专业领域", "account_tree", "projects", "expertisefield"),
        _register("立项建议", "approval", "projects", "proposal"),
        _register("立项项目", "assignment", "projects", "project"),
        _register("科技奖候选项目", "military_tech", "projects", "awardcandidate"),
    ),
    _group(
        "成果对接与技术市场",
        _register("科技成果", "science", "matchmaking", "achievement"),
        _register("技术需求", "campaign", "matchmaking", "demand"),
        _register("对接记录", "handshake", "matchmaking", "contact"),
        _register("对接会", "event", "matchmaking", "event"),
        _register("现场洽谈", "table_restaurant", "matchmaking", "slotmeeting"),
        _register("参会人员", "group", "matchmaking", "participant"),
        _register("参会签到", "groups", "matchmaking", "attendance"),
        _register("揭榜挂帅", "military_tech", "matchmaking", "challenge"),
        _register("科技成果登记", "verified", "matchmaking", "resultregistration"),
        _register("技术合同登记申请", "order_approve", "matchmaking", "contractfiling"),
        _register("合同后续跟踪", "update", "matchmaking", "followup"),
        _register("技术合同", "contract", "matchmaking", "technologycontract"),
        _register("科技成果鉴定", "fact_check", "matchmaking", "appraisal"),
        _item("对接漏斗", "filter_alt", "matchmaking_interest_funnel_page", "matchmaking.view_interest"),
        _register("对接意向", "forum", "matchmaking", "interest"),
        _register("对接协议", "history_edu", "matchmaking", "deal"),
        _register("推荐评价", "thumbs_up_down", "matchmaking", "judgement"),
        _register("同义词", "compare_arrows", "matchmaking", "synonym"),
    ),
    _group(
        "公示",
        _register("公示", "campaign", "publicity", "publicity"),
        _register("异议", "gavel", "publicity", "objection"),
    ),
    _group(
        "消息",
        _register("消息模板", "edit_notifications", "messaging", "template"),
        _register("发送记录", "outgoing_mail", "messaging", "delivery"),
        _register("推送信息与回执", "mark_email_read", "news", "item"),
    ),
    _group(
        "单位",
        _register("单位注册", "how_to_reg", "registration", "registration"),
        _register("单位更名", "drive_file_rename_outline", "registration", "renaming"),
        _register("单位与成员", "apartment", "accounts", "organisation"),
    ),
    _group(
        "网站",
        _register("文章", "newspaper", "portal", "article"),
        _item("栏目更新预警", "event_busy", "portal_column_board", "portal.view_column"),
        _item("网站年度报表", "summarize", "portal_column_yearly", "portal.view_column"),
        _register("栏目", "category", "portal", "column"),
        _register("意见与找错", "forum", "portal", "feedback"),
        _register("受理渠道", "call_split", "portal", "channel"),
        _register("巡检发现", "troubleshoot", "portal", "finding"),
    ),
    _group(
        "个人信息保护",
        _register("个人信息申请", "contact_mail", "signin", "datarequest"),
        _register("影响评估", "privacy_tip", "privacy", "impactassessment"),
        _register("受托处理方", "handshake", "privacy", "processor"),
        _register("安全事件", "gpp_maybe", "privacy", "breach"),
    ),
    _group(
        "系统",
        _register("区划与功能区", "map", "accounts", "division"),
        _register("用户", "person", "accounts", "user"),
        _register("科室", "account_tree", "accounts", "department"),
        _register("登录锁定", "lock_person", "signin", "lock"),
        _register("定时任务", "schedule", "django_celery_beat", "periodictask"),
        _register("审计台账", "menu_book", "audit", "entry"),
    ),
]

# The pages' own navigation: (words, name of the address). What is not built in is left out of the page.
PORTAL = [
    ("首页", "home"),
    ("通知公告", "portal:notices"),
    ("政策文件", "portal:policies"),
    ("项目申报", "projects:call-list"),
    ("公示公告", "publicity:list"),
    ("成果与需求", "matchmaking:market"),
    ("对接会", "matchmaking:event-list"),
    ("统计数据", "statistics"),
    ("办事指南", "portal:guides"),
]
FOOTER = [
    ("网站声明", "portal:statement"),
    ("隐私政策", "portal:privacy"),
    ("无障碍声明", "portal:accessibility"),
    ("站点地图", "portal:sitemap"),
    ("联系我们", "portal:contact"),
    ("意见反馈", "portal:feedback"),
    ("我为政府网站找错", "portal:mistake"),
]
# What people come to do: words, address, and its picture in static/img/icons.svg.
SERVICES = [
    ("项目申报", "projects:call-list", "apply"),
    ("高企自评", "enterprises:data-list", "gauge"),
    ("高企培育", "enterprises:reserve", "sprout"),
    ("单位注册", "registration:registration-begin", "unit"),
    ("我的办件", "workspace", "desk"),
    ("办事指南", "portal:guides", "guide"),
    ("异议查询", "publicity:objection-query", "scales"),
    ("答复查询", "portal:feedback-query", "letter"),
    ("统计数据", "statistics", "chart"),
]
# 关怀版: at most six, in large.
CARE = [
    ("通知公告", "portal:notices"),
    ("项目申报", "projects:call-list"),
    ("进度查询", "workspace"),
    ("公示公告", "publicity:list"),
    ("联系我们", "portal:contact"),
    ("意见反馈", "portal:feedback"),
]
WORKSPACE = [
    ("工作台", "workspace"),
    ("项目申报", "projects:application-list"),
    ("指南建议", "projects:suggestion-list"),
    ("企业数据与自评", "enterprises:data-list"),
    ("高企培育", "enterprises:reserve"),
    ("本单位专利", "patents:patent-list"),
    ("供需对接", "matchmaking:profile-list"),
    ("对接洽谈", "matchmaking:interest-list"),
    ("揭榜挂帅", "matchmaking:challenge-list"),
    ("技术合同登记", "matchmaking:filing-list"),
    ("科技成果登记", "matchmaking:result-list"),
    ("保存的搜索", "matchmaking:saved-list"),
    ("政策推送", "news:feed"),
    ("专家", "projects:expert"),
    ("消息", "messaging:inbox"),
]
ACCOUNT = [("我的账号", "signin:account")]
# What only some of the workspace's people have: by permission.
WORKSPACE_BY_DUTY = {
    "collecting.submit_duty": ("报送任务", "collecting:duty-list"),
    "projects.recommend_application": ("项目推荐", "projects:recommending-list"),
    "projects.review_assignment": ("项目评审", "projects:review-list"),
    "projects.sit_panel": ("会评", "projects:panel-list"),
}

# The official blue as unfold's scale of one colour.
BLUE = {
    "50": "#f0f6fb", "100": "#dfebf5", "200": "#c2d8ea", "300": "#97bcdb", "400": "#6399c7", "500": "#3f7cb0",
    "600": "#1f4e79", "700": "#1a4267", "800": "#163a5c", "900": "#132f4a", "950": "#0c1f32",
}  # fmt: skip


def _session_script(request) -> str:
    """The warning before a session ends, told where to ask; nobody who has not signed in has one."""
    if not request.user.is_authenticated:
        return static("js/first.js")
    where = urlencode({"session": reverse("session-extend"), "login": reverse("account_login")})
    return f"{static('js/session.js')}?{where}"


def unfold(site_name: str) -> dict:
    """The settings of django-unfold for a bureau of that name."""
    return {
        "SITE_TITLE": site_name,
        "SITE_HEADER": site_name,
        "SITE_SUBHEADER": "业务管理",
        "SITE_SYMBOL": "account_balance",
        "SITE_URL": "/",
        "SHOW_HISTORY": True,
        "SHOW_VIEW_ON_SITE": False,
        "BORDER_RADIUS": "6px",
        "COLORS": {"primary": BLUE},
        "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda _request: static("img/favicon.svg")}],
        "SCRIPTS": [lambda _request: static("js/access.js"), _session_script],
        "STYLES": [lambda _request, name=name: static(f"css/{name}.css") for name in ("tokens", "access", "admin")],
        "THEME": "light",  # Contrast is chosen above every page; a second switch would contradict the first.
        "ENVIRONMENT": "bureau.signin.duties.warning",
        "DASHBOARD_CALLBACK": "bureau.portal.dashboard.dashboard",
        "SIDEBAR": {"show_search": False, "show_all_applications": False, "navigation": NAVIGATION},
    }
