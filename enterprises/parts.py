"""Which fields of a firm's year a person fills in, section by section: for the pages and for the workbook alike."""

from .models import Activity, Conversion, Product, Right
from .models.yearly import RESEARCH_LINES

ACCOUNTS = (
    "main_income",
    "other_income",
    "gross_income",
    "non_taxable_income",
    "product_income",
    "service_income",
    "technical_income",
    "total_assets",
    "total_liabilities",
    "total_profit",
    "tax_paid",
    "exports",
    "standards",
    "no_incident",
)
TECH_SME = ("deductible_research", "total_costs", "research_basis", "allowed_products", "not_listed")
SECTION_FIELDS = (*ACCOUNTS, *RESEARCH_LINES, *TECH_SME)

PARTS = {
    "rights": (
        "知识产权",
        Right,
        (
            "code",
            "name",
            "kind",
            "number",
            "obtained",
            "title",
            "licence_years",
            "authorised_on",
            "expires_on",
            "in_force",
            "in_china",
            "owners",
            "used_by_co_owner",
            "used_before",
            "same_right_as",
            "disputed",
            "related",
        ),
    ),
    "products": ("高新技术产品（服务）", Product, ("code", "name", "technology_field", "income", "ip")),
    "activities": (
        "研发活动",
        Activity,
        ("code", "name", "began_on", "ended_on", "technology_field", "source", "way", "project_number", "spent"),
    ),
    "conversions": ("科技成果转化", Conversion, ("result", "source", "form", "outcome", "proof")),
}
