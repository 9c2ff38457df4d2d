"""省专利奖 in the browser admin: one page for a year, on which everything from naming to the result is done."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from unfold.decorators import action

from bureau.admin import BureauAdmin
from bureau.workflow import Refused
from patents import workflow
from patents.choices import NominationStatus, PrizeRoundStatus
from patents.forms import NominateForm, OpenRoundForm, PrizeResultForm, numbered
from patents.models import Nomination, PrizeRound
from patents.workflow.prizes import RUN, SEND

SHAPES = {NominationStatus.AWARDED: "good", NominationStatus.REFUSED: "bad"}


@admin.register(PrizeRound)
class PrizeRoundAdmin(BureauAdmin):
    list_display = ["year", "name", "quota", "province_total", "status", "forwarded_at", "closed_at"]
    list_filter = ["status"]
    ordering = ["-year"]
    actions_list = ["open_page"]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_run_permission(self, request, obj=None):
        """Whether the person may open rounds, name, review, and record results."""
        return request.user.has_perm(RUN)

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/say/<str:verb>/", site(self.verb_view), name="patents_prizeround_verb"),
            *super().get_urls(),
        ]

    @action(description="建立本年推荐", permissions=["run"], url_path="open", icon="add")
    def open_page(self, request):
        """A year, its name, the quota, the notice."""
        if not self.has_run_permission(request):
            raise PermissionDenied
        form = OpenRoundForm(request.POST or None)
        back = reverse("admin:patents_prizeround_changelist")
        if request.method == "POST" and form.is_valid():
            try:
                opened = workflow.open_round(by=request.user, **form.cleaned_data)
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已建立“{opened}”，请登记提名。")
                return redirect("admin:patents_prizeround_change", opened.pk)
        context = {
            **self.admin_site.each_context(request), "title": "建立省专利奖推荐", "form": form, "back": back, "opts": self.opts,
            "action": "建立",
        }  # fmt: skip
        return render(request, "admin/reason.html", context)

    def _round(self, request, pk) -> PrizeRound:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """The nominations in their order, and what may be done now."""
        round_ = self._round(request, object_id)
        named = list(round_.nominations.select_related("nominated_by", "decided_by").in_order())
        is_open, user = round_.status == PrizeRoundStatus.OPEN, request.user
        for one in named:
            one.shape = SHAPES.get(one.status, "")
            one.may_decide = one.status == NominationStatus.NOMINATED and one.nominated_by_id != user.pk
        context = {
            **self.admin_site.each_context(request),
            "title": str(round_),
            "opts": self.opts,
            "round": round_,
            "named": named,
            "accepted": [one for one in named if one.status == NominationStatus.ACCEPTED],
            "sent": [one for one in named if one.status == NominationStatus.FORWARDED],
            "awarded": sum(one.status == NominationStatus.AWARDED for one in named),
            "can_run": is_open and user.has_perm(RUN),
            "can_send": is_open and user.has_perm(SEND),
            "can_close": round_.status == PrizeRoundStatus.FORWARDED and user.has_perm(RUN),
            "naming": NominateForm(),
            "result": PrizeResultForm(),
        }
        return render(request, "admin/patents/prizeround.html", context)

    def verb_view(self, request, pk: int, verb: str):
        """Say one of the verbs, then show the page again."""
        round_ = self._round(request, pk)
        if request.method != "POST" or not (request.user.has_perm(RUN) or request.user.has_perm(SEND)):
            raise PermissionDenied
        say = getattr(self, f"_{verb}", None) if verb in VERBS else None
        if say is None:
            raise Http404
        try:
            messages.success(request, say(request, round_))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:patents_prizeround_change", pk)

    def _nominate(self, request, round_) -> str:
        values = _cleaned(NominateForm(request.POST))
        return f"已提名“{workflow.nominate(round_, by=request.user, **values)}”。"

    def _accept(self, request, round_) -> str:
        one = self._nomination(request, round_)
        workflow.accept(one, by=request.user)
        return f"“{one}”审核通过。"

    def _refuse(self, request, round_) -> str:
        one = self._nomination(request, round_)
        workflow.refuse(one, by=request.user, reason=request.POST.get("reason", ""))
        return f"已登记“{one}”不予推荐。"

    def _rank(self, request, round_) -> str:
        workflow.rank(round_, by=request.user, places=numbered(request.POST, "place-"))
        return "已排序。"

    def _forward(self, request, round_) -> str:
        workflow.forward(round_, by=request.user)
        return f"已报省，按排序取前 {round_.quota} 件。"

    def _close(self, request, round_) -> str:
        values = _cleaned(PrizeResultForm(request.POST))
        grades = {
            int(name.removeprefix("grade-")): grade
            for name, grade in request.POST.items()
            if name.startswith("grade-") and name.removeprefix("grade-").isdigit()
        }
        workflow.close_round(round_, by=request.user, grades=grades, **values)
        return "已登记结果，年度报告由此计数。"

    def _nomination(self, request, round_) -> Nomination:
        chosen = request.POST.get("nomination", "")
        return get_object_or_404(round_.nominations, pk=int(chosen) if chosen.isdigit() else 0)


VERBS = ("nominate", "accept", "refuse", "rank", "forward", "close")


def _cleaned(form) -> dict:
    """What the form says. Raises Refused with its faults."""
    if not form.is_valid():
        raise Refused("；".join(error for errors in form.errors.values() for error in errors))
    return form.cleaned_data


@admin.register(Nomination)
class NominationAdmin(BureauAdmin):
    list_display = ["round", "place", "application_number", "title", "holder", "state", "grade"]
    list_filter = ["round", "status"]
    list_select_related = ["round"]
    ordering = ["-round__year", "place", "pk"]
    fields = readonly_fields = [
        "round", "application_number", "title", "holder", "grounds", "place", "state", "reason", "grade", "nominated_by",
        "nominated_at", "decided_by", "decided_at",
    ]  # fmt: skip

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        return format_html(
            '<span class="bureau-tag {}">{}</span>', SHAPES.get(obj.status, ""), obj.get_status_display()
        )
