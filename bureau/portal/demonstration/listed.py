"""A few rows of each register beside the certificates, as the lists that a bureau receives. Every name is made up."""

from datetime import date, timedelta
from pathlib import Path

from openpyxl import Workbook

from bureau.lists.kinds import get_kind

PARKS = (
    ("赣州高新技术产业开发区", "高新技术产业开发区", "国家级", "赣县区", 2015),
    ("赣州经济技术开发区", "经济技术开发区", "国家级", "章贡区", 2010),
    ("龙南经济技术开发区", "经济技术开发区", "国家级", "龙南市", 2013),
    ("于都工业园区", "工业园区", "省级", "于都县", 2006),
    ("信丰农业科技园区", "农业科技园区", "国家级", "信丰县", 2013),
)
PLATFORMS = (  # Name, kind, level, unit, county, approved, accepted: years before the shown one.
    (
        "离子型稀土资源高效开发利用国家工程技术研究中心（演示）",
        "工程技术研究中心",
        "国家级",
        "赣州示例稀土研究院",
        "章贡区",
        4,
        1,
    ),
    ("国家脐橙工程技术研究中心（演示）", "工程技术研究中心", "国家级", "赣州示例师范大学", "章贡区", 3, 0),
    ("钨资源高效利用国家企业技术中心（演示）", "企业技术中心", "国家级", "崇义示例钨业股份有限公司", "崇义县", 6, 3),
    ("稀土永磁国家重点实验室（演示）", "重点实验室", "国家级", "赣州示例永磁科技有限公司", "赣县区", 0, None),
    (
        "江西省钨基新材料工程技术研究中心（演示）",
        "工程技术研究中心",
        "省级",
        "赣州示例硬质合金有限公司",
        "章贡区",
        4,
        None,
    ),
    ("赣州市电子线路重点实验室（演示）", "重点实验室", "市级", "信丰示例电子有限公司", "信丰县", 1, None),
)
INCUBATORS = (
    (
        "赣州高新区科技企业孵化器（演示）",
        "科技企业孵化器",
        "国家级",
        "赣州示例孵化器有限公司",
        "赣县区",
        "赣州高新技术产业开发区",
        46,
        2,
    ),
    (
        "赣州经开区科技企业孵化器（演示）",
        "科技企业孵化器",
        "省级",
        "赣州示例创业服务有限公司",
        "章贡区",
        "赣州经济技术开发区",
        38,
        3,
    ),
    ("章江众创空间（演示）", "众创空间", "省级", "赣州示例众创空间管理有限公司", "章贡区", "", 21, 0),
    ("于都工业园众创空间（演示）", "众创空间", "市级", "于都示例科技服务有限公司", "于都县", "于都工业园区", 12, 0),
)
TALENT = (
    ("赣州示例永磁科技有限公司院士工作站", "院士工作站", "省级", "赣州示例永磁科技有限公司", "赣县区", "李示例", 12, 1),
    (
        "崇义示例钨业股份有限公司博士后科研工作站",
        "博士后科研工作站",
        "国家级",
        "崇义示例钨业股份有限公司",
        "崇义县",
        "",
        6,
        3,
    ),
    ("脐橙黄龙病防控科技人才团队", "科技人才团队", "省级", "赣州示例师范大学", "章贡区", "钟示例", 9, 0),
)
GRANTS = (
    ("竹纤维餐具开发", "王示例", "赣州示例理工大学", "崇义示例竹业有限公司", "崇义县", 10, 0),
    ("脐橙采后保鲜剂", "刘示例", "赣州示例师范大学", "寻乌示例农业科技有限公司", "寻乌县", 8, 0),
    ("无人机植保服务", "曾示例", "赣州示例理工大学", "信丰示例植保有限公司", "信丰县", 5, 1),
)
FINANCE = (  # Kind, unit, institution, 万元, purpose, loan, overdue, begun: years before.
    ("设立基金", "赣州示例科技创业投资有限公司", "赣州市财政局", 20000, "科技创业投资引导基金首期", "", "否", 0),
    ("基金投资", "赣州示例永磁科技有限公司", "赣州示例科技创业投资有限公司", 1500, "永磁电机产业化", "", "否", 0),
    ("科贷通贷款", "信丰示例电子有限公司", "示例银行赣州分行", 300, "流动资金", "", "否", 0),
    ("科贷通贷款", "赣州示例硬质合金有限公司", "示例银行赣州分行", 500, "购买原料", "", "否", 0),
    ("科贷通贷款", "于都示例服装科技有限公司", "示例农商行", 200, "流动资金", "", "是", 1),
    ("风险补偿", "于都示例服装科技有限公司", "示例农商行", 100, "代偿本金的一半", "DK0005", "否", 0),
    ("知识产权质押融资", "赣州示例永磁科技有限公司", "示例银行赣州分行", 800, "发明专利三件", "", "否", 0),
)
COMMISSIONERS = (
    ("谢示例", "赣州示例农业科学研究所", "安远县", "安远县镇岗乡赖塘村", "脐橙栽培", 26, "优秀"),
    ("温示例", "赣州示例师范大学", "寻乌县", "寻乌示例果业合作社", "病虫害防治", 18, "合格"),
    ("陈示例", "赣州示例理工大学", "大余县", "大余示例矿业有限公司", "选矿", 9, "合格"),
    ("郭示例", "赣州示例农业科学研究所", "石城县", "石城县琴江镇大畲村", "白莲种植", 31, "优秀"),
)


