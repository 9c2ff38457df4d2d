"""《国家重点支持的高新技术领域》: the eight fields and their second level (国科发火〔2016〕32号, annex)."""

from functools import lru_cache

FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "10": (
        "电子信息",
        (
            "软件",
            "微电子技术",
            "计算机产品及其网络应用技术",
            "通信技术",
            "广播影视技术",
            "新型电子元器件",
            "信息安全技术",
            "智能交通和轨道交通技术",
        ),
    ),
    "20": (
        "生物与新医药",
        (
            "医药生物技术",
            "中药、天然药物",
            "化学药研发技术",
            "药物新剂型与制剂创制技术",
            "医疗仪器、设备与医学专用软件",
            "轻工和化工生物技术",
            "农业生物技术",
        ),
    ),
    "30": ("航空航天", ("航空技术", "航天技术")),
    "40": (
        "新材料",
        (
            "金属材料",
            "无机非金属材料",
            "高分子材料",
            "生物医用材料",
            "精细和专用化学品",
            "与文化艺术产业相关的新材料",
        ),
    ),
    "50": (
        "高技术服务",
        (
            "研发与设计服务",
            "检验检测认证与标准服务",
            "信息技术服务",
            "高技术专业化服务",
            "知识产权与成果转化服务",
            "电子商务与现代物流技术",
            "城市管理与社会服务",
            "文化创意产业支撑技术",
        ),
    ),
    "60": ("新能源与节能", ("可再生清洁能源", "核能及氢能", "新型高效能量转换与储存技术", "高效节能技术")),
    "70": (
        "资源与环境",
        (
            "水污染控制与水资源利用技术",
            "大气污染控制技术",
            "固体废弃物处置与综合利用技术",
            "物理性污染防治技术",
            "环境监测及环境事故应急处理技术",
            "生态环境建设与保护技术",
            "清洁生产技术",
            "资源勘查、高效开采与综合利用技术",
        ),
    ),
    "80": (
        "先进制造与自动化",
        (
            "工业生产过程控制系统",
            "安全生产技术",
            "高性能、智能化仪器仪表",
            "先进制造工艺与装备",
            "新型机械",
            "电力系统与设备",
            "汽车及轨道车辆相关技术",
            "高技术船舶与海洋工程装备设计制造技术",
            "传统文化产业改造技术",
        ),
    ),
}

NAMES: dict[str, str] = {code: name for code, (name, _) in FIELDS.items()} | {
    f"{code[0]}{position:02d}": name
    for code, (_, seconds) in FIELDS.items()
    for position, name in enumerate(seconds, start=1)
}


def name_of(code: str) -> str | None:
    """电子信息／软件 for 101 and for every third-level code under it (101xx); None for a code of no field."""
    if len(code) == 2 and code in FIELDS:
        return FIELDS[code][0]
    if len(code) in (3, 5) and code.isdigit() and code[:3] in NAMES:
        return f"{FIELDS[code[0] + '0'][0]}／{NAMES[code[:3]]}"
    return None


BEFORE_2016: dict[str, str] = {
    "电子信息技术": "电子信息",
    "生物与新医药技术": "生物与新医药",
    "航空航天技术": "航空航天",
    "新材料技术": "新材料",
    "高技术服务业": "高技术服务",
    "新能源及节能技术": "新能源与节能",
    "资源与环境技术": "资源与环境",
    "高新技术改造传统产业": "先进制造与自动化",
}
"""What the eight fields were called under 国科发火〔2008〕172号."""

_FIRST = {name: name for name, _ in FIELDS.values()} | BEFORE_2016
_SECOND = {second: name for name, seconds in FIELDS.values() for second in seconds}


@lru_cache(maxsize=4096)  # Registers write the same few hundred, thousands of times.
def placed(text: str) -> tuple[str | None, str | None]:
    """Field and second level of what a list wrote: a code, names joined by ／, or one name. (None, None): no field of these."""
    text = text.strip()
    if text.isdigit() and (known := name_of(text)):
        first, _, second = known.partition("／")
        return first, second or None
    for word in reversed([text, *(part.strip() for mark in "／/>-—" for part in text.split(mark))]):
        if word in _SECOND:
            return _SECOND[word], word
    for word in [text, *(part.strip() for mark in "／/>-—" for part in text.split(mark))]:
        if word in _FIRST:
            return _FIRST[word], None
    return None, None
