"""What the portal tells the bureau's people about personal information."""

from bureau.messaging.choices import Channel
from bureau.messaging.kinds import Kind, register

register(
    Kind(
        "privacy.to_approve",
        "个人信息保护事项待批准",
        "{what}待您批准",
        "{by} 提交了{what}“{title}”，请审阅后批准或者退回。",
        {"what": "受托处理方", "title": "某某信息技术有限公司", "by": "安全管理员"},
        for_staff=True,
        for_units=False,
    ),
    Kind(
        "privacy.breach_opened",
        "个人信息安全事件",
        "发生个人信息安全事件：{title}",
        "登记了个人信息安全事件“{title}”，估计涉及 {persons} 人。请立即组织补救；向主管部门报告的时限是 {due}。",
        {"title": "测试账号弱口令", "due": "2026年3月2日 13:15", "persons": "12"},
        channels=(Channel.SMS, Channel.EMAIL),
        is_urgent=True,
        may_switch_off=False,
        for_staff=True,
        for_units=False,
    ),
    Kind(
        "privacy.breach_late",
        "个人信息安全事件的通知时限",
        "时限将到或者已过：{title}",
        "个人信息安全事件“{title}”还没有登记{what}，时限是 {due}。",
        {"title": "测试账号弱口令", "what": "向部门报告", "due": "2026年3月2日 13:15"},
        channels=(Channel.SMS, Channel.EMAIL),
        is_urgent=True,
        may_switch_off=False,
        for_staff=True,
        for_units=False,
    ),
)
