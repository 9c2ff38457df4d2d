"""What the nightly round found is mended in the text, or a person answers for it."""

from django.utils import timezone

from bureau.portal.choices import FindingStatus
from bureau.portal.models import Finding
from bureau.workflow import Refused, Transition

IGNORE = Transition("ignore", "核对无误", (FindingStatus.OPEN,), FindingStatus.IGNORED, "portal.ignore_finding")


def ignore(finding: Finding, *, by, reason: str) -> None:
    """核对无误: the link works, the number is no person's; with the reason."""
    if not reason.strip():
        raise Refused("请写明核对情况。")
    with IGNORE(finding, by=by, reason=reason):
        finding.ignored_by, finding.ignored_at, finding.ignore_reason = by, timezone.now(), reason.strip()
