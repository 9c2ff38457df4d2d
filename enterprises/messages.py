"""The kinds of message about the reserve."""

from bureau.messaging.kinds import Kind, register

_FIRM = "赣州示例科技有限公司"

register(
    Kind(
        "reserve.admitted",
        "已入培育库",
        "“{firm}”已入高新技术企业培育库",
        "“{firm}”已入高新技术企业培育库，层级{tier}，计划 {year} 年申报。责任人：{person}。",
        {"firm": _FIRM, "tier": "重点培育", "year": "2027", "person": "张三"},
        for_units=True,
    ),
    Kind(
        "reserve.refused",
        "不予入培育库",
        "“{firm}”的入库申请未通过",
        "“{firm}”的高新技术企业培育库入库申请未通过。理由：{reason}",
        {"firm": _FIRM, "reason": "研发费用占比不足"},
        for_units=True,
    ),
    Kind(
        "reserve.assigned",
        "培育库企业交给您",
        "“{firm}”由您任责任人",
        "您是“{firm}”的责任人。{reason}",
        {"firm": _FIRM, "reason": "原责任人调离"},
        for_staff=True,
    ),
    Kind(
        "reserve.served",
        "请确认服务记录",
        "请确认对“{firm}”的服务",
        "{day}，{person}为“{firm}”提供了{kind}服务，请确认。",
        {"firm": _FIRM, "day": "2026-03-02", "person": "张三", "kind": "研发费用归集"},
        for_units=True,
    ),
    Kind(
        "ticket.asked",
        "企业提问待答复",
        "“{firm}”提问：{subject}",
        "请在 {until} 前答复“{firm}”的问题：{subject}",
        {"firm": _FIRM, "subject": "辅助账如何编制", "until": "2026-03-09"},
        for_staff=True,
    ),
    Kind(
        "ticket.answered",
        "提问已答复",
        "您的提问“{subject}”已答复",
        "{answer}",
        {"subject": "辅助账如何编制", "answer": "见附件模板。"},
        for_units=True,
    ),
    Kind(
        "filing.due",
        "高企年度报表待填报",
        "请在 {until} 前填报 {year} 年度发展情况报表",
        "“{firm}”是有效期内的高新技术企业，应在 {until} 前在高新技术企业认定管理工作网填报 {year} 年度发展情况报表（国科发火〔2016〕32号 "
        "第十三条）。同一有效期内累计两年未按期填报的，将被取消资格（第十九条第三项）。",
        {"firm": _FIRM, "year": "2025", "until": "2026-05-31"},
        for_units=True,
    ),
)
