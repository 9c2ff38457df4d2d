"""What the portal tells a person about their own account."""

from bureau.messaging.choices import Channel
from bureau.messaging.kinds import Kind, register

_ACCOUNT = {"is_urgent": True, "may_switch_off": False, "for_staff": True, "for_units": True}

register(
    Kind(
        "signin.new_device",
        "新设备登录提醒",
        "您的账号在新设备上登录",
        "您的账号 {when} 在一台新设备（{device}，网络地址 {address}）上登录。如果不是您本人，请立即在“登录与会话”中退出该设备并更改密码。",
        {"when": "2026年3月2日 09:15", "device": "Chrome 130 · Windows", "address": "192.0.2.7"},
        channels=(Channel.SMS, Channel.EMAIL),
        brief="您的账号{when}在新设备（{device}）登录，非本人操作请立即更改密码。",
        **_ACCOUNT,
    ),
    Kind(
        "signin.password_changed",
        "密码更改提醒",
        "您的密码已更改",
        "您的账号密码于 {when} 更改，其他设备上的登录已全部退出。如果不是您本人操作，请立即用“忘记密码”重设，并联系我们。",
        {"when": "2026年3月2日 09:15"},
        channels=(Channel.SMS, Channel.EMAIL),
        **_ACCOUNT,
    ),
    Kind(
        "signin.contact_changed",
        "联系方式变更提醒",
        "您账号的{what}已变更",
        "您账号的{what}于 {when} 变更为 {value}。如果不是您本人操作，请立即联系我们。",
        {"what": "手机号", "when": "2026年3月2日 09:15", "value": "138****1234"},
        channels=(Channel.EMAIL,),
        **_ACCOUNT,
    ),
    Kind(
        "signin.request_answered",
        "个人信息请求办理结果",
        "您的{what}已办理",
        "您于 {when} 提出的{what}已办理，结果：{result}。{answer}",
        {"what": "个人信息更正申请", "when": "2026年3月2日", "result": "已完成", "answer": "姓名已更正。"},
        channels=(Channel.SMS, Channel.EMAIL),
        **_ACCOUNT,
    ),
)
