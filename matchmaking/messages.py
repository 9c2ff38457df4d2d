"""The kinds of message about profiles."""

from bureau.messaging.kinds import Kind, register

_SAMPLE = {"noun": "科技成果", "title": "稀土永磁电机高效制备技术"}

register(
    Kind(
        "profile.published",
        "成果或需求已发布",
        "{noun}“{title}”已发布",
        "贵单位的{noun}“{title}”已通过审核并发布。",
        _SAMPLE,
        for_units=True,
    ),
    Kind(
        "profile.returned",
        "成果或需求被退回",
        "{noun}“{title}”被退回：{reason}",
        "贵单位的{noun}“{title}”被退回。原因：{reason}。{note}",
        _SAMPLE | {"reason": "公开内容泄露联系方式", "note": "请删去简介中的电话。"},
        for_units=True,
    ),
    Kind(
        "profile.expiring",
        "成果或需求将到期",
        "{noun}“{title}”将于 {day} 到期",
        "贵单位的{noun}“{title}”有效期至 {day}，到期后不再公开；需要继续公开的请在到期前续期。",
        _SAMPLE | {"day": "2027-03-01"},
        for_units=True,
    ),
)

register(
    Kind(
        "search.digest",
        "保存的搜索有新结果",
        "{count} 个保存的搜索有新的成果或需求",
        "您保存的搜索有新结果：\n{lines}",
        {"count": "1", "lines": "技术需求，“永磁电机”：钕铁硼永磁高温退磁难题"},
    ),
)

_PAIR = {"title": "稀土永磁电机高效制备技术 × 永磁电机降本难题"}
_DUE, _WHY, _WHEN = (
    {"due": "2027-03-05"},
    {"reason": "本单位暂无扩产计划"},
    {"when": "2027-03-01 09:30", "place": "线上会议"},
)
_DEAL = {"name": "永磁电机联合开发协议"}
_TOLD = (  # code, name, title, body, placeholders besides the pair
    ("asked", "有单位对贵单位提出对接意向", "新的对接意向：{title}", "“{title}”：对方提出了对接意向，请在 {due} 前答复。", _DUE),
    ("reminder", "对接意向待答复", "请在 {due} 前答复对接意向", "“{title}”的对接意向还没有答复，期限为 {due}。", _DUE),
    ("overdue", "委托的对接意向超期未答复", "对方超期未答复：{title}", "“{title}”的对接意向到 {due} 仍未答复，请技术经理人跟进。", _DUE),
    ("accepted", "对接意向被接受", "对方接受了对接意向：{title}", "“{title}”：对方接受了意向，可以查看联系方式并开始洽谈。", {}),
    ("declined", "对接意向被婉拒", "对方婉拒了对接意向：{title}", "“{title}”：对方婉拒。理由：{reason}", _WHY),
    ("closed", "洽谈结束", "洽谈结束：{title}", "“{title}”：对方结束了洽谈。原因：{reason}", _WHY),
    ("said", "洽谈中有新消息", "{unit}在洽谈中有新消息", "“{title}”：{unit}写了新消息，请到门户查看。", {"unit": "赣州示例大学"}),
    ("meeting_proposed", "对方提出洽谈预约", "洽谈预约待确认：{when}", "“{title}”：对方约 {when} 在{place}洽谈，请确认。", _WHEN),
    ("meeting_confirmed", "洽谈预约已确认", "已约定 {when} 洽谈", "“{title}”：对方确认了 {when} 在{place}的洽谈。", _WHEN),
    ("meeting_cancelled", "洽谈预约取消", "{when} 的洽谈取消", "“{title}”：{when} 在{place}的洽谈取消。原因：{reason}", _WHEN | _WHY),
    ("intention_wanted", "对方有合作意向", "对方有合作意向：{title}", "“{title}”：对方表示有合作意向，请贵单位确认。", {}),
    ("intention_agreed", "双方确认合作意向", "双方确认合作意向：{title}", "“{title}”：双方都已确认合作意向，可以起草协议。", {}),
    ("deal_drafted", "对方提出协议", "协议待确认：{name}", "“{title}”：对方提出了协议“{name}”，请确认或要求修改。", _DEAL),
    ("deal_returned", "对方要求修改协议", "请修改协议：{name}", "“{title}”：对方要求修改“{name}”：{reason}", _DEAL | _WHY),
    ("deal_agreed", "达成协议", "达成协议：{name}", "“{title}”：双方达成协议“{name}”。", _DEAL),
    ("deal_signed", "已签约", "已签约：{name}", "“{title}”：对方登记了“{name}”的签约日期。", _DEAL),
)  # fmt: skip
register(
    *(
        Kind(f"interest.{code}", name, title, body, _PAIR | more, for_units=True)
        for code, name, title, body, more in _TOLD
    ),
    Kind(
        "interest.overdue_officer",
        "对接意向超期未答复",
        "{unit}超期未答复对接意向",
        "“{title}”的对接意向到 {due} 仍未答复，答复单位：{unit}。",
        _PAIR | _DUE | {"unit": "赣州示例有限公司"},
        for_staff=True,
    ),
)

