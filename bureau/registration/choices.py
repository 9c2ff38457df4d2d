"""The words of registration: statuses, the kinds of unit a person may register, what codes fit them."""

from django.db.models import TextChoices

from bureau.accounts.choices import OrganisationKind


class RegistrationStatus(TextChoices):
    DRAFT = "draft", "未提交"
    SUBMITTED = "submitted", "待审核"
    RETURNED = "returned", "退回补正"
    APPROVED = "approved", "已通过"
    REFUSED = "refused", "不予通过"
    WITHDRAWN = "withdrawn", "已撤回"


EDITABLE = (RegistrationStatus.DRAFT, RegistrationStatus.RETURNED)
OPEN = (RegistrationStatus.DRAFT, RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED)
HANDED_IN = (RegistrationStatus.SUBMITTED, RegistrationStatus.APPROVED, RegistrationStatus.REFUSED)
DECIDED = (RegistrationStatus.APPROVED, RegistrationStatus.REFUSED)


class RenamingStatus(TextChoices):
    SUBMITTED = "submitted", "待审核"
    APPROVED = "approved", "已更名"
    REFUSED = "refused", "不予更名"
    WITHDRAWN = "withdrawn", "已撤回"


RENAMING_DECIDED = (RenamingStatus.APPROVED, RenamingStatus.REFUSED)


class JoiningStatus(TextChoices):
    SUBMITTED = "submitted", "待答复"
    GRANTED = "granted", "已加入"
    DECLINED = "declined", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


JOINING_ANSWERED = (JoiningStatus.GRANTED, JoiningStatus.DECLINED)

CODE_CLASSES = {
    OrganisationKind.ENTERPRISE: ("91", "92", "93"),
    OrganisationKind.UNIVERSITY: ("12", "52"),
    OrganisationKind.INSTITUTE: ("12", "52", "91"),
    OrganisationKind.PUBLIC: ("12", "19"),
    OrganisationKind.GOVERNMENT: ("11", "13", "19"),
    OrganisationKind.SOCIAL: ("13", "51", "52", "53", "59"),
}
"""First two characters that codes of a kind of unit have; 其他 has any. Institutes turned into companies have 91."""
