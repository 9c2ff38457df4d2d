"""High-tech enterprises."""

from datetime import date

from bureau.reports.numbers import ratio_pct
from enterprises.models import Recognition

from .kinds import Indicator, growth

SUBJECT = "高新技术企业"
LIST_HNTE = "高新技术企业名单"


def _valid(year):
    return Recognition.objects.high_tech().held_on(date(year, 12, 31))


def _new(year):
    return Recognition.objects.high_tech().new_in(year)


def _exits(year):
    return Recognition.objects.high_tech().exited_in(year)


INDICATORS = [
    Indicator(
        "hnte.total",
        "高新技术企业总数",
        "家",
        "12月31日证书有效的高新技术企业数，按统一社会信用代码每家计一次：发证日期不晚于该日、有效期未满且未被取消。",
        SUBJECT,
        measure=lambda m, back: m.ledger_sum("total", back),
        rows=_valid,
        source=LIST_HNTE,
        section="高新技术科",
    ),
    Indicator(
        "hnte.new",
        "新增高新技术企业",
        "家",
        "本年获得认定（含由外地持证整体迁入）、且上年12月31日没有有效证书的企业数。",
        SUBJECT,
        measure=lambda m, back: m.ledger_sum("new", back),
        rows=_new,
        source=LIST_HNTE,
        section="高新技术科",
    ),
    Indicator(
        "hnte.exits",
        "退出高新技术企业",
        "家",
        "上年12月31日有效或本年新增、而本年12月31日无有效证书的企业数（上年末＋新增－退出＝本年末）。",
        SUBJECT,
        measure=lambda m, back: m.ledger_sum("exits", back),
        rows=_exits,
        source=LIST_HNTE,
        section="高新技术科",
    ),
    Indicator(
        "hnte.growth_pct",
        "高新技术企业增长",
        "%",
        "新增高新技术企业÷上年末高新技术企业总数×100%（各市科技局通行的公布口径）。",
        SUBJECT,
        derive=lambda now, before: ratio_pct(now["hnte.new"], before["hnte.total"]),
        rows=_new,
        source=LIST_HNTE,
        section="高新技术科",
    ),
    Indicator(
        "hnte.net_growth_pct",
        "高新技术企业净增长",
        "%",
        "（本年末总数÷上年末总数－1）×100%。",
        SUBJECT,
        derive=growth("hnte.total"),
        rows=_valid,
        source=LIST_HNTE,
        section="高新技术科",
    ),
]
