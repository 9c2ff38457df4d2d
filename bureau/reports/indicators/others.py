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
    Indicator(
        "platforms.national",
        "国家级研发平台",
        "个",
        "年末国家重点实验室、国家工程技术研究中心和国家企业技术中心数。",
        SUBJECT,
        section="高新技术科",
    ),
    Indicator(
        "platforms.incubators",
        "科技企业孵化器和众创空间",
        "个",
        "年末科技企业孵化器和众创空间数。",
        SUBJECT,
        section="高新技术科",
    ),
]
