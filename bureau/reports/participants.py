"""How participants of 对接会 were counted, as the report tells it beside the number (domain.md 4.4, import_formats.md)."""

LISTED, LISTS_ONLY = "参会签到汇总", "汇总报送，未去重"


def source_of(lists: int, portal: int) -> str:
    """The source of the figure: what lists brought, what the portal counted of its own events."""
    if not portal:
        return LISTED
    if not lists:
        return "对接会闭幕快照（门户统计，按手机号去重）"
    return f"对接会闭幕快照、{LISTED}（门户统计{portal}人，按手机号去重；汇总报送{lists}人，未去重）"


def how_counted(source: str) -> str:
    """What stands beside the number, read off its source: what an issued report says stays as it was."""
    if source.startswith("填报"):
        return "填报"
    _before, bracket, words = source.partition("（")
    return words.removesuffix("）") if bracket else LISTS_ONLY
