"""摸排 in the browser admin: firms of all registers that might come in, found, noted by the handful."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property
from unfold.decorators import action

from bureau.accounts.models import Organisation
from bureau.admin import CappedCount
from bureau.workflow import Refused
from enterprises import candidates
from enterprises.choices import Evidence
from enterprises.forms import CandidateForm
from enterprises.workflow import reserve as workflow

PER_PAGE, COUNTED_UP_TO = 50, 1_000


class Few(Paginator):
    """Counts to 1,000: who looks for firms to call on needs no more, and counting would outweigh finding."""

    @cached_property
    def count(self) -> int:
        """The number of rows, or 1000+."""
        counted = self.object_list.order_by()[: COUNTED_UP_TO + 1].count()
        return CappedCount(COUNTED_UP_TO) if counted > COUNTED_UP_TO else counted


class CandidatesPage:
    """The list of the reserve's admin that looks beyond the reserve."""

    def has_find_permission(self, request, obj=None):
        """Whether the person may look for firms."""
        return request.user.has_perm("enterprises.find_reserve")

    @action(description="摸排", permissions=["find"], url_path="candidates", icon="search")
    def candidates_page(self, request):
        """Firms that might come in; those that are ticked become candidates."""
        if request.method == "POST":
            self._note(request, request.POST.getlist("pk"))
            return HttpResponseRedirect(request.get_full_path())
        form = CandidateForm(request.GET)
        asked = form.cleaned_data if form.is_valid() else {}
        rows = candidates.found(
            asked.get("evidence") or Evidence.DATA,
            words=asked.get("q", ""),
            division=asked.get("division"),
            gaps=asked.get("near"),
        )
        page = Few(rows, PER_PAGE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        context = {
            **self.admin_site.each_context(request),
            "title": "摸排：可能培育的企业",
            "page": page,
            "rows": candidates.told(page.object_list),
            "form": form,
            "query": query.urlencode(),
            "reserve": reverse("admin:enterprises_reserve_changelist"),
            "opts": self.opts,
        }
        return render(request, "admin/enterprises/candidates.html", context)

    def _note(self, request, pks: list[str]) -> None:
        """Each firm by itself: what is refused says why and holds up no other."""
        known = [int(pk) for pk in pks[:PER_PAGE] if pk.isdigit()]
        firms = Organisation.objects.visible_to(request.user).filter(pk__in=known).order_by("pk")
        noted = []
        for firm in firms:
            try:
                noted.append(workflow.find(firm, by=request.user))
            except Refused as refusal:
                messages.warning(request, f"{firm}：{refusal}")
        if noted:
            messages.success(
                request, f"已列入摸排 {len(noted)} 家：{'、'.join(str(one.organisation) for one in noted)}。"
            )
        elif not firms:
            messages.error(request, "请先勾选企业。")
