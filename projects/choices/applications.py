"""The words of applications, their checks and likenesses."""

from django.db.models import TextChoices


class ApplicationStatus(TextChoices):
    DRAFT = "draft", "待提交"
    UNIT_REVIEW = "unit_review", "待单位审核"
    UNIT_RETURNED = "unit_returned", "单位退回"
    SUBMITTED = "submitted", "待推荐"
    RETURNED = "returned", "推荐退回"
    NOT_RECOMMENDED = "not_recommended", "不予推荐"
    RECOMMENDED = "recommended", "待形式审查"
    CORRECTING = "correcting", "补正中"
    ACCEPTED = "accepted", "已受理"
    REJECTED = "rejected", "不予受理"
    WITHDRAWN = "withdrawn", "已撤回"


class PairStatus(TextChoices):
    OPEN = "open", "待核对"
    CONFIRMED = "confirmed", "认定重复"
    DISMISSED = "dismissed", "不构成重复"


EDITABLE = (ApplicationStatus.DRAFT, ApplicationStatus.UNIT_RETURNED, ApplicationStatus.RETURNED)
"""The unit may change everything."""

FILLABLE = (*EDITABLE, ApplicationStatus.CORRECTING)
"""The unit may change something: while correcting, only the sections that the officer named."""

HANDED_IN = (
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.NOT_RECOMMENDED,
    ApplicationStatus.RECOMMENDED,
    ApplicationStatus.CORRECTING,
    ApplicationStatus.ACCEPTED,
    ApplicationStatus.REJECTED,
)
"""Submitted, and not given back."""

COUNTED = (
    ApplicationStatus.SUBMITTED,
    ApplicationStatus.RETURNED,
    ApplicationStatus.RECOMMENDED,
    ApplicationStatus.CORRECTING,
    ApplicationStatus.ACCEPTED,
)
"""In the running: what quotas count."""

PUT_FORWARD = (ApplicationStatus.RECOMMENDED, ApplicationStatus.CORRECTING, ApplicationStatus.ACCEPTED)
"""Recommended and not rejected: what the quota of a recommending unit counts."""

CHECKED = (ApplicationStatus.ACCEPTED, ApplicationStatus.REJECTED)
"""The formal check is over."""

ENDED = (*CHECKED, ApplicationStatus.NOT_RECOMMENDED, ApplicationStatus.WITHDRAWN)
"""Nothing more is asked of the unit."""

SAYS_WHY = (
    ApplicationStatus.UNIT_RETURNED,
    ApplicationStatus.RETURNED,
    ApplicationStatus.NOT_RECOMMENDED,
    ApplicationStatus.CORRECTING,
    ApplicationStatus.REJECTED,
)
"""Statuses that nobody reaches without a reason."""


class CheckOutcome(TextChoices):
    PASSED = "passed", "通过"
    CORRECT = "correct", "补正"
    REJECTED = "rejected", "不予受理"
