"""Who may say which verb. A post at the bureau is a group; ``sync_roles`` makes the groups equal to this page. What people
of units may do follows from their memberships (``backends.py``): nobody grants it.

GB/T 22239-2019 8.1.4.2: system, security and audit administrators are three posts, and none can do another's work.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """A post: its name, what it is for, its permissions as ``app.codename``."""

    code: str
    name: str
    purpose: str
    permissions: tuple[str, ...]


_RECORDS = (
    "enterprises.{}_recognition",
    "patents.{}_patent",
    "projects.{}_project",
    "projects.{}_awardcandidate",
    "matchmaking.{}_achievement",
    "matchmaking.{}_demand",
    "matchmaking.{}_contact",
    "matchmaking.{}_attendance",
    "matchmaking.{}_technologycontract",
    "matchmaking.{}_appraisal",
)


def _on_records(*verbs: str) -> tuple[str, ...]:
    return tuple(permission.format(verb) for verb in verbs for permission in _RECORDS)


_READ = (
    *_on_records("view"),
    "publicity.view_publicity",
    "collecting.view_collection",
    "accounts.view_organisation",
    "accounts.view_membership",
    "accounts.view_division",
    "enterprises.view_yearlydata",
    "enterprises.view_assessment",
    "enterprises.view_reserve",
    "enterprises.view_reserverule",
    "projects.view_call",
    "projects.view_formsection",
    "projects.view_restriction",
    "projects.view_reviewscheme",
    "projects.view_sheet",
    "projects.view_standing",
    "projects.view_application",
    "projects.view_similarpair",
    "projects.view_expert",
    "projects.view_expertisefield",
    "projects.view_reviewround",
    "projects.view_assignment",
    "projects.view_recusal",
    "projects.view_tie",
    "projects.view_draw",
    "enterprises.view_ticket",
    "registration.view_registration",
    "registration.view_renaming",
    "lists.view_importrun",
    "lists.view_headingalias",
    "lists.view_unmatchedname",
    "reports.view_annualreport",
    "reports.view_figure",
    "reports.view_target",
    "reports.view_planitem",
    "reports.view_entry",
    "reports.view_section",
    "reports.view_cityfigure",
)
_WORK = (
    "collecting.add_collection",
    "collecting.close_collection",
    "collecting.confirm_duty",
    "collecting.return_duty",
    "collecting.extend_duty",
    "publicity.add_publicity",
    "publicity.change_publicity",
    "publicity.submit_publicity",
    "enterprises.decide_yearlydata",
    "enterprises.judge_yearlydata",
    "enterprises.find_reserve",
    "enterprises.decide_reserve",
    "enterprises.serve_reserve",
    "enterprises.answer_ticket",
    "projects.add_call",
    "projects.change_call",
    "projects.change_formsection",
    "projects.change_reviewscheme",
    "projects.reopen_sheet",
    "projects.rank_sheet",
    "projects.add_restriction",
    "projects.recommend_application",
    "projects.check_application",
    "projects.decide_similarpair",
    "projects.reopen_application",
    "projects.change_restriction",
    "projects.add_expert",
    "projects.change_expert",
    "projects.decide_expert",
    "projects.add_expertisefield",
    "projects.change_expertisefield",
    "projects.add_reviewround",
    "projects.change_reviewround",
    "projects.run_reviewround",
    "projects.assign_assignment",
    "projects.decide_recusal",
    "projects.decide_tie",
    "projects.add_draw",
    "projects.change_draw",
    "registration.decide_registration",
    "registration.decide_renaming",
    "accounts.appoint_membership",
    "accounts.assign_jurisdiction",
    "lists.load_importrun",
    "lists.undo_importrun",
    "lists.change_headingalias",
    "lists.add_headingalias",
    "lists.resolve_unmatchedname",
    "reports.add_entry",
    "reports.change_entry",
    "reports.add_cityfigure",
    "reports.change_cityfigure",
    *_on_records("export"),
)
_PUBLIC = ("portal.view_article", "portal.view_column")
_WRITE = (*_PUBLIC, "portal.add_article", "portal.change_article", "portal.submit_article")
_EDIT_SITE = (
    "portal.second_review_article",
    "portal.publish_article",
    "portal.withdraw_article",
    "portal.add_column",
    "portal.change_column",
    "portal.view_channel",
    "portal.change_channel",
    "portal.view_feedback",
    "portal.answer_feedback",
    "portal.unmask_feedback",
    "portal.view_finding",
    "portal.ignore_finding",
)
_UNMASK = (
    "registration.unmask_registration",
    "projects.unmask_restriction",
    "projects.unmask_expert",
    "matchmaking.unmask_achievement",
    "matchmaking.unmask_demand",
)
_EDIT_REPORT = (
    "reports.compute_annualreport",
    "reports.add_target",
    "reports.change_target",
    "reports.add_planitem",
    "reports.change_planitem",
    "reports.add_section",
    "reports.change_section",
)

ROLES: tuple[Role, ...] = (
    Role(
        "officer",
        "经办人",
        "导入清单，维护业务记录，填报指标，起草公示",
        (*_READ, *_WORK, *_UNMASK, *_on_records("correct"), *_WRITE),
    ),
    Role(
        "section_head",
        "科长",
        "经办人的全部工作，另可批准与撤回公示、作废与恢复记录、审核年度报告、签认勾稽差异",
        (
            *_READ,
            *_WORK,
            *_UNMASK,
            *_on_records("correct", "void"),
            "publicity.approve_publicity",
            "publicity.withdraw_publicity",
            "projects.publish_call",
            "projects.supervise_draw",
            *_WRITE,
            "portal.first_review_article",
            "reports.review_annualreport",
            "reports.sign_check",
            "reports.view_check",
        ),
    ),
    Role(
        "leader",
        "局领导",
        "查看全部业务，批准公示，签发年度报告，批准个人信息的影响评估、委托处理和事件结案",
        (
            *_READ,
            *_PUBLIC,
            "portal.approve_article",
            "publicity.approve_publicity",
            "privacy.view_impactassessment",
            "privacy.approve_impactassessment",
            "privacy.view_processor",
            "privacy.approve_processor",
            "privacy.view_breach",
            "privacy.close_breach",
            "reports.issue_annualreport",
            "reports.view_check",
        ),
    ),
    Role(
        "report_office",
        "办公室（报告）",
        "计算并编制年度报告，维护目标、计划条目与文字，维护消息模板",
        (
            *_READ,
            *_EDIT_REPORT,
            *_on_records("export"),
            "reports.add_entry",
            "reports.change_entry",
            "reports.prepare_annualreport",
            "reports.revise_annualreport",
            "reports.view_check",
            "messaging.view_template",
            "messaging.change_template",
        ),
    ),
    Role("information_officer", "信息员", "为网站撰稿、送审", _WRITE),
    Role(
        "web_editor",
        "网站编辑",
        "复审、发布、撤下文章，维护栏目，答复来信，处理巡检发现",
        (*_WRITE, *_EDIT_SITE),
    ),
    Role(
        "supervision",
        "监督科",
        "受理、调查、答复对公示的异议，异议人的身份只有本岗位可见；监督专家抽取",
        (
            "publicity.view_publicity",
            "publicity.withdraw_publicity",
            "publicity.view_objection",
            "publicity.accept_objection",
            "publicity.decide_objection",
            "publicity.tell_objection",
            "publicity.unmask_objection",
            "projects.view_draw",
            "projects.supervise_draw",
        ),
    ),
    Role(
        "system_admin",
        "系统管理员",
        "维护区划、定时任务、消息发送与账号的开立、停用、解锁，答复个人信息申请；不授权、不看业务、不看审计",
        (
            "accounts.view_user",
            "accounts.add_user",
            "accounts.change_user",
            "accounts.view_division",
            "accounts.change_division",
            "signin.view_lock",
            "signin.lift_lock",
            "signin.view_datarequest",
            "signin.answer_datarequest",
            "django_celery_beat.view_periodictask",
            "django_celery_beat.change_periodictask",
            "messaging.view_delivery",
            "messaging.resend_delivery",
        ),
    ),
    Role(
        "security_admin",
        "安全管理员",
        "授予与收回角色，定科室主管哪些业务，记载个人信息的影响评估、受托处理方和安全事件；不开立账号、不看业务、不看审计",
        (
            "accounts.view_user",
            "accounts.grant_role",
            "auth.view_group",
            "accounts.view_department",
            "accounts.add_department",
            "accounts.change_department",
            "privacy.view_impactassessment",
            "privacy.add_impactassessment",
            "privacy.change_impactassessment",
            "privacy.submit_impactassessment",
            "privacy.view_processor",
            "privacy.add_processor",
            "privacy.change_processor",
            "privacy.submit_processor",
            "privacy.end_processor",
            "privacy.view_breach",
            "privacy.add_breach",
            "privacy.change_breach",
            "privacy.tell_breach",
            "privacy.propose_breach",
        ),
    ),
    Role("audit_admin", "审计管理员", "查看与核验审计台账；不改任何数据", ("audit.view_entry", "audit.verify_entry")),
)

_PERSON = (
    "accounts.view_organisation",
    "accounts.view_membership",
    "accounts.leave_membership",
    "registration.view_registration",
    "registration.submit_registration",
    "registration.accept_invitation",
    "registration.ask_joining",
    "projects.view_expert",
    "projects.apply_expert",
)
_MEMBER = (
    *_PERSON,
    "registration.view_renaming",
    "enterprises.view_yearlydata",
    "enterprises.fill_yearlydata",
    "enterprises.submit_yearlydata",
    "enterprises.view_assessment",
    "enterprises.view_reserve",
    "enterprises.apply_reserve",
    "enterprises.view_ticket",
    "enterprises.ask_ticket",
    "projects.view_application",
    "projects.fill_application",
)

_EXPERT = ("projects.view_assignment", "projects.review_assignment")

UNIT_ROLES: tuple[Role, ...] = (
    Role("person", "注册用户", "登记本人所在的单位，接受邀请", _PERSON),
    Role("contributor", "填报人", "为单位填报", _MEMBER),
    Role(
        "manager",
        "单位管理员",
        "每个单位一人：邀请填报人，结束成员身份，移交职务，申请更名",
        (
            *_MEMBER,
            "accounts.end_membership",
            "accounts.hand_over_membership",
            "projects.submit_application",
            "registration.view_invitation",
            "registration.send_invitation",
            "registration.answer_joining",
            "registration.submit_renaming",
        ),
    ),
    Role(
        "recommender",
        "推荐经办人",
        "在县区科技局、园区或主管部门审核本地单位的注册，报送本地清单",
        (
            *_MEMBER,
            "registration.decide_registration",
            "collecting.submit_duty",
            "projects.recommend_application",
        ),
    ),
    Role("expert", "专家", "在库的专家：只评审分配给本人的申报", _EXPERT),
)
UNIT_BY_CODE = {role.code: role for role in UNIT_ROLES}
BY_CODE = {role.code: role for role in ROLES}
