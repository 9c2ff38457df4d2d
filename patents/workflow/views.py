"""What people do with views of the statistics."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused, keep
from patents.models import PivotView
from patents.questions import Question


def keep_view(question: Question, *, by: User, name: str, is_shared: bool = False, on_board: bool = False) -> PivotView:
    """Keep a question under a name of one's own. Raises PermissionDenied, or Refused when the name is taken or too short."""
    if not by.has_perm("patents.view_patent"):
        raise PermissionDenied("keep_view")
    view = PivotView(
        name=name.strip(), question=question.address(), is_shared=is_shared, on_board=on_board, created_by=by
    )
    with transaction.atomic():
        keep(view, {})
        record(view, "add", by=by)
    return view


def drop_view(view: PivotView, *, by: User) -> None:
    """Forget a view of one's own. Raises Refused for a colleague's."""
    if view.created_by_id != by.pk:
        raise Refused(f"“{view}”是{view.created_by}保存的，只有本人可以删除。")
    with transaction.atomic():
        record(view, "remove", by=by)
        view.delete()
