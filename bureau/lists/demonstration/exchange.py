"""Achievements, demands, contacts, attendance and contracts of the demonstration year."""

import random
from datetime import date, timedelta

from . import vocabulary as words
from .people import People
from .registers import day_in, size, split
from .sheets import Listing


def achievements(rng: random.Random, people: People, year: int, scale: float) -> Listing:
    """1300 collected in the year, some before."""
    rows = []
    for of, count in ((year, size(1300, scale)), (year - 1, size(880, scale))):
        for number in range(1, count + 1):
            thing, unit = rng.choice(words.THINGS), rng.choice(words.PUBLIC_UNITS)
            rows.append(
                {
                    "成果编号": f"CG{of}-{number:06d}",
                    "成果名称": f"{rng.choice(words.MODIFIERS)}{thing}技术（成果{number}）",
                    "完成单位": unit[0],
                    "单位类型": unit[1],
                    "技术领域": rng.choice(words.FIELDS),
                    "所处阶段": rng.choice(words.STAGES),
                    "成果简介": f"针对{thing}中{rng.choice(words.PROBLEMS)}的问题，采用{rng.choice(words.ADVANCES)}，"
                    f"{rng.choice(words.RESULTS)}{rng.randrange(8, 45)}%。已在{people.county()}完成试验，可转让或合作开发。",
                    "联系人": f"{people.person()}",
                    "联系电话": people.phone(),
                    "征集日期": day_in(rng, of),
                }
            )
    rng.shuffle(rows)
    bad = [rows[0] | {"成果编号": f"CG{year}-999999", "完成单位": ""}]
    headings = {
        "成果编号": (), "成果名称": (), "完成单位": ("第一完成单位",), "单位类型": (), "技术领域": (), "所处阶段": (),
        "成果简介": (), "联系人": (), "联系电话": (), "征集日期": ("征集时间",),
    }  # fmt: skip
    return Listing("科技成果清单.xlsx", "科技成果征集清单", "项", headings, rows, bad, size(13, scale))


def demands(rng: random.Random, people: People, year: int, scale: float) -> Listing:
    """754 collected in the year, some before."""
    rows = []
    for of, count in ((year, size(754, scale)), (year - 1, size(510, scale))):
        for number in range(1, count + 1):
            thing, unit = rng.choice(words.THINGS), rng.choice(people.units)
            rows.append(
                {
                    "需求编号": f"XQ{of}-{number:06d}",
                    "需求名称": f"{thing}技术难题（需求{number}）",
                    "企业名称": unit.name,
                    "统一社会信用代码": unit.code,
                    "县（市、区）": unit.county,
                    "技术领域": rng.choice(words.FIELDS),
                    "需求描述": f"我公司在{thing}生产中{rng.choice(words.PROBLEMS)}，现有工艺难以满足要求。"
                    f"希望引进{rng.choice(words.ADVANCES)}或与高校院所合作攻关。",
                    "拟投入资金（万元）": float(rng.randrange(20, 400)),
                    "联系人": people.person(),
                    "联系电话": people.phone(),
                    "征集日期": day_in(rng, of),
                }
            )
    rng.shuffle(rows)
    headings = {
        "需求编号": (), "需求名称": (), "企业名称": ("单位名称",), "统一社会信用代码": ("信用代码",), "县（市、区）": ("县市区",),
        "技术领域": (), "需求描述": (), "拟投入资金（万元）": (), "联系人": (), "联系电话": (), "征集日期": ("征集时间",),
    }  # fmt: skip
    return Listing("技术需求清单.xlsx", "企业技术需求征集清单", "项", headings, rows, [], size(7, scale))


