"""Recognitions, projects, awards and appraisals of the demonstration year."""

import random
from datetime import date, timedelta

from . import vocabulary as words
from .people import People
from .sheets import Listing


def size(number: int, scale: float) -> int:
    """A count of the report at another scale."""
    return max(1, round(number * scale))


def day_in(rng: random.Random, year: int, first_month: int = 1) -> date:
    """A day of the year, from a month on."""
    first = date(year, first_month, 1)
    return first + timedelta(days=rng.randrange((date(year, 12, 31) - first).days + 1))


def split(rng: random.Random, total: int, parts: int) -> list[int]:
    """``total`` in ``parts`` positive whole numbers of different size."""
    weights = [0.2 + rng.random() for _ in range(parts)]
    whole = sum(weights)
    found = [max(1, int(total * weight / whole)) for weight in weights]
    found[0] += total - sum(found)
    return found


def high_tech(rng: random.Random, people: People, year: int, scale: float) -> Listing:
    """Certificates: 上年末 and 新增 as in the report, some renewed, some that expired long ago."""
    new, before = size(47, scale), size(90, scale)
    units = iter(people.units)
    rows, number = [], 0

    def certificate(unit, issued_on: date, **more) -> dict:
        nonlocal number
        number += 1
        return {
            "企业名称": unit.name,
            "统一社会信用代码": unit.code if rng.random() > 0.05 else unit.code.lower(),
            "所在县（市、区）": unit.county,
            "证书编号": f"GR{issued_on.year}36{number:06d}",
            "发证日期": issued_on,
            "有效期（年）": 3 if rng.random() > 0.1 else "",
            "技术领域": rng.choice(words.FIELDS),
            "取消日期": None,
        } | more

    for position in range(before):
        unit = next(units)
        if position % 12 == 0:  # Renewed in the year before the old certificate ends.
            rows.append(certificate(unit, date(year - 3, 10, 1 + position % 28)))
            rows.append(certificate(unit, date(year, 8, 1 + position % 28)))
        else:
            rows.append(certificate(unit, day_in(rng, year - 1 if position % 3 else year - 2, 2)))
    rows += [certificate(next(units), day_in(rng, year, 7)) for _ in range(new)]
    rows += [certificate(next(units), day_in(rng, year - 5)) for _ in range(size(8, scale))]
    rows += [
        certificate(next(units), day_in(rng, year - 2), 取消日期=date(year - 1, 6, 30)) for _ in range(size(2, scale))
    ]
    rng.shuffle(rows)
    spare = next(units)
    bad = [
        certificate(
            spare, date(year, 5, 5), 统一社会信用代码=spare.code[:-1] + ("0" if spare.code[-1] != "0" else "1")
        ),
        certificate(spare, date(year, 5, 6), 发证日期="另行通知"),
        certificate(spare, date(year, 5, 7), 证书编号=""),
    ]
    headings = {
        "企业名称": ("单位名称",),
        "统一社会信用代码": ("社会信用代码", "信用代码"),
        "所在县（市、区）": ("所属县区", "县市区"),
        "证书编号": ("高企证书编号",),
        "发证日期": ("发证时间",),
        "有效期（年）": (),
        "技术领域": (),
        "取消日期": (),
    }
    return Listing("高新技术企业名单.xlsx", f"{year}年高新技术企业名单", "家", headings, rows, bad, 1, new + before)


