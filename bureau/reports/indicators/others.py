"""What no list yields."""

from .kinds import Indicator

SUBJECT = "其他"

INDICATORS = [
    Indicator(
        "finance.fund_100m_yuan",
        "科技创业投资基金首期规模",
        "亿元",
        "科技创业投资基金首期规模。",
        SUBJECT,
        section="发展计划科",
    ),
    Indicator(
        "policy.documents",
        "出台科技创新政策文件",
        "件",
        "本年出台的科技创新政策文件数。",
        SUBJECT,
        section="政策法规科",
    ),
]
