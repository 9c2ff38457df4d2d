"""The kinds of message about calls and applications, experts and reviews."""

from bureau.messaging.choices import Channel
from bureau.messaging.kinds import Kind, register

_WORDS = {"title": "稀土高效萃取技术研究", "call": "2026 年度重点研发计划"}
_LOUD = {"channels": (Channel.SMS, Channel.EMAIL), "may_switch_off": False, "for_units": True}


def _kind(code: str, name: str, title: str, body: str, *, is_loud: bool = True, **more: str) -> Kind:
    ways = _LOUD if is_loud else {"for_units": True}
    return Kind(f"application.{code}", name, title, body, _WORDS | more, **ways)


register(
    _kind("proposed", "申报待单位审核", "“{title}”待单位审核", "{person}送来了“{call}”的申报，请在 {until} 前审核提交。", person="张三", until="2026年3月2日", is_loud=False),
    _kind("unit_returned", "单位退回申报", "“{title}”被单位退回", "退回理由：{reason}。请修改后重新送审。", reason="预算说明不全", is_loud=False),
    _kind("submitted", "申报已提交", "“{title}”已提交，编号 {number}", "“{call}”的申报已于 {at} 收到，编号 {number}。接下来由{office}推荐。", number="SB2026000001", at="2026年3月1日 10:00:00", office="章贡区科学技术局"),
    _kind("to_recommend", "有申报待推荐", "“{title}”待推荐", "{unit}申报“{call}”，请在 {until} 前推荐。", unit="赣州示例科技有限公司", until="2026年3月9日", is_loud=False),
    _kind("returned", "申报被推荐单位退回", "“{title}”被退回修改", "{office}退回，理由：{reason}。请在 {until} 前修改并重新提交。", office="章贡区科学技术局", reason="附件不清", until="2026年3月9日"),
    _kind("recommended", "申报已推荐", "“{title}”已推荐", "{office}已推荐，接下来由科技局形式审查，{until}前给出结果。", office="章贡区科学技术局", until="2026年3月20日"),
    _kind("not_recommended", "申报不予推荐", "“{title}”不予推荐", "{office}不予推荐，理由：{reason}。", office="章贡区科学技术局", reason="超过名额"),
    _kind("correcting", "申报须一次性补正", "“{title}”须在 {until} 前补正", "补正内容：{reason}。只能补正一次，逾期不补正的不予受理。", reason="查新报告缺页", until="2026年3月20日"),
    _kind("accepted", "申报已受理", "“{title}”已受理", "形式审查通过，编号 {number}，进入评审。", number="SB2026000001"),
    _kind("rejected", "申报不予受理", "“{title}”不予受理", "理由：{reason}。如有疑问请联系科技局。", reason="不符合申报条件"),
    _kind("reopened", "申报已单独开放", "“{title}”已重新开放至 {until}", "理由：{reason}。请在 {until} 前重新提交。", reason="系统原因", until="2026年3月9日 17:00:00"),
    _kind("call_revised", "申报批次有修订", "“{call}”已修订", "修订说明：{reason}。{changes}请核对您的申报“{title}”。", reason="延期三天", changes="新增“伦理审查”。"),
    _kind("call_cancelled", "申报批次已取消", "“{call}”已取消", "理由：{reason}。您的申报“{title}”不再继续。", reason="预算调整"),
)  # fmt: skip

_VISIT = {"title": "稀土高效萃取技术研究", "at": "2026年5月12日 09:30", "place": "章贡区某路 1 号"}
register(
    Kind("visit.planned", "现场考察通知", "“{title}”定于 {at} 现场考察", "地点：{place}。{note}", _VISIT | {"note": "请准备设备和经费凭证。"}, **_LOUD),
    Kind("visit.called_off", "现场考察取消", "“{title}”的现场考察取消", "原定 {at}。理由：{reason}。", _VISIT | {"reason": "专家临时有事，另行安排"}, **_LOUD),
    Kind("visit.invited", "请参加现场考察", "请于 {at} 参加“{title}”的现场考察", "申报单位：{unit}；地点：{place}。与申报单位有利害关系的请立即告知科技局。", _VISIT | {"unit": "赣州示例科技有限公司"}, channels=(Channel.SMS, Channel.EMAIL)),
    Kind("visit.to_sign", "现场考察意见待签字", "“{title}”的现场考察意见待您签字", "请核对考察情况、意见和结论后签字。", {"title": "稀土高效萃取技术研究"}, channels=(Channel.SMS, Channel.EMAIL)),
)  # fmt: skip

_CALL = {"call": "2026 年度重点研发计划"}
register(
    Kind("call.sent", "申报批次待签发", "“{call}”待签发", "{person}送来申报批次，请核对指南、期限、表单和评审方案后签发或退回。", _CALL | {"person": "张三"}, for_staff=True),
    Kind("call.returned", "申报批次被退回", "“{call}”被退回修改", "意见：{reason}。", _CALL | {"reason": "期限太短"}, for_staff=True),
    Kind("call.signed", "申报批次已签发", "“{call}”已签发", "{person}已签发，到开始时间即可申报。", _CALL | {"person": "李科长"}, for_staff=True),
)  # fmt: skip

