"""Who may say which verb. A role is a group; ``sync_roles`` makes the groups equal to this page.

GB/T 22239-2019 8.1.4.2: system, security and audit administrators are three posts, and none can do another's work.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Role:
    """A post at the bureau: its name, what it is for, its permissions as ``app.codename``."""

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
    "accounts.view_organisation",
    "accounts.view_division",
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
_UNMASK = ("matchmaking.unmask_achievement", "matchmaking.unmask_demand")
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
    Role("officer", "经办人", "导入清单，维护业务记录，填报指标", (*_READ, *_WORK, *_UNMASK, *_on_records("correct"))),
    Role(
        "section_head",
        "科长",
        "经办人的全部工作，另可作废与恢复记录、审核年度报告、签认勾稽差异",
        (
            *_READ,
            *_WORK,
            *_UNMASK,
            *_on_records("correct", "void"),
            "reports.review_annualreport",
            "reports.sign_check",
            "reports.view_check",
        ),
    ),
    Role(
        "leader", "局领导", "查看全部业务，签发年度报告", (*_READ, "reports.issue_annualreport", "reports.view_check")
    ),
    Role(
        "report_office",
        "办公室（报告）",
        "计算并编制年度报告，维护目标、计划条目与文字",
        (
            *_READ,
            *_EDIT_REPORT,
            *_on_records("export"),
            "reports.add_entry",
            "reports.change_entry",
            "reports.prepare_annualreport",
            "reports.revise_annualreport",
            "reports.view_check",
        ),
    ),
    Role(
        "system_admin",
        "系统管理员",
        "维护区划、定时任务与账号的开立、停用；不授权、不看业务、不看审计",
        (
            "accounts.view_user",
            "accounts.add_user",
            "accounts.change_user",
            "accounts.view_division",
            "accounts.change_division",
            "django_celery_beat.view_periodictask",
            "django_celery_beat.change_periodictask",
        ),
    ),
    Role(
        "security_admin",
        "安全管理员",
        "授予与收回角色；不开立账号、不看业务、不看审计",
        ("accounts.view_user", "accounts.grant_role", "auth.view_group"),
    ),
    Role("audit_admin", "审计管理员", "查看与核验审计台账；不改任何数据", ("audit.view_entry", "audit.verify_entry")),
)

BY_CODE = {role.code: role for role in ROLES}