def projects(rng: random.Random, people: People, year: int, scale: float) -> Listing:
    """183 national and provincial projects with 2634 万元 in all, city projects beside them, some of last year."""
    above, hundredths = size(183, scale), round(263_400 * scale)
    rows = []

    def row(number: str, level: str, on: date, amount: float) -> dict:
        unit = rng.choice(people.units)
        return {
            "项目编号": number,
            "项目名称": f"{rng.choice(words.MODIFIERS)}{rng.choice(words.THINGS)}关键技术研究与产业化（{number[-5:]}）",
            "承担单位": unit.name,
            "统一社会信用代码": unit.code,
            "级别": level,
            "计划类别": rng.choice(words.CATEGORIES[level]),
            "县（市、区）": unit.county,
            "负责人": people.person(),
            "立项日期": on,
            "财政经费（万元）": amount,
        }

    for number, amount in enumerate(split(rng, hundredths, above), 1):
        level = "国家级" if number % 6 == 0 else "省级"
        code = "GJ" if level == "国家级" else "JX"
        rows.append(row(f"{year}{code}{number:05d}", level, day_in(rng, year), amount / 100))
    for number in range(1, size(60, scale) + 1):
        rows.append(row(f"{year}GZ{number:05d}", "市级", day_in(rng, year), rng.randrange(5, 40) * 1.0))
    for number, amount in enumerate(split(rng, round(198_600 * scale), size(152, scale)), 1):
        rows.append(row(f"{year - 1}JX{number:05d}", "省级", day_in(rng, year - 1), amount / 100))
    rng.shuffle(rows)
    bad = [
        row(f"{year}GZ99001", "市级", date(year, 4, 1), -12.0),
        row(f"{year}GZ99002", "市级", date(year, 4, 1), 12.0) | {"级别": "院级"},
    ]
    headings = {
        "项目编号": ("立项编号",),
        "项目名称": (),
        "承担单位": ("项目承担单位",),
        "统一社会信用代码": ("社会信用代码",),
        "级别": ("项目级别",),
        "计划类别": (),
        "县（市、区）": ("县区",),
        "负责人": (),
        "立项日期": ("立项时间",),
        "财政经费（万元）": ("经费（万元）", "立项经费（万元）"),
    }
    return Listing("立项项目清单.xlsx", f"{year}年科技计划项目立项清单", "万元", headings, rows, bad, 2, above)


def awards(rng: random.Random, people: People, year: int, scale: float) -> Listing:
    """37 candidates, 11 recommended, 3 of them first prize in the preliminary round."""
    candidates, recommended, first = size(37, scale), size(11, scale), size(3, scale)
    recommended, first = min(candidates, recommended), min(first, recommended)
    rows = []
    for of, kept in ((year, candidates), (year - 1, size(31, scale))):
        for position in range(kept + size(28, scale)):
            goes = position < (recommended if of == year else size(9, scale))
            grade = "一等奖" if position < first and of == year else rng.choice(("二等奖", "三等奖"))
            rows.append(
                {
                    "年度": of,
                    "项目名称": f"{rng.choice(words.THINGS)}技术与应用（{of}年第{position + 1}项）",
                    "完成单位": rng.choice(people.units).name,
                    "网评得分": round(rng.uniform(72, 96) if position < kept else rng.uniform(40, 70), 2),
                    "网评结果": "候选" if position < kept else "淘汰",
                    "是否推荐省奖": "是" if goes else "否",
                    "省奖初评等级": grade if goes else "",
                }
            )
    rng.shuffle(rows)
    bad = [rows[0] | {"项目名称": "待定项目", "网评结果": "待定"}]
    headings = {
        "年度": ("年份",),
        "项目名称": (),
        "完成单位": ("第一完成单位",),
        "网评得分": (),
        "网评结果": (),
        "是否推荐省奖": (),
        "省奖初评等级": (),
    }
    return Listing("科技奖候选项目.xlsx", f"{year}年科学技术奖候选项目", "项", headings, rows, bad, 1)


def appraisals(rng: random.Random, people: People, year: int, scale: float) -> Listing:
    """46 appraised in the year, some in the years beside it."""
    rows = []
    for of, count in ((year, size(46, scale)), (year - 1, size(41, scale)), (year + 1, size(2, scale))):
        for number in range(1, count + 1):
            rows.append(
                {
                    "鉴定编号": f"赣市科鉴字[{of}]第{number:03d}号",
                    "成果名称": f"{rng.choice(words.MODIFIERS)}{rng.choice(words.THINGS)}（鉴定{of}-{number}）",
                    "完成单位": rng.choice(people.units).name,
                    "鉴定水平": rng.choice(("国际先进", "国内领先", "国内先进")),
                    "鉴定日期": day_in(rng, of),
                }
            )
    rng.shuffle(rows)
    bad = [rows[0] | {"鉴定编号": f"赣市科鉴字[{year}]第999号", "鉴定日期": ""}]
    headings = {
        "鉴定编号": (),
        "成果名称": (),
        "完成单位": ("第一完成单位",),
        "鉴定水平": (),
        "鉴定日期": ("鉴定时间",),
    }
    return Listing("成果鉴定清单.xlsx", f"{year}年科技成果鉴定清单", "项", headings, rows, bad, 1)
