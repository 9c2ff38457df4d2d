"""The bulletin in words: sentences that the figures fill. A sentence whose figure is not known is not said."""

from collections.abc import Iterator
from decimal import Decimal

from bureau.reports.numbers import DASH, change_words, ordinal
from patents.choices import WHOLE, PatentKind

FIRST = 3


def sentences(data: dict) -> list[tuple[str, list[str]]]:
    """Headings with their paragraphs, enough for one page."""
    year, month = map(int, data["month"].split("-"))
    since = f"1—{month}月" if month > 1 else "1月"
    whole = next(row for row in data["rows"] if row["place"] == WHOLE)
    said = [
        ("申请情况", list(_flow(data, whole, "filed", "申请", f"{year}年{since}", month))),
        ("授权情况", list(_flow(data, whole, "granted", "授权", f"{year}年{since}", month))),
        ("有效发明专利", list(_stock(whole, month))),
    ]
    return [(heading, paragraphs) for heading, paragraphs in said if paragraphs]


def _flow(data: dict, whole: dict, half: str, word: str, period: str, month: int) -> Iterator[str]:
    half_of_city, rank = whole[half], data["ranks"][half]["place"]
    place = f"，居全省设区市{ordinal(rank)}位" if rank else ""
    said = _of_year(half_of_city, word, period, place) + _of_month(half_of_city, word, month)
    if said:
        yield said
    if half == "filed" and data["enterprise"]["filed"]:
        firms = data["enterprise"]
        yield (
            f"企业发明专利申请{firms['inventions']}件，占企业专利申请量的{firms['share_of_enterprise']}%，"
            f"占全部专利申请量的{firms['share_of_all']}%。"
        )
    places = [row for row in data["rows"] if row["place"] != WHOLE and row[half]["ytd"] is not None]
    leaders = sorted(places, key=lambda row: -row[half]["ytd"])[:FIRST]
    named = [f"{row['place']}（{row[half]['ytd']}件）" for row in leaders if row[half]["ytd"]]
    if len(named) == FIRST:
        yield f"{word}量居前三位的是{'、'.join(named)}。"


def _of_year(found: dict, word: str, period: str, place: str) -> str:
    if found["ytd"] is None:
        return ""
    said = f"{period}，全市专利{word}量{found['ytd']}件，{_grown(found['growth'])}{place}"
    if found["invention_ytd"] is not None:
        said += f"；其中发明专利{word}{found['invention_ytd']}件，{_grown(found['invention_growth'])}"
    return f"{said}。"


def _of_month(found: dict, word: str, month: int) -> str:
    if found["month"] is None:
        return ""
    said = f"{month}月当月{word}{found['month']}件"
    kinds = [(kind.label, found[kind.value]) for kind in PatentKind]
    if None not in [n for _label, n in kinds]:
        said += f"，其中{'、'.join(f'{label}{n}件' for label, n in kinds)}"
    return f"{said}。"


def _grown(text: str | None) -> str:
    """同比增长56.9%, 同比下降3.2%, 同比—: never 增长-3.2%."""
    return f"同比{change_words(Decimal(text))}" if text is not None else f"同比{DASH}"


def _stock(whole: dict, month: int) -> Iterator[str]:
    if whole["stock"] is None:
        return
    density = f"，每万人口有效发明专利拥有量{whole['per_10k']}件" if whole["per_10k"] else ""
    source = "（取自有效专利汇总表）" if whole["stock_mark"] else ""
    yield f"截至{month}月末，全市有效发明专利{whole['stock']}件{source}{density}。"