def write(folder: Path, year: int) -> None:
    """One workbook for each register, dated around ``year``; one platform's building period ends a month from today."""
    soon = date.today() + timedelta(days=30)  # noqa: DTZ011 The machine's own calendar.
    _write(folder, "parks", [(*row[:4], date(row[4], 9, 1)) for row in PARKS])
    platforms = [
        (name, kind, level, unit, county, date(year - back, 6, 12), None if done is None else date(year - done, 10, 20))
        for name, kind, level, unit, county, back, done in PLATFORMS
    ]
    began = soon.replace(year=soon.year - 3, day=min(soon.day, 28))
    platforms.append(("赣州市智能家具工程技术研究中心（演示）", "工程技术研究中心", "市级", "南康示例家居有限公司", "南康区", began, None))  # fmt: skip
    _write(folder, "platforms", platforms)
    _write(folder, "incubators", [(*row[:7], date(year - row[7], 5, 18)) for row in INCUBATORS])
    _write(folder, "talent", [(*row[:7], date(year - row[7], 7, 8)) for row in TALENT])
    _write(
        folder,
        "startup_grants",
        [(f"CY{year}{n:03d}", *row[:6], date(year - row[6], 11, 5)) for n, row in enumerate(GRANTS, 1)],
    )
    _write(folder, "finance", [_finance(n, year, *row) for n, row in enumerate(FINANCE, 1)])
    _write(folder, "commissioners", [(year, f"KT{n:04d}", *row) for n, row in enumerate(COMMISSIONERS, 1)])


def _finance(n: int, year: int, kind: str, unit: str, bank: str, amount: int, purpose: str, loan: str, overdue: str, back: int) -> tuple:  # fmt: skip
    began = date(year - back, 3, 1 + n)
    ends = date(year - back + 1, 3, n) if kind in {"科贷通贷款", "知识产权质押融资"} else None
    return (f"DK{n:04d}", kind, unit, bank, amount, began, ends, purpose, loan, overdue)


HEADINGS = {
    "parks": ("园区名称", "园区类型", "园区级别", "县（市、区）", "批准设立日期"),
    "platforms": ("平台名称", "平台类型", "平台级别", "依托单位", "县（市、区）", "批准建设日期", "验收日期"),
    "incubators": ("载体名称", "载体类型", "载体级别", "运营单位", "县（市、区）", "所在园区", "在孵企业数", "载体认定日期"),
    "talent": ("站点（团队）名称", "站点（团队）类型", "站点（团队）级别", "设站（依托）单位", "县（市、区）", "带头人", "站点（团队）人数", "设站（立项）日期"),
    "startup_grants": ("扶持编号", "创业项目名称", "创业者", "毕业（就读）院校", "创办企业", "县（市、区）", "扶持金额（万元）", "扶持批准日期"),
    "finance": ("业务编号", "业务类型", "融资（管理）单位", "合作机构", "业务金额（万元）", "起始日期", "到期日期", "用途或质押物", "对应贷款编号", "是否逾期"),
    "commissioners": ("选派年度", "特派员编号", "特派员姓名", "派出单位", "县（市、区）", "服务对象", "服务领域", "服务次数", "年度考核"),
}  # fmt: skip


def _write(folder: Path, kind: str, rows: list[tuple]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("清单")
    for row in (HEADINGS[kind], *rows):
        sheet.append([cell if cell != "" else None for cell in row])
    book.save(folder / f"{get_kind(kind).label}.xlsx")
