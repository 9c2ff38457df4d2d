"""The words of matchmaking and technology contracts."""

from django.db.models import TextChoices


class ContactResult(TextChoices):
    MET = "met", "已对接"
    INTENTION = "intention", "产生意向"
    AGREEMENT = "agreement", "达成协议"


WITH_INTENTION = (ContactResult.INTENTION, ContactResult.AGREEMENT)


class ContractKind(TextChoices):
    DEVELOPMENT = "development", "技术开发"
    TRANSFER = "transfer", "技术转让"
    LICENCE = "licence", "技术许可"
    CONSULTING = "consulting", "技术咨询"
    SERVICE = "service", "技术服务"
