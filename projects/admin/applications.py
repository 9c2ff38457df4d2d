"""Applications in the browser admin: what waits to be examined first, each verb a page."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import action

from bureau.admin import told_once
from bureau.files import hand_out
from bureau.registration.admin import VerbAdmin
from projects import budget
from projects.choices import PUT_FORWARD, VisitStatus
from projects.documents import shown_content
from projects.forms.applications import AskForm, CheckForm, ReasonForm, RecommendForm, RejectForm, ReopenForm
from projects.forms.reviewing import RecuseForm, UnwantedForm
from projects.forms.visits import VisitForm
from projects.models import Application, ComparedText, Reading, SimilarPair
from projects.pages import TONES, timeline
from projects.querysets.applications import WAITS_FIRST
from projects.workflow import deciding, deriving, materials, recusing, visiting

_TAGS = {"success": "good", "danger": "bad", "warning": "bad"}


def _reading_told(reading: Reading | None) -> str:
    """What of a file no machine can read, and whether a person has looked."""
    if reading is None or not reading.unread:
        return ""
    words = "；".join(reading.unread)
    if reading.checked_at:
        return f"{words}（已人工核对，{reading.checked_by}，{timezone.localtime(reading.checked_at):%Y-%m-%d %H:%M}）"
    return f"{words}（未人工核对）"


def _blind_warning(request, obj: Application) -> str:
    """For an officer: which attachments cannot be made blind by themselves. Reads what was not read yet."""
    left = [one for one in materials.read_all(obj) if one.unread and not one.checked_at]
    if not left:
        return ""
    told = "；".join(f"“{one.attachment}”{'，'.join(one.unread)}" for one in left)
    return f" 以下附件的内容不能全部自动识别和遮盖，盲评启动前须人工核对并点“附件已人工核对”：{told}。"


class WaitingFilter(admin.SimpleListFilter):
    """What the bureau is to do."""

    title, parameter_name = "待办", "todo"

    def lookups(self, request, model_admin):
        return [("check", "待形式审查"), ("recommend", "待本局推荐"), ("late", "补正逾期")]

    def queryset(self, request, queryset):
        if self.value() == "check":
            return queryset.awaiting_check()
        if self.value() == "recommend":
            return queryset.awaiting_recommendation().filter(recommender=None)
        return queryset.correction_overdue() if self.value() == "late" else queryset


@admin.register(Application)
class ApplicationAdmin(VerbAdmin):
    list_display = ["number", "title", "organisation", "call", "state", "recommender", "rank", "arrived_at"]
    list_display_links = ["title"]
    list_filter = [WaitingFilter, "status", ("call", admin.RelatedOnlyFieldListFilter), "organisation__division"]
    list_select_related = ["call", "organisation", "recommender"]
    searched_unit = "organisation"
    search_fields = ["title"]
    search_help_text = "项目名称、编号、申报单位中任意两个字以上，或信用代码开头"
    actions_detail = [
        "document_page", "accept_page", "ask_page", "reject_page", "files_checked_page", "reopen_page",
        {"title": "本局推荐", "items": ["recommend_page", "give_back_page", "not_recommend_page"]},
        {"title": "评审回避", "items": ["recuse_page", "unwanted_page"]},
        "visit_page",
    ]  # fmt: skip
    offered = {
        "accept_page": deciding.ACCEPT,
        "visit_page": visiting.PLAN,
        "ask_page": deciding.ASK,
        "reject_page": deciding.REJECT,
        "reopen_page": deciding.REOPEN,
        "recommend_page": deciding.RECOMMEND,
        "give_back_page": deciding.RETURN,
        "not_recommend_page": deciding.DECLINE,
    }
    fields = [
        "number", "state", "title", "organisation", "call", "version", "requested_told", "own_told", "leader_name",
        "proposed_by", "proposed_at", "submitted_by", "arrived_at", "is_self_reviewed", "recommender", "recommended_by",
        "recommended_at", "rank", "opinion", "correction_due", "reason", "reopened_until", "checks_told", "similar_told", "files_told", "visits_told",
        "progress",
    ]  # fmt: skip

    def get_queryset(self, request):
        people = ("proposed_by", "submitted_by", "recommended_by")
        return (
            super()
            .get_queryset(request)
            .select_related("call", "organisation", "recommender", "version__call", *people)
        )

    def get_ordering(self, request):
        return [WAITS_FIRST, "arrived_at", "pk"]

    def has_check_permission(self, request, obj=None):
        """Whether the person examines applications."""
        return request.user.has_perm(deciding.ACCEPT.permission)

    def has_recommend_permission(self, request, obj=None):
        """Whether the person recommends where no unit does."""
        return request.user.has_perm(deciding.RECOMMEND.permission)

    def has_reopen_permission(self, request, obj=None):
        """Whether the person opens single applications again."""
        return request.user.has_perm(deciding.REOPEN.permission)

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape = _TAGS.get(TONES.get(obj.status, ""), "")
        return format_html('<span class="bureau-tag {}">{}</span>', shape, obj.get_status_display())

    @admin.display(description="申请财政经费（万元）")
    def requested_told(self, obj):
        return "" if obj.requested_amount is None else budget.wan(obj.requested_amount)

    @admin.display(description="自筹经费（万元）")
    def own_told(self, obj):
        return "" if obj.own_amount is None else budget.wan(obj.own_amount)

    @admin.display(description="形式审查")
    @told_once
    def checks_told(self, obj):
        lines = []
        for check in obj.checks.select_related("checked_by"):
            failed = "；".join(f"{line['text']} {line['note']}" for line in check.lines if not line["passed"])
            lines.append(
                f"{check.checked_at:%Y-%m-%d} {check.checked_by} {check.get_outcome_display()} {check.opinion} {failed}"
            )
        return format_html_join("", "<p>{}</p>", [(line,) for line in lines]) or "还没有审查。"

    @admin.display(description="查重")
    @told_once
    def similar_told(self, obj):
        if not ComparedText.objects.filter(application=obj, compared_at__isnull=False).exists():
            return "还没有比对。" if obj.status in PUT_FORWARD else ""
        rows = [
            (
                reverse("admin:projects_similarpair_texts_page", args=[pair.pk]),
                pair.get_status_display(),
                pair,
                pair.share,
            )
            for pair in SimilarPair.objects.about(obj).for_list()
        ]
        lines = [(url, status, pair, f"{share:.0%}") for url, status, pair, share in rows]
        return format_html_join("", '<p><a href="{}">{}　{}　相同 {}</a></p>', lines) or "没有需要核对的相似文本。"

    @admin.display(description="附件")
    @told_once
    def files_told(self, obj):
        base = reverse("admin:projects_application_document_page", args=[obj.pk])
        rows = [
            (f"{base}?file={file.pk}", file.name, _reading_told(getattr(file, "reading", None)))
            for file in obj.attachments.current().select_related("reading__checked_by")
        ]
        return format_html_join("", '<p><a href="{}" target="_blank">{}</a>　{}</p>', rows) or "没有附件。"

    @admin.display(description="办理进度")
    @told_once
    def progress(self, obj):
        rows = [(step.get("at", ""), step["label"], step.get("by", ""), step.get("note", "")) for step in timeline(obj)]
        return format_html_join("", "<p>{} {} {} {}</p>", rows)

    @action(description="看申报书", permissions=["view"], url_path="document")
    def document_page(self, request, object_id):
        """What was handed in, or one of its files."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        if wanted := request.GET.get("file", ""):
            held = obj.attachments.filter(pk=wanted).first() if wanted.isdecimal() else None
            if held is None:
                raise Http404
            return hand_out(held.file, held.name, mime=held.mime, inline=True)
        content, submission = shown_content(obj)
        back = reverse("admin:projects_application_change", args=[obj.pk])
        page = {"title": f"申报书：{obj}", "opts": self.opts, "back": back, "object": obj}
        context = {**self.admin_site.each_context(request), **page, "content": content, "submission": submission}
        return render(request, "admin/projects/document.html", context)

    def _terms(self, request, object_id):
        return get_object_or_404(self.get_queryset(request), pk=object_id).version.terms

    @action(description="受理", permissions=["check"], url_path="accept")
    def accept_page(self, request, object_id):
        """The checklist, line by line."""
        form = CheckForm(request.POST or None, terms=self._terms(request, object_id))
        asks = "逐项核对；全部符合才能受理，受理后申报单位不能再改。"
        asks += _blind_warning(request, get_object_or_404(self.get_queryset(request), pk=object_id))
        if waiting := SimilarPair.objects.open().about(object_id).count():
            asks += f"查重还有 {waiting} 对相似文本待核对，见申报页的“查重”。"
        return self.say(request, object_id, "受理", deciding.accept, form, asks=asks)

    @action(description="附件已人工核对", permissions=["check"], url_path="files-checked")
    def files_checked_page(self, request, object_id):
        """What no machine can read, and the question whether a person has."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        asks = "核对的是：看过这些附件，其中没有申报单位、人员和联系方式，盲评时可以交给专家。" + _blind_warning(
            request, obj
        )
        return self.say(request, object_id, "人工核对附件", materials.confirm, asks=asks)

    @action(description="通知补正", permissions=["check"], url_path="correct")
    def ask_page(self, request, object_id):
        form = AskForm(request.POST or None, terms=self._terms(request, object_id))
        asks = "补正只通知一次，请一次说全；申报单位只能改选定的分节。"
        return self.say(request, object_id, "通知补正", deciding.ask_correction, form, asks=asks)

    @action(description="不予受理", permissions=["check"], url_path="reject")
    def reject_page(self, request, object_id):
        form = RejectForm(request.POST or None, terms=self._terms(request, object_id))
        return self.say(request, object_id, "不予受理", deciding.reject, form, danger=True)

    @action(description="推荐", permissions=["recommend"], url_path="recommend")
    def recommend_page(self, request, object_id):
        asks = "只用于没有推荐单位的申报；有推荐单位的由其推荐。"
        form = RecommendForm(request.POST or None)
        return self.say(request, object_id, "推荐", deciding.recommend, form, asks=asks)

    @action(description="退回修改", permissions=["recommend"], url_path="give-back")
    def give_back_page(self, request, object_id):
        asks = "只用于没有推荐单位的申报。"
        return self.say(request, object_id, "退回修改", deciding.return_, ReasonForm(request.POST or None), asks=asks)

    @action(description="不予推荐", permissions=["recommend"], url_path="decline")
    def not_recommend_page(self, request, object_id):
        asks = "只用于没有推荐单位的申报。"
        form = ReasonForm(request.POST or None)
        return self.say(request, object_id, "不予推荐", deciding.decline, form, asks=asks, danger=True)

    @action(description="单独开放", permissions=["reopen"], url_path="reopen")
    def reopen_page(self, request, object_id):
        asks = "只为这一项申报重新开放，理由写入台账并告知申报单位。"
        return self.say(request, object_id, "单独开放", deciding.reopen, ReopenForm(request.POST or None), asks=asks)

    def has_visit_permission(self, request, obj=None):
        """Whether the person arranges visits."""
        return request.user.has_perm(visiting.RUN)

    @admin.display(description="现场考察")
    @told_once
    def visits_told(self, obj):
        lines = [
            (
                reverse("admin:projects_sitevisit_change", args=[visit.pk]),
                f"{timezone.localtime(visit.starts_at):%Y-%m-%d %H:%M}",
                visit.get_status_display(),
                visit.get_conclusion_display() if visit.status == VisitStatus.DONE else "",
            )
            for visit in obj.visits.order_by("-starts_at")
        ]
        return format_html_join("", '<p><a href="{}">{}　{}　{}</a></p>', lines) or "没有安排。"

    @action(description="安排现场考察", permissions=["visit"], url_path="visit")
    def visit_page(self, request, object_id):
        asks = "两名以上专家和本局人员同去；通知申报单位、专家和本局人员。"
        form = VisitForm(request.POST or None, by=request.user)
        return self.say(request, object_id, "安排现场考察", visiting.plan, form, asks=asks)

    def has_recuse_permission(self, request, obj=None):
        """Whether the person says who must step aside."""
        return request.user.has_perm(recusing.RECUSE.permission)

    @action(description="登记回避", permissions=["recuse"], url_path="recuse")
    def recuse_page(self, request, object_id):
        asks = "登记后该专家不能评审这一项；已分配的立即停止评分，并提示改派。"
        form = RecuseForm(request.POST or None)
        return self.say(request, object_id, "登记回避", recusing.recuse_from, form, asks=asks)

    @action(description="不宜评审的专家", permissions=["recuse"], url_path="unwanted")
    def unwanted_page(self, request, object_id):
        asks = "申报单位书面提出的、不宜评审这一项的专家；姓名和单位相符的立即回避。"
        form = UnwantedForm(request.POST or None)
        return self.say(request, object_id, "登记不宜评审的专家", deriving.note_unwanted, form, asks=asks)
