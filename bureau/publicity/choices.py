"""The words of 公示 and objections."""

from django.db.models import TextChoices


class PublicityKind(TextChoices):
    APPROVAL = "approval", "拟立项"
    RECOGNITION = "recognition", "资格认定与入库"
    AWARD = "award", "科技奖励"
    FUNDING = "funding", "资金安排"
    ACCEPTANCE = "acceptance", "验收与绩效"
    OTHER = "other", "其他"


class PublicityStatus(TextChoices):
    DRAFT = "draft", "起草中"
    SUBMITTED = "submitted", "待批准"
    APPROVED = "approved", "已批准，待发布"
    OPEN = "open", "公示中"
    CLOSED = "closed", "公示已结束"
    WITHDRAWN = "withdrawn", "已撤回"


PUBLISHED = (PublicityStatus.OPEN, PublicityStatus.CLOSED)
ENDED = (PublicityStatus.CLOSED, PublicityStatus.WITHDRAWN)


class Column(TextChoices):
    """What a list made public may say of each row. Scores, experts, identity numbers and telephones are not here."""

    NUMBER = "number", "编号"
    TITLE = "title", "名称"
    ORGANISATION = "organisation", "承担单位"
    PARTNERS = "partners", "合作单位"
    LEADER = "leader", "负责人"
    PEOPLE = "people", "主要完成人"
    RECOMMENDER = "recommender", "推荐单位"
    COUNTY = "county", "所在县（市、区）"
    CATEGORY = "category", "类别"
    AMOUNT = "amount", "金额（万元）"
    NOTE = "note", "备注"


ALIASES = {
    "项目编号": Column.NUMBER, "证书编号": Column.NUMBER, "受理编号": Column.NUMBER,
    "项目名称": Column.TITLE, "成果名称": Column.TITLE, "单位": Column.ORGANISATION, "单位名称": Column.ORGANISATION,
    "企业名称": Column.ORGANISATION, "申报单位": Column.ORGANISATION, "完成单位": Column.ORGANISATION,
    "项目负责人": Column.LEADER, "县（市、区）": Column.COUNTY, "归口单位": Column.RECOMMENDER, "项目类别": Column.CATEGORY,
    "资助金额（万元）": Column.AMOUNT, "财政经费（万元）": Column.AMOUNT, "经费（万元）": Column.AMOUNT,
}  # fmt: skip
"""Other headings by which the same columns come."""


class ObjectorKind(TextChoices):
    PERSON = "person", "个人"
    UNIT = "unit", "单位"


class ObjectionStatus(TextChoices):
    RECEIVED = "received", "已收到，待审查是否受理"
    ACCEPTED = "accepted", "已受理，调查核实中"
    DECLINED = "declined", "不予受理"
    UPHELD = "upheld", "异议成立"
    DISMISSED = "dismissed", "异议不成立"
    TAKEN_BACK = "taken_back", "异议人已撤回"


WAITING = (ObjectionStatus.RECEIVED, ObjectionStatus.ACCEPTED)
ANSWERED = (ObjectionStatus.DECLINED, ObjectionStatus.UPHELD, ObjectionStatus.DISMISSED)
DECIDED = (ObjectionStatus.UPHELD, ObjectionStatus.DISMISSED)
