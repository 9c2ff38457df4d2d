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
