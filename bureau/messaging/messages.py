"""What messaging itself says."""

from .kinds import Kind, register

register(
    Kind(
        code="messaging.failed",
        name="消息发送异常",
        title="{count} 条消息没有送达",
        body="过去一天有 {count} 条消息多次发送失败或结果不明，请到“发送记录”查看原因，核实后决定是否重新发送。",
        placeholders={"count": "3"},
        for_staff=True,
    ),
)
