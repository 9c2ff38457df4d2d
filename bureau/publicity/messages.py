"""What 公示 tells the people of the bureau."""

from bureau.messaging.choices import Channel
from bureau.messaging.kinds import Kind, register

_TITLE = {"title": "2026年度科技计划拟立项项目公示"}

register(
    Kind(
        code="publicity.submitted",
        name="公示待批准",
        title="待批准：《{title}》",
        body="{person}送审了《{title}》，公示期 {period}。请审阅后批准或退回。",
        placeholders=_TITLE | {"person": "张经办", "period": "2026年9月29日至10月10日"},
        for_staff=True,
    ),
    Kind(
        code="publicity.returned",
        name="公示被退回",
        title="被退回：《{title}》",
        body="《{title}》被退回修改，意见：{reason}",
        placeholders=_TITLE | {"reason": "请补充依据的文号"},
        for_staff=True,
    ),
    Kind(
        code="publicity.opened",
        name="公示已发布",
        title="已发布：《{title}》",
        body="《{title}》已发布，公示期 {period}，到期自动结束。",
        placeholders=_TITLE | {"period": "2026年9月29日至10月10日"},
        for_staff=True,
    ),
    Kind(
        code="publicity.closed",
        name="公示已结束",
        title="已结束：《{title}》（{outcome}）",
        body="《{title}》的公示期已满，结果：{outcome}。",
        placeholders=_TITLE | {"outcome": "公示无异议"},
        for_staff=True,
    ),
    Kind(
        code="publicity.objection_received",
        name="收到异议",
        title="收到异议 {number}",
        body="《{title}》收到实名异议 {number}，请在 {due} 前决定是否受理。",
        placeholders=_TITLE | {"number": "YY20261008123456", "due": "2026年10月15日"},
        channels=(Channel.SMS,),
        may_switch_off=False,
        for_staff=True,
    ),
    Kind(
        code="publicity.objection_taken_back",
        name="异议已撤回",
        title="异议 {number} 已由异议人撤回",
        body="《{title}》的异议 {number} 已由异议人撤回，不需要再办理。",
        placeholders=_TITLE | {"number": "YY20261008123456"},
        for_staff=True,
    ),
    Kind(
        code="publicity.objection_due",
        name="异议办理将到期",
        title="异议 {number} {when}",
        body="《{title}》的异议 {number} 应在 {due} 前{what}，{when}。",
        placeholders=_TITLE
        | {"number": "YY20261008123456", "due": "2026年10月15日", "what": "作出处理决定", "when": "明天到期"},
        channels=(Channel.SMS,),
        may_switch_off=False,
        for_staff=True,
    ),
)
