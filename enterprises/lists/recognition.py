"""The list that fills the high-tech register."""

from bureau.lists.cells import identifier_reader, read_credit_code, read_date, text_reader, whole_reader
from bureau.lists.kinds import Column, CountyReader, Kind, Party, register
from enterprises.models import Recognition

HIGH_TECH_ENTERPRISES = Kind(
    code="high_tech_enterprises",
    label="高新技术企业名单",
    model=Recognition,
    rank=10,
    key=("certificate_number",),
    columns=(
        Column("企业名称", "enterprise_name", text_reader(500), True, ("单位名称",)),
        Column("统一社会信用代码", "credit_code", read_credit_code, True, ("社会信用代码", "信用代码")),
        Column(
            "所在县（市、区）",
            "county",
            CountyReader(),
            True,
            ("县（市、区）", "所属县区", "县市区", "县区"),
            stores=("county", "division_id"),
        ),
        Column("证书编号", "certificate_number", identifier_reader(100), True, ("高企证书编号",)),
        Column("发证日期", "issued_on", read_date, True, ("发证时间",)),
        Column("有效期（年）", "valid_years", whole_reader(1, 30, suffix="年"), blank=3),
        Column("技术领域", "technology_field", text_reader(300)),
        Column("取消日期", "cancelled_on", read_date),
    ),
    parties=(Party("enterprise_name", key="", code="credit_code", dated="issued_on"),),
)


register(HIGH_TECH_ENTERPRISES)
