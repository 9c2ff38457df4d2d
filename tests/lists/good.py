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
    "parks": {"园区名称": "甲园区", "园区类型": "工业园区", "园区级别": "省级", "县（市、区）": "章贡区", "批准设立日期": DAY, "撤销日期": ""},
    "platforms": {"平台名称": "甲实验室", "平台类型": "重点实验室", "平台级别": "省级", "依托单位": "甲", "统一社会信用代码": CODE, "县（市、区）": "章贡区", "批准建设日期": DAY, "验收日期": ""},
    "incubators": {"载体名称": "甲孵化器", "载体类型": "科技企业孵化器", "载体级别": "省级", "运营单位": "甲", "所在园区": "甲园区", "在孵企业数": 9, "载体认定日期": DAY},
    "talent": {"站点（团队）名称": "甲院士工作站", "站点（团队）类型": "院士工作站", "站点（团队）级别": "省级", "设站（依托）单位": "甲", "带头人": "王", "设站（立项）日期": DAY},
    "startup_grants": {"扶持编号": "CY1", "创业项目名称": "竹", "创业者": "王", "创办企业": "甲", "扶持金额（万元）": 5, "扶持批准日期": DAY},
    "finance": {"业务编号": "DK1", "业务类型": "科贷通贷款", "融资（管理）单位": "甲", "业务金额（万元）": 5, "起始日期": DAY, "到期日期": "", "对应贷款编号": "", "是否逾期": "否"},
    "commissioners": {"选派年度": 2015, "特派员编号": "KT1", "特派员姓名": "王", "派出单位": "甲", "服务对象": "甲村", "服务次数": 3, "年度考核": "合格"},
}  # fmt: skip
KEY = {  # What makes the second row another record.
    "high_tech_enterprises": {"证书编号": "GR2"}, "patents": {"申请号": number("201510000002")}, "projects": {"项目编号": "P2"},
    "achievements": {"成果编号": "C2"}, "demands": {"需求编号": "X2"}, "contacts": {"对接日期": "2015-03-09"},
    "attendance": {"单位类型": "高校"}, "contracts": {"合同登记编号": "T2"}, "awards": {"项目名称": "钼"}, "appraisals": {"鉴定编号": "J2"},
    "parks": {"园区名称": "乙园区"}, "platforms": {"平台名称": "乙实验室"}, "incubators": {"载体名称": "乙孵化器"},
    "talent": {"站点（团队）名称": "乙院士工作站"}, "startup_grants": {"扶持编号": "CY2"}, "finance": {"业务编号": "DK2"},
    "commissioners": {"特派员编号": "KT2"},
}  # fmt: skip


def count() -> dict[str, int]:
    """How many rows each register holds."""
    return {kind.code: kind.model.objects.count() for kind in all_kinds()}
