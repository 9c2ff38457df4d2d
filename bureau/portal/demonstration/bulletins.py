"""Monthly bulletins of the demonstration: the last quarter of the year, one of them corrected."""

from datetime import date

from bureau.bulletins import workflow
from bureau.bulletins.models import Bulletin


def make(users, year: int) -> None:
    """Publish October to December; November's once more, because a county sent in filings late. Once made they stay."""
    if Bulletin.objects.exists():
        return
    for month in (10, 11, 12):
        bulletin = publish(users, date(year, month, 1))
        if month == 11:
            publish(users, bulletin.month, corrects=bulletin)


def publish(users, month: date, *, corrects: Bulletin | None = None) -> Bulletin:
    """A bulletin through all hands."""
    officer, head = users["officer"], users["section_head"]
    if corrects:
        bulletin = workflow.correct(corrects, by=officer, reason="一个县补报当月专利申请（演示）")
    else:
        bulletin = workflow.draft(month, by=officer)
    workflow.submit(bulletin, by=officer)
    workflow.review(bulletin, by=head)
    workflow.publish(bulletin, by=officer)
    return bulletin
