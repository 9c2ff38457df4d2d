"""The data dictionary of personal information: every field that says something about a person, and why it must be kept.

Names, kinds and protection are read off the models; the reason, the basis and the term stand here, because a form may only ask
what its purpose needs (个人信息保护法 art. 6). A test finds fields that look personal and stand in no line.
"""

import re
from dataclasses import dataclass

from django.apps import apps
from django.db import models

from bureau.personal import EncryptedTextField

BANK = "在库期间，退库后三年"
ACCOUNT, RECORD, FILE, ASKED, DUTY = (
    "账号注销即删除",
    "按档案规定随业务档案保存",
    "项目档案保存期",
    "答复后三年",
    "不少于六个月",
)
CONSENT, CONTRACT, LAW, SEPARATE = "本人同意", "本人申请办理", "履行法定职责", "本人单独同意"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a field is kept: for what, on which basis (art. 13), how long; ``is_sensitive`` by art. 28."""

    purpose: str
    basis: str
    term: str
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the dictionary."""

    where: str
    field: str
    protection: str
    reason: Reason
    label: str


REASONS: dict[str, Reason] = {
    "accounts.User.name": Reason("署名、识别操作人", CONTRACT, ACCOUNT),
    "accounts.User.mobile": Reason("登录、验证码、办理提醒", CONTRACT, ACCOUNT),
    "accounts.User.email": Reason("办理提醒（选填）", CONSENT, ACCOUNT),
    "audit.Entry.signature": Reason("审计台账的署名", LAW, DUTY),
    "audit.Entry.origin": Reason("网络日志（网络安全法第二十三条）", LAW, DUTY),
    "messaging.PushDevice.endpoint": Reason(
        "向本人的手机或浏览器推送（自愿开通）", CONSENT, "关闭推送或账号注销即删除"
    ),
    "messaging.PushDevice.digest": Reason("同一浏览器只登记一次", CONSENT, "关闭推送或账号注销即删除"),
    "messaging.PushDevice.secret": Reason("推送内容的端到端加密", CONSENT, "关闭推送或账号注销即删除"),
    "signin.Device.label": Reason("新设备登录提醒", LAW, ACCOUNT),
    "signin.Session.device": Reason("本人查看、退出登录", LAW, DUTY),
    "signin.Session.address": Reason("本人核对登录来源", LAW, DUTY),
    "signin.Lock.address": Reason("登录失败锁定", LAW, "一天"),
    "signin.DataRequest.text": Reason("办理更正、删除、注销申请", LAW, "三年"),
    "registration.Registration.legal_representative": Reason("核对证照", CONTRACT, RECORD),
    "registration.Registration.contact_name": Reason("联系注册单位", CONTRACT, RECORD),
    "registration.Registration.contact_phone": Reason("联系注册单位", CONTRACT, RECORD),
    "registration.Registration.contact_email": Reason("联系注册单位（选填）", CONSENT, RECORD),
    "registration.Invitation.name": Reason("核对接受邀请的是本人", CONTRACT, RECORD),
    "registration.Invitation.mobile": Reason("发送邀请链接", CONTRACT, RECORD),
    "registration.Invitation.email": Reason("发送邀请链接（选填）", CONSENT, RECORD),
    "publicity.Objection.name": Reason("实名异议的受理和答复，只有监督岗位可见", LAW, RECORD),
    "publicity.Objection.phone": Reason("核实和答复异议", LAW, RECORD),
    "publicity.Objection.organisation": Reason("单位提出异议时核实身份", LAW, RECORD),
    "publicity.Objection.legal_representative": Reason("单位提出异议时核实身份", LAW, RECORD),
    "projects.Application.leader_name": Reason("项目评审和公示", LAW, FILE),
    "projects.Answer.value": Reason("申报书所列内容；敏感栏目逐项加密", CONTRACT, FILE),
    "projects.TeamMember.name": Reason("项目评审和公示", LAW, FILE),
    "projects.TeamMember.id_number": Reason("核对限项、年龄和信用记录", SEPARATE, FILE, True),
    "projects.TeamMember.rank": Reason("核对申报条件", LAW, FILE),
    "projects.TeamMember.mobile": Reason("请本人确认参加（选填）", CONSENT, FILE),
    "projects.TeamMember.email": Reason("请本人确认参加（选填）", CONSENT, FILE),
    "projects.Restriction.person_name": Reason("科研失信和限项处理", LAW, "限制期满后三年"),
    "projects.Restriction.person_number": Reason("同名同姓的区分，失信限制只按号码核对", LAW, "限制期满后三年", True),
    "projects.Project.leader": Reason("立项项目登记", LAW, FILE),
    "projects.Expert.name": Reason("入库审核、抽取和分配评审", CONTRACT, BANK),
    "projects.Expert.id_number": Reason("一人一库、回避核对、劳务报酬个税申报", SEPARATE, BANK, True),
    "projects.Expert.gender": Reason("评审组构成统计", CONTRACT, BANK),
    "projects.Expert.born_on": Reason("核对入库年龄条件，由身份证号得出", CONTRACT, BANK),
    "projects.Expert.mobile": Reason("评审邀请和提醒", CONTRACT, BANK),
    "projects.Expert.email": Reason("评审邀请和提醒", CONTRACT, BANK),
    "projects.Expert.education": Reason("核对入库条件", CONTRACT, BANK),
    "projects.Expert.rank": Reason("核对入库条件", CONTRACT, BANK),
    "projects.Expert.rank_certificate": Reason("核对职称", CONTRACT, BANK),
    "projects.Expert.results": Reason("匹配评审项目", CONTRACT, BANK),
    "projects.ExpertCopy.file": Reason(
        "专家评审时看的附件副本：带专家编号以便追查泄露，盲评时隐去姓名",
        LAW,
        "评审轮次结束的次夜删除；原件随项目档案保存",
    ),
    "projects.Unwanted.expert_name": Reason("申报单位请求回避的专家", CONTRACT, FILE),
    "projects.Expert.bank_account": Reason("支付评审劳务报酬", SEPARATE, "会计档案保存期", True),
    "enterprises.TalentBase.leader": Reason("工作站和人才团队登记", LAW, RECORD),
    "enterprises.StartupGrant.founder": Reason("创业扶持资金的对象", LAW, RECORD),
    "enterprises.StartupGrant.school": Reason("核对扶持条件", LAW, RECORD),
    "enterprises.Commissioner.name": Reason("选派和考核科技特派员", LAW, RECORD),
    "matchmaking.Achievement.contact_person": Reason("供需对接", CONSENT, RECORD),
    "matchmaking.Achievement.contact_phone": Reason("供需对接", CONSENT, RECORD),
    "matchmaking.Demand.contact_person": Reason("供需对接", CONSENT, RECORD),
    "matchmaking.Demand.contact_phone": Reason("供需对接", CONSENT, RECORD),
    "matchmaking.Participant.name": Reason("对接会签到", CONSENT, RECORD),
    "matchmaking.Participant.mobile": Reason("对接会参会人数按人去重", CONSENT, RECORD),
    "matchmaking.Presence.device": Reason("同一浏览器的在线时段只算一段（随机编号的散列）", CONSENT, RECORD),
    "matchmaking.EventVisitor.device": Reason("会场页面的访客数（随机编号的散列）", CONSENT, RECORD),
    "portal.Feedback.name": Reason("称呼来信人（选填）", CONSENT, ASKED),
    "portal.Feedback.mobile": Reason("答复来信（选填）", CONSENT, ASKED),
    "privacy.Consent.signature": Reason("证明单独同意由谁作出", LAW, FILE),
}
# Look like personal data and are none: offices' telephones, addresses of pages and firms.
NOT_PERSONAL = {
    "account.EmailAddress.email",  # A mirror of the user's, kept empty by the adapter.
    "messaging.Message.url", "publicity.Publicity.section_phone", "publicity.Publicity.supervision_phone",
    "publicity.Publicity.discipline_phone", "publicity.Publicity.address", "registration.Registration.address",
    "projects.Call.contact", "projects.Solicitation.contact", "patents.Patent.address", "portal.Article.phone",
    "news.Item.url",
    "matchmaking.ChallengeKey.private",  # The key by which sealed bids are opened.
    "portal.Feedback.page_url",
}  # fmt: skip
_PERSONAL = re.compile(
    "姓名|手机|电话|邮箱|邮件地址|身份证|住址|地址|银行账|出生|联系人|法定代表|称呼|负责人|性别|民族|学历"
)
_TEXTS = (models.CharField, models.TextField, models.JSONField, models.DateField)


def looks_personal(field: models.Field) -> bool:
    """Encrypted, or named like something that belongs to a person."""
    if isinstance(field, EncryptedTextField):
        return True
    return isinstance(field, _TEXTS) and bool(_PERSONAL.search(str(field.verbose_name)))


def unexplained() -> list[str]:
    """Fields that look personal and stand in no line: whoever adds one says why it is needed."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if looks_personal(field) and f"{model._meta.label}.{field.name}" not in REASONS.keys() | NOT_PERSONAL
    ]


def lines() -> list[Line]:
    """The dictionary, in the order of the apps. Raises LookupError for a line whose field is gone."""
    found = []
    for label, reason in REASONS.items():
        model_label, _, name = label.rpartition(".")
        model = apps.get_model(model_label)
        field = model._meta.get_field(name)
        kept = "加密保存，默认遮盖" if isinstance(field, EncryptedTextField) else "按权限查看"
        if label == "projects.Answer.value":
            kept = "敏感栏目加密保存，默认遮盖"
        found.append(Line(str(model._meta.verbose_name), str(field.verbose_name), kept, reason, label))
    return found
