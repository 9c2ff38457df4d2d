"""The words of recognition."""

from django.db.models import TextChoices


class RecognitionKind(TextChoices):
    HIGH_TECH = "high_tech", "高新技术企业认定"
    TECH_SME = "tech_sme", "科技型中小企业入库"
