"""The words of patents."""

from django.db.models import TextChoices


class PatentKind(TextChoices):
    INVENTION = "invention", "发明"
    UTILITY_MODEL = "utility_model", "实用新型"
    DESIGN = "design", "外观设计"


ENTERPRISE = "企业"
INDIVIDUAL = "个人"
UNKNOWN_APPLICANT_TYPE = "未知"
