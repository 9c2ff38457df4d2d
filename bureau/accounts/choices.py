"""The words of accounts: kinds of unit, kinds of place, posts in a unit."""

from django.db.models import TextChoices


class OrganisationKind(TextChoices):
    ENTERPRISE = "enterprise", "企业"
    UNIVERSITY = "university", "高校"
    INSTITUTE = "institute", "科研院所"
    PUBLIC = "public", "事业单位"
    GOVERNMENT = "government", "机关"
    SOCIAL = "social", "社会组织"
    OTHER = "other", "其他"


class DivisionKind(TextChoices):
    DISTRICT = "district", "市辖区"
    COUNTY_CITY = "county_city", "县级市"
    COUNTY = "county", "县"
    ZONE = "zone", "功能区"


class Business(TextChoices):
    """Apps that a 科室 of the bureau may own."""

    ENTERPRISES = "enterprises", "高新技术企业"
    PROJECTS = "projects", "科技计划与奖励"
    PATENTS = "patents", "专利"
    MATCHMAKING = "matchmaking", "成果对接与技术市场"
    REGISTRATION = "registration", "单位注册与更名"


READING_VERBS = ("view", "export", "supervise")
"""What everybody at the bureau may do in whosever business, as far as their role goes: who watches is of another section."""


class MembershipRole(TextChoices):
    MANAGER = "manager", "单位管理员"
    CONTRIBUTOR = "contributor", "填报人"
    RECOMMENDER = "recommender", "推荐经办人"


RECOMMENDING = (MembershipRole.MANAGER, MembershipRole.RECOMMENDER)
"""Who recommends, in a unit that answers for places."""


CITIES = (
    "南昌市",
    "景德镇市",
    "萍乡市",
    "九江市",
    "新余市",
    "鹰潭市",
    "赣州市",
    "吉安市",
    "宜春市",
    "抚州市",
    "上饶市",
)
"""设区市 of the province, in the order of its tables."""