_REVIEW = {"title": "稀土高效萃取技术研究", "number": "07", "reason": "与申报单位有合作", "next": "已改派给专家 12。"}
register(
    Kind("review.blocked", "已分配的专家须回避", "“{title}”的专家 {number} 须回避", "情形：{reason}。该专家的评分已停止。{next}", _REVIEW, for_staff=True),
    Kind("review.conflict_declared", "专家声明回避", "“{title}”的专家 {number} 声明回避", "理由：{reason}。{next}", _REVIEW, for_staff=True),
    Kind("review.passed_on", "评审任务改派", "“{title}”的专家 {number} 换人", "原因：{reason}。{next}", _REVIEW, for_staff=True),
    Kind("review.lost", "已分配的专家离开", "“{title}”缺一名专家（原专家 {number}）", "原因：{reason}。{next}", _REVIEW, for_staff=True),
)  # fmt: skip

_WHO = {"name": "王老师"}
_OFFICE = {"for_staff": True}
_OWN = {"for_units": True, "channels": (Channel.SMS, Channel.EMAIL)}
register(
    Kind("expert.applied", "专家申请入库", "{name}申请加入专家库", "{unit}的{name}申请加入专家库，请审核。", _WHO | {"unit": "江西理工大学"}, **_OFFICE),
    Kind("expert.leaving", "专家申请退库", "{name}申请退库", "{unit}的{name}申请退库，理由：{reason}。", _WHO | {"unit": "江西理工大学", "reason": "退休"}, **_OFFICE),
    Kind("expert.admitted", "已加入专家库", "您已加入科技人才专家库", "{name}您好，您已入库，专家编号 {number}。请每年确认一次信息。", _WHO | {"number": "ZJ000001"}, **_OWN),
    Kind("expert.returned", "专家申请退回", "您的专家申请被退回补充", "{name}您好，退回理由：{reason}。请补充后重新提交。", _WHO | {"reason": "职称证书不清"}, **_OWN),
    Kind("expert.refused", "专家申请未通过", "您的专家申请未通过", "{name}您好，理由：{reason}。", _WHO | {"reason": "不符合入库条件"}, **_OWN),
    Kind("expert.left", "已退出专家库", "您已退出专家库", "{name}您好，您的退库申请已同意。", _WHO, **_OWN),
    Kind("expert.kept", "退库申请未同意", "您的退库申请未获同意", "{name}您好，理由：{reason}。", _WHO | {"reason": "仍有评审工作"}, **_OWN),
    Kind("expert.removed", "已移出专家库", "您已被移出专家库至 {until}", "{name}您好，理由：{reason}。如有异议请联系科技局。", _WHO | {"reason": "泄露评审信息", "until": "2028年1月1日"}, may_switch_off=False, **_OWN),
    Kind("expert.stale", "请确认专家信息", "请在 {until} 前确认您的专家信息", "{name}您好，专家信息须每年确认一次；逾期不再抽取，确认后恢复。", _WHO | {"until": "2026年12月1日"}, **_OWN),
)  # fmt: skip

register(
    Kind("review.given_back", "评分表退回重评", "您的一份评分表被退回", "轮次：{round}。退回理由：{reason}。请修改后重新提交。", {"round": "第一轮网评", "reason": "意见过于简略"}, channels=(Channel.SMS, Channel.EMAIL), may_switch_off=False),
    Kind("review.given", "有项目改派给您评审", "有一个项目改派给您评审", "“{round}”有一个项目改派给您，请在 {until} 前完成评审；有利害关系的请声明回避。", {"round": "2026 年度重点研发计划第一轮网评", "until": "2026年5月20日 17:00"}, channels=(Channel.SMS, Channel.EMAIL), may_switch_off=False),
    Kind("review.remind", "评审催办", "还有 {count} 项待评审", "轮次：{round}，请在 {until} 前完成。", {"round": "第一轮网评", "count": "3", "until": "2026年5月20日 17:00"}, channels=(Channel.SMS, Channel.EMAIL), may_switch_off=False),
)  # fmt: skip

_ROUND = {"round": "2026 年度重点研发计划第一轮网评"}
register(
    Kind("seat.invited", "评审邀请", "请在 {until} 前答复评审邀请", "您被抽取参加“{round}”的评审，请在 {until} 前登录答复；逾期视为不能参加。", _ROUND | {"until": "2026年3月2日"}, may_switch_off=False, **_OWN),
    Kind("seat.handed_on", "席位取消后的改派", "“{round}”专家 {number} 的席位取消，{count} 项须换人", "{next}", _ROUND | {"number": "07", "count": "12", "next": "已邀请备选专家 12，接受后评审。"}, **_OFFICE),
    Kind("seat.short", "备选专家用尽", "“{round}”{group}的备选专家已用尽", "请补充抽取“{round}”{group}的专家。", _ROUND | {"group": "稀土组"}, **_OFFICE),
)  # fmt: skip