def contacts(rng: random.Random, _people: People, year: int, scale: float) -> Listing:
    """963 contacts, of them 442 with an intention, of those 206 with an agreement; some of last year."""
    rows = []
    for of, counts in ((year, (963, 442, 206)), (year - 1, (655, 281, 118))):
        met, intentions, agreements = (size(count, scale) for count in counts)
        supply, demand = size(1300 if of == year else 880, scale), size(754 if of == year else 510, scale)
        pairs: set[tuple[int, int]] = set()
        days = [date(of, 11, day) for day in range(5, 21)]
        while len(pairs) < min(met, supply * demand):
            pairs.add((rng.randrange(1, supply + 1), rng.randrange(1, demand + 1)))
        for position, (one, other) in enumerate(sorted(pairs)):
            result = "达成协议" if position < agreements else "产生意向" if position < intentions else "已对接"
            rows.append(
                {
                    "成果编号": f"CG{of}-{one:06d}",
                    "需求编号": f"XQ{of}-{other:06d}",
                    "对接日期": rng.choice(days),
                    "对接结果": result,
                    "意向金额（万元）": float(rng.randrange(10, 300)) if result != "已对接" else "",
                }
            )
    rng.shuffle(rows)
    bad = [
        rows[0] | {"成果编号": f"CG{year}-888888"},
        rows[0] | {"对接日期": date(year, 12, 24), "对接结果": "再联系"},
    ]
    headings = {"成果编号": (), "需求编号": (), "对接日期": (), "对接结果": ("对接情况",), "意向金额（万元）": ()}
    return Listing("对接记录.xlsx", "在线科技成果对接会对接记录", "次", headings, rows, bad, size(9, scale))


def attendance(rng: random.Random, people: People, year: int, scale: float) -> Listing:
    """23 983 sign-ins by day, place and kind of unit; fewer last year."""
    rows = []
    sorts = ("企业", "大专院校", "科研单位", "机关团体", "个人")
    places = [name for name, _code, _weight in people.places]
    for of, total in ((year, round(23_983 * scale)), (year - 1, round(15_120 * scale))):
        keys = [(date(of, 11, day), place, sort) for day in range(5, 11) for place in places for sort in sorts]
        chosen = rng.sample(keys, min(len(keys), 90, max(1, total)))
        rows += [
            {"日期": day, "所在地": place, "单位类型": sort, "签到人数": people_count}
            for (day, place, sort), people_count in zip(chosen, split(rng, total, len(chosen)), strict=True)
        ]
    rng.shuffle(rows)
    bad = [
        rows[0] | {"日期": date(year, 11, 29), "签到人数": "约三百"},
        rows[0] | {"日期": date(year, 11, 28), "签到人数": -5},
    ]
    headings = {"日期": (), "所在地": ("分会场",), "单位类型": (), "签到人数": ("人数",)}
    return Listing("参会签到.xlsx", "在线对接会参会签到汇总", "人", headings, rows, bad, 1)


def contracts(rng: random.Random, people: People, year: int, scale: float) -> Listing:
    """212 registered in the year with 31 000 万元 in all, some of last year."""
    kinds = ("技术开发", "技术转让", "技术许可", "技术咨询", "技术服务")
    rows = []
    for of, count, total in ((year, 212, 3_100_000), (year - 1, 178, 2_240_000)):
        for number, amount in enumerate(split(rng, round(total * scale), size(count, scale)), 1):
            registered_on = day_in(rng, of)
            seller = rng.choice(words.PUBLIC_UNITS)[0] if rng.random() < 0.5 else rng.choice(people.units).name
            rows.append(
                {
                    "合同登记编号": f"{of}360701{number:06d}",
                    "项目名称": f"{rng.choice(words.THINGS)}合作（合同{number}）",
                    "合同类别": rng.choices(kinds, (30, 10, 5, 15, 40))[0],
                    "卖方名称": seller,
                    "买方名称": rng.choice(people.units).name,
                    "技术领域": rng.choice(words.FIELDS),
                    "合同成交总额（万元）": amount / 100,
                    "技术交易额（万元）": int(amount * rng.uniform(0.75, 1)) / 100,
                    "签订日期": registered_on - timedelta(days=rng.randrange(60)),
                    "登记日期": registered_on,
                }
            )
    rng.shuffle(rows)
    bad = [
        rows[0] | {"合同登记编号": f"{year}360701999001", "技术交易额（万元）": rows[0]["合同成交总额（万元）"] + 10},
        rows[0] | {"合同登记编号": f"{year}360701999002", "合同类别": "劳务合同"},
        rows[0] | {"合同登记编号": f"{year}360701999003", "签订日期": rows[0]["登记日期"] + timedelta(days=6)},
    ]
    headings = {
        "合同登记编号": ("登记编号",), "项目名称": (), "合同类别": (), "卖方名称": (), "买方名称": (), "技术领域": (),
        "合同成交总额（万元）": ("成交总额（万元）", "合同成交额（万元）"), "技术交易额（万元）": (),
        "签订日期": ("合同签订日期",), "登记日期": ("合同登记日期",),
    }  # fmt: skip
    return Listing(
        "技术合同登记清单.xlsx", f"{year}年技术合同认定登记清单", "万元", headings, rows, bad, size(2, scale)
    )
