"""Targets and their completion, and the rank among cities, in the browser admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from unfold.decorators import action

from bureau.workflow import Refused
from patents import workflow
from patents.forms import CitiesForm, CompletionForm, TargetsForm
from patents.targets import cities_table, completion_table
from patents.workflow.targets import SET


class TargetPages:
    """Mixed into the register's admin page."""

    @action(description="目标与完成", permissions=["view"], url_path="completion", icon="flag")
    def completion_page(self, request):
        """A year's targets place by place beside what was reached."""
        return self._special(
            request,
            CompletionForm,
            lambda asked: [completion_table(asked["year"], asked["measure"], only_inventions=asked["only_inventions"])],
        )

    @action(description="设区市排名", permissions=["view"], url_path="cities", icon="leaderboard")
    def cities_page(self, request):
        """The province's cities by a month's table."""
        return self._special(request, CitiesForm, lambda asked: [cities_table(asked["month"], asked["measure"])])

    def has_target_permission(self, request, obj=None):
        """Whether the person may set targets."""
        return request.user.has_perm(SET)

    @action(description="下达目标", permissions=["target"], url_path="targets", icon="edit_note")
    def targets_page(self, request):
        """A number for each place; an empty one is no target."""
        if not self.has_target_permission(request):
            raise PermissionDenied
        asked = CompletionForm(CompletionForm.first() | request.GET.dict())
        if not asked.is_valid():
            asked = CompletionForm(CompletionForm.first())
            asked.is_valid()
        wanted = {name: asked.cleaned_data[name] for name in ("year", "measure", "only_inventions")}
        form = TargetsForm(request.POST or None, **wanted)
        back = f"{reverse('admin:patents_patent_completion_page')}?{asked.query()}"
        if request.method == "POST" and form.is_valid():
            try:
                changed = workflow.set_targets(by=request.user, **wanted, **form.cleaned())
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"已下达，改动 {changed} 个县（市、区）。")
                return redirect(back)
        context = {
            **self.admin_site.each_context(request),
            "title": f"下达{wanted['year']}年{'发明' if wanted['only_inventions'] else ''}{wanted['measure'].label}目标",
            "form": form, "back": back, "opts": self.opts, "action": "下达",
            "told": ["各县（市、区）、功能区的目标，空格为没有目标。要下达其他年度或统计量，请先在“目标与完成”页选择。"],
        }  # fmt: skip
        return render(request, "admin/reason.html", context)
