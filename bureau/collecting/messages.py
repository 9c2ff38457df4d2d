"""What collecting tells the units and the officer."""

from bureau.messaging.choices import Channel
from bureau.messaging.kinds import Kind, register

_ASKED = {"title": "2026年三季度立项项目清单", "due": "2026年10月15日"}

register(
    Kind(
        code="collecting.opened",
        name="新的报送任务",
        title="请报送：{title}",
        body="请在 {due} 前报送《{title}》（{kind}，统计期 {period}）。没有数据的也请零报送。",
        placeholders=_ASKED | {"kind": "立项项目清单", "period": "2026年7月1日至2026年9月30日"},
        channels=(Channel.SMS,),
        may_switch_off=False,
        for_units=True,
    ),
    Kind(
        code="collecting.due",
        name="报送期限提醒",
        title="{title}：{when}",
        body="《{title}》应在 {due} 前报送，{when}，请尽快上传清单或零报送。",
        placeholders=_ASKED | {"when": "今天到期"},
        channels=(Channel.SMS,),
        may_switch_off=False,
        for_units=True,
    ),
    Kind(
        code="collecting.submitted",
        name="单位已报送",
        title="{unit}已报送：{title}",
        body="{unit}报送了《{title}》{what}，请查看预览后确认或退回。",
        placeholders=_ASKED | {"unit": "章贡区科技局", "what": "（清单 12 行）"},
        for_staff=True,
    ),
    Kind(
        code="collecting.returned",
        name="报送被退回",
        title="被退回：{title}",
        body="您单位报送的《{title}》被退回，原因：{reason}。请改正后在 {due} 前重新报送。",
        placeholders=_ASKED | {"reason": "缺少 8 月的项目"},
        channels=(Channel.SMS,),
        may_switch_off=False,
        for_units=True,
    ),
    Kind(
        code="collecting.confirmed",
        name="报送已确认",
        title="已确认：{title}",
        body="您单位报送的《{title}》已确认。",
        placeholders=_ASKED,
        for_units=True,
    ),
    Kind(
        code="collecting.extended",
        name="报送期限延长",
        title="延期到 {due}：{title}",
        body="您单位《{title}》的报送期限延长到 {due}，说明：{reason}",
        placeholders=_ASKED | {"reason": "当地系统停机两天"},
        for_units=True,
    ),
)