_PANEL = {"panel": "2026 年度重点研发计划新材料组答辩会", "when": "2026年5月20日 09:00", "where": "市科技局三楼会议室"}
register(
    Kind("panel.invited", "会评邀请", "请答复会评邀请：{panel}", "时间：{when}；{where}。请登录答复能否参加；有利害关系的项目请先声明回避。", _PANEL, may_switch_off=False, **_OWN),
    Kind("panel.changed", "会评改期或改地点", "“{panel}”的时间或地点有变化", "现定于 {when}；{where}。不能参加的请登录告知。", _PANEL, may_switch_off=False, **_OWN),
    Kind("panel.dropped", "会评专家调整", "您不再参加“{panel}”", "理由：{reason}。", _PANEL | {"reason": "会议规模调整"}, may_switch_off=False, **_OWN),
    Kind("panel.cancelled", "会评取消", "“{panel}”已取消", "理由：{reason}。", _PANEL | {"reason": "另行安排"}, may_switch_off=False, **_OWN),
    Kind("panel.declined", "会评专家不能参加", "{name}不能参加“{panel}”", "理由：{reason}。{chair}请补充专家。", {"panel": "新材料组答辩会", "name": "王专家", "reason": "出差", "chair": ""}, **_OFFICE),
    Kind("panel.conflict", "会评专家声明回避", "{name}声明回避“{title}”", "会评：{panel}。理由：{reason}。评议该项目时请其离场。", {"panel": "新材料组答辩会", "name": "王专家", "title": "稀土高效萃取技术研究", "reason": "与申报单位有合作"}, **_OFFICE),
    Kind("opinion.reopened", "专家组意见退回", "“{title}”的专家组意见被退回", "退回理由：{reason}。请修改后重新签字。", {"title": "稀土高效萃取技术研究", "reason": "建议经费有误"}, may_switch_off=False, **_OWN),
)  # fmt: skip

_DECISION = {"title": "2026 年度重点研发计划·第一批立项建议"}
register(
    _kind("granted", "申报获准立项", "“{title}”已立项", "项目编号 {number}，资助经费 {amount} 万元。后续签订任务书等事宜另行通知。", number="GZKJ2026001", amount="20"),
    _kind("reserved", "申报列为备选", "“{title}”列为备选", "说明：{reason}。", reason="有项目退出时依次递补"),
    _kind("not_granted", "申报未予立项", "“{title}”未予立项", "理由：{reason}。如有疑问请联系科技局。", reason="综合排名未进入支持范围"),
    Kind("proposal.submitted", "立项建议待审定", "“{title}”待审定", "{person}送来立项建议，请审定。", _DECISION | {"person": "张三"}, for_staff=True),
    Kind("proposal.returned", "立项建议被退回", "“{title}”被退回", "意见：{reason}。", _DECISION | {"reason": "经费偏高"}, for_staff=True),
    Kind("proposal.approved", "立项建议已审定", "“{title}”已审定", "{person}已审定，可以发起公示。", _DECISION | {"person": "李局长"}, for_staff=True),
    Kind("proposal.objected", "公示异议须人工处理", "“{title}”有成立的异议须处理", "有成立的异议不能自动对应到项目，请取消相应项目，或说明处理情况后继续。", _DECISION, for_staff=True),
    Kind("proposal.concluded", "公示结束，已立项", "“{title}”公示结束，{count} 项已立项", "请核对后向申报单位发布结果。", _DECISION | {"count": "12"}, for_staff=True),
)  # fmt: skip

_SUGGESTED = {"title": "离子型稀土绿色开采"}
_ASKED = {"solicitation": "2027 年度指南建议征集"}
register(
    Kind("suggestion.received", "建议已收到", "建议“{title}”已收到，编号 {number}", "您对“{solicitation}”的建议已于 {at} 收到，编号 {number}。{until} 前可以撤回修改；采纳与否都会答复您。", _SUGGESTED | _ASKED | {"number": "JY202700001", "at": "2026年3月1日 10:00:05", "until": "2026年3月20日 17:30"}, for_units=True),
    Kind("suggestion.answered", "建议已答复", "建议“{title}”的答复：{outcome}", "答复：{reply}", _SUGGESTED | {"outcome": "采纳", "reply": "列入指南的重点支持方向。"}, channels=(Channel.EMAIL,), for_units=True),
    Kind("suggestion.cancelled", "建议征集已取消", "“{solicitation}”已取消", "理由：{reason}。您的建议“{title}”不再办理。", _SUGGESTED | _ASKED | {"reason": "计划调整"}, for_units=True),
)  # fmt: skip