_CONTRACT = {"title": "永磁电机联合开发"}
_WORDS = (
    ("correction", "技术合同登记须补正", "请补正：{title}", "“{title}”的登记申请须补正：{reason}", {"reason": "请上传合同全文"}),
    ("registered", "技术合同已登记", "已登记：{title}", "“{title}”已登记，合同登记编号 {number}。", {"number": "2027360701000001"}),
    ("refused", "技术合同不予登记", "不予登记：{title}", "“{title}”不予登记。理由：{reason}", {"reason": "不属于技术合同"}),
    ("cancelled", "技术合同登记已注销", "登记已注销：{title}", "“{title}”的登记已注销。理由：{reason}", {"reason": "合同已解除"}),
    ("follow_up", "技术合同后续跟踪", "请填报合同进展：{title}", "“{title}”登记已满 {months} 个月，请填报到账、投产和产值。", {"months": "3"}),
)  # fmt: skip
register(
    *(
        Kind(f"contract.{code}", name, title, body, _CONTRACT | more, for_units=True)
        for code, name, title, body, more in _WORDS
    ),
    Kind(
        "result.returned", "科技成果登记被退回", "{title}的成果登记被退回", "“{title}”的登记申请被退回：{reason}",
        _CONTRACT | {"reason": "请补充评价材料"}, for_units=True,
    ),
    Kind(
        "result.registered", "科技成果已登记", "已登记：{title}", "“{title}”已登记，批准登记号 {number}。",
        _CONTRACT | {"number": "3602027Y0001"}, for_units=True,
    ),
)  # fmt: skip

_CHALLENGE = {"title": "永磁电机高温退磁难题"}
_OF_CHALLENGES = (
    ("published", "榜单已发布", "榜单“{title}”已发布", "榜单“{title}”已发布，揭榜方案在截止前封存，任何人不能查看。", {}),
    ("returned", "榜单被退回", "榜单“{title}”被退回", "榜单“{title}”被退回：{reason}", _WHY),
    ("withdrawn", "榜单已撤", "“{title}”已撤榜", "“{title}”已撤榜，封存的方案不再开封。理由：{reason}", _WHY),
    ("opened", "揭榜方案已开封", "“{title}”的揭榜方案已开封", "“{title}”截止后开封 {count} 份方案，回执清单已公布，请核对。", {"count": "3"}),
    ("awarded", "揭榜方已确定", "“{title}”的揭榜方：{unit}", "“{title}”揭榜挂帅公示期满，揭榜方为{unit}。", {"unit": "赣州示例大学"}),
    ("failed", "流榜", "“{title}”流榜", "“{title}”没有确定揭榜方。理由：{reason}", _WHY),
)  # fmt: skip
register(
    *(
        Kind(f"challenge.{code}", name, title, body, _CHALLENGE | more, for_units=True)
        for code, name, title, body, more in _OF_CHALLENGES
    )
)

_MEETING = {"event": "第十届在线科技成果对接会", "when": "03-01 09:30—09:50", "table": "3", "unit": "赣州示例大学"}
register(
    Kind(
        "event.schedule", "对接会洽谈日程", "“{event}”的洽谈日程：{count} 场",
        "贵单位在“{event}”的洽谈：\n{lines}\n请在“我的日程”中查看，可以下载到手机或电脑的日历。",
        {"event": _MEETING["event"], "count": "1", "lines": "03-01 09:30—09:50 3 号桌，与赣州示例大学"}, for_units=True,
    ),
    Kind(
        "event.meeting_moved", "对接会洽谈改期", "与{unit}的洽谈改到 {when} {table} 号桌",
        "“{event}”：贵单位与{unit}的洽谈由 {was} 改到 {when}，{table} 号桌。原因：{reason}",
        _MEETING | {"was": "03-01 10:00—10:20"} | _WHY, for_units=True,
    ),
    Kind(
        "event.meeting_cancelled", "对接会洽谈取消", "与{unit}的洽谈取消：{when}",
        "“{event}”：贵单位与{unit}在 {when}（{table} 号桌）的洽谈取消。原因：{reason}", _MEETING | _WHY, for_units=True,
    ),
    Kind(
        "event.absent_officer", "已排洽谈的单位不能到场", "{unit}不能到场：{when}",
        "“{event}”：{unit}填写 {when} 不能到场，这个时段已为其安排 {table} 号桌的洽谈，请改期或取消。", _MEETING, for_staff=True,
    ),
)  # fmt: skip
