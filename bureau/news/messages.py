"""What news says to people."""

from bureau.messaging.choices import Channel
from bureau.messaging.kinds import Kind, register

register(
    Kind(
        code="news.item",
        name="按标签推送的政策、申报与截止提醒",
        title="{kind}：{title}",
        body="您订阅的“{tags}”有新信息：{title}{due}。打开可看全文，也可以退订这一类。",
        brief="{title}{due}",
        placeholders={
            "title": "关于申报2026年度省级研发平台的通知",
            "kind": "政策与通知",
            "tags": "资金、技术",
            "due": "，2026-12-31 截止",
        },
        channels=(Channel.PUSH,),
        for_units=True,
        leave="news:leave",
    ),
)
