"""查重 in the browser admin: pairs to be looked at, both texts side by side with what they share."""

from django.contrib import admin
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html
from unfold.decorators import action

from bureau.admin import pointing_at
from bureau.registration.admin import VerbAdmin
from projects.choices import PairStatus
from projects.forms.applications import ReasonForm
from projects.models import Application, Project, SimilarPair
from projects.similarity.showing import side_by_side
from projects.workflow import similarity

_SHAPES = {PairStatus.CONFIRMED: "bad", PairStatus.DISMISSED: "good"}


class AgainstFilter(admin.SimpleListFilter):
    """What the application resembles."""

    title, parameter_name = "相似对象", "against"

    def lookups(self, request, model_admin):
        return [("application", "其他申报"), ("project", "已立项项目")]

    def queryset(self, request, queryset):
        return queryset.filter(**{f"other__{self.value()}__isnull": False}) if self.value() else queryset


@admin.register(SimilarPair)
class SimilarPairAdmin(VerbAdmin):
    list_display = ["application", "other", "share_told", "characters", "title_told", "state", "found_at"]
    list_filter = ["status", AgainstFilter, ("application__call", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["application__title"]
    search_help_text = "任一方的项目名称或受理编号中任意两个字以上"
    actions_detail = ["texts_page", "confirm_page", "dismiss_page", "review_page"]
    offered = {
        "confirm_page": similarity.CONFIRM,
        "dismiss_page": similarity.DISMISS,
        "review_page": similarity.REVIEW,
    }
    fields = [
        "application", "unit", "other", "other_unit", "share_told", "characters", "title_told", "state", "decided_by",
        "decided_at", "reason", "found_at",
    ]  # fmt: skip
    ordering = ["-status", "-share", "pk"]  # 待核对 first.

    def get_queryset(self, request):
        return super().get_queryset(request).for_list()

    def search(self, queryset, text):
        """Pairs one of whose sides holds the words."""
        applications = Application.objects.search(text)
        sides = [
            pointing_at(queryset, "application", applications),
            pointing_at(queryset, "other__application", applications),
            pointing_at(queryset, "other__project", Project.objects.search(text)),
        ]
        first, *others = (rows.order_by().values("pk") for rows in sides)
        return queryset.filter(pk__in=first.union(*others))

    def has_decide_permission(self, request, obj=None):
        """Whether the person says what a pair is."""
        return request.user.has_perm(similarity.CONFIRM.permission)

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        return format_html(
            '<span class="bureau-tag {}">{}</span>', _SHAPES.get(obj.status, ""), obj.get_status_display()
        )

    @admin.display(description="相同内容", ordering="share")
    def share_told(self, obj):
        return f"{obj.share:.0%}"

    @admin.display(description="名称相似度", ordering="title_likeness")
    def title_told(self, obj):
        return f"{obj.title_likeness:.0%}"

    @admin.display(description="申报单位")
    def unit(self, obj):
        return obj.application.organisation

    @admin.display(description="对方单位")
    def other_unit(self, obj):
        source = obj.other.application or obj.other.project
        return source.organisation or source.organisation_name

    @action(description="并排对照", permissions=["view"], url_path="texts")
    def texts_page(self, request, object_id):
        """Both texts with the shared passages marked: number by number, the same words in bold."""
        pair = get_object_or_404(self.get_queryset(request).select_related("application__compared"), pk=object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"查重对照：{pair.application}",
            "pair": pair,
            "sides": side_by_side(pair),
            "share": self.share_told(pair),
            "title_likeness": self.title_told(pair),
            "may_decide": self.has_decide_permission(request),
            "here": reverse("admin:projects_similarpair_change", args=[pair.pk]),
            "opts": self.opts,
        }
        return render(request, "admin/projects/pair.html", context)

    @action(description="认定重复", permissions=["decide"], url_path="confirm")
    def confirm_page(self, request, object_id):
        asks = "只记下核对的结论，不改变申报的状态；是否不予受理、不立项，由形式审查和立项另行决定。"
        form = ReasonForm(request.POST or None)
        return self.say(request, object_id, "认定重复", similarity.confirm, form, asks=asks, danger=True)

    @action(description="认定不重复", permissions=["decide"], url_path="dismiss")
    def dismiss_page(self, request, object_id):
        return self.say(request, object_id, "认定不重复", similarity.dismiss, ReasonForm(request.POST or None))

    @action(description="重新核对", permissions=["decide"], url_path="review")
    def review_page(self, request, object_id):
        return self.say(request, object_id, "重新核对", similarity.review, ReasonForm(request.POST or None))
