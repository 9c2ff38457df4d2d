"""A row of each kind of list that nobody could object to, to be spoilt one cell at a time."""

from bureau.codes import application_number_check
from bureau.lists.kinds import all_kinds

CODE = "91360702PDY00001X6"
DAY = "2015-03-04"


def number(digits="201510000001"):
    return f"{digits}.{application_number_check(digits)}"


GOOD = {  # A row of each kind that nobody could object to.
    "high_tech_enterprises": {"企业名称": "赣州甲有限公司", "统一社会信用代码": CODE, "所在县（市、区）": "章贡区", "证书编号": "GR1", "发证日期": DAY, "有效期（年）": 3, "技术领域": "新材料"},
    "patents": {"申请号": number(), "专利名称": "一种方法", "专利类型": "发明", "申请人": "甲", "县（市、区）": "章贡区", "申请日": DAY, "授权公告日": "2015-09-09"},
    "projects": {"项目编号": "P1", "项目名称": "钨", "承担单位": "甲", "统一社会信用代码": "", "级别": "省级", "立项日期": DAY, "财政经费（万元）": 5},
    "achievements": {"成果编号": "C1", "成果名称": "钨", "完成单位": "甲", "联系人": "王老师", "联系电话": "13900001234", "征集日期": DAY},
    "demands": {"需求编号": "X1", "需求名称": "钨", "企业名称": "甲", "拟投入资金（万元）": 5, "联系电话": "13900005678", "征集日期": DAY},
    "contacts": {"成果编号": "C0", "需求编号": "X0", "对接日期": DAY, "对接结果": "已对接", "意向金额（万元）": 5},
    "attendance": {"日期": DAY, "所在地": "章贡区", "单位类型": "企业", "签到人数": 12},
    "contracts": {"合同登记编号": "T1", "项目名称": "钨", "合同类别": "技术服务", "卖方名称": "甲", "买方名称": "乙", "合同成交总额（万元）": 9, "技术交易额（万元）": 5, "签订日期": DAY, "登记日期": "2015-03-05"},
    "awards": {"年度": 2015, "项目名称": "钨", "完成单位": "甲", "网评得分": 88.5, "网评结果": "候选", "是否推荐省奖": "是"},
    "appraisals": {"鉴定编号": "J1", "成果名称": "钨", "完成单位": "甲", "鉴定水平": "国内领先", "鉴定日期": DAY},
}  # fmt: skip
KEY = {  # What makes the second row another record.
    "high_tech_enterprises": {"证书编号": "GR2"}, "patents": {"申请号": number("201510000002")}, "projects": {"项目编号": "P2"},
    "achievements": {"成果编号": "C2"}, "demands": {"需求编号": "X2"}, "contacts": {"对接日期": "2015-03-09"},
    "attendance": {"单位类型": "高校"}, "contracts": {"合同登记编号": "T2"}, "awards": {"项目名称": "钼"}, "appraisals": {"鉴定编号": "J2"},
}  # fmt: skip


def count() -> dict[str, int]:
    """How many rows each register holds."""
    return {kind.code: kind.model.objects.count() for kind in all_kinds()}
