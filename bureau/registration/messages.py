"""The kinds of message about units and their people."""

from bureau.messaging.choices import Channel
from bureau.messaging.kinds import Kind, register

_UNIT = "赣州示例科技有限公司"

register(
    Kind(
        "registration.waiting",
        "有单位注册待审核",
        "“{unit}”的单位注册待审核",
        "“{unit}”（受理号 {number}）提交了单位注册，请在 {until} 前审核。",
        {"unit": _UNIT, "number": "DW2026000001", "until": "2026年3月2日"},
        for_units=True,
    ),
    Kind(
        "registration.approved",
        "单位注册已通过",
        "“{unit}”的单位注册已通过",
        "您已是“{unit}”的单位管理员，可以邀请填报人、办理业务。",
        {"unit": _UNIT},
        channels=(Channel.SMS, Channel.EMAIL),
        may_switch_off=False,
        for_units=True,
    ),
    Kind(
        "registration.returned",
        "单位注册退回补正",
        "“{unit}”的单位注册需要补正",
        "退回理由：{reason}。请补正后再次提交，受理号 {number} 不变。",
        {"unit": _UNIT, "number": "DW2026000001", "reason": "证照不清晰"},
        channels=(Channel.SMS, Channel.EMAIL),
        may_switch_off=False,
        for_units=True,
    ),
    Kind(
        "registration.refused",
        "单位注册不予通过",
        "“{unit}”的单位注册不予通过",
        "理由：{reason}。如有疑问请联系科技局。",
        {"unit": _UNIT, "reason": "单位不在本市"},
        channels=(Channel.SMS, Channel.EMAIL),
        may_switch_off=False,
        for_units=True,
    ),
    Kind(
        "registration.invited",
        "收到单位邀请",
        "“{unit}”邀请您任{role}",
        "请在 {until} 前打开工作台接受。如不认识该单位，不必理会。",
        {"unit": _UNIT, "role": "填报人", "until": "2026年3月2日"},
        for_units=True,
    ),
    Kind(
        "registration.joined",
        "成员接受邀请",
        "{person}已加入“{unit}”",
        "{person}接受了邀请，身份是{role}。",
        {"unit": _UNIT, "person": "张三", "role": "填报人"},
        for_units=True,
    ),
    Kind(
        "registration.ended",
        "成员身份已结束",
        "您在“{unit}”的成员身份已结束",
        "理由：{reason}。您办理过的业务仍在单位名下。",
        {"unit": _UNIT, "reason": "已调离"},
        for_units=True,
    ),
    Kind(
        "registration.appointed",
        "任单位管理员",
        "您现在是“{unit}”的单位管理员",
        "请核对单位成员和未接受的邀请。",
        {"unit": _UNIT},
        channels=(Channel.SMS,),
        may_switch_off=False,
        for_units=True,
    ),
    Kind(
        "registration.renamed",
        "单位更名已审核",
        "“{unit}”更名{outcome}",
        "申请的新名称：{name}。{reason}",
        {"unit": _UNIT, "name": "赣州新示例科技有限公司", "outcome": "已通过", "reason": ""},
        for_units=True,
    ),
)
register(
    Kind(
        "registration.asked",
        "有人申请加入单位",
        "{person}申请加入“{unit}”",
        "说明：{words}。请在单位页同意或写明理由不同意；不认识此人时请勿同意。",
        {"unit": _UNIT, "person": "张三", "words": "研发部，负责项目申报"},
        for_units=True,
    ),
    Kind(
        "registration.answered",
        "加入申请已答复",
        "加入“{unit}”的申请{outcome}",
        "{reason}",
        {"unit": _UNIT, "outcome": "已同意", "reason": "打开工作台即可代表该单位办理业务。"},
        for_units=True,
    ),
)
