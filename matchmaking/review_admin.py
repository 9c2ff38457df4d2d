"""The officer's queue of profiles: read, compare, publish or return with a reason; several at once after a preview."""

from django.contrib import admin, messages
from django.core import signing
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import format_html_join
from unfold.decorators import action, display

from bureau.lists.record_admin import RecordAdmin
from bureau.verbpages import VerbPages
from bureau.workflow import Refused

from .checking import leaks, missing, resembling
from .choices import ProfileStatus
from .forms import ReasonForm, ReturnForm
from .workflow import profiles as workflow

AT_ONCE = 50
_SALT = "matchmaking.publish"


class QueueFilter(admin.SimpleListFilter):
    """What waits for a decision."""

    title, parameter_name = "待办", "todo"

    CHOICES = {
        "waiting": ("待审核", "awaiting_decision"),
        "unmet": ("公开而从未对接", "unmet"),
        "never_listed": ("从未进入推荐", "never_listed"),
    }

    def lookups(self, request, model_admin):
        return [(value, words) for value, (words, _adjective) in self.CHOICES.items()]

    def queryset(self, request, queryset):
        chosen = self.CHOICES.get(self.value())
        return getattr(queryset, chosen[1])() if chosen else queryset


class ProfileAdmin(VerbPages, RecordAdmin):
    """A register whose rows come from lists or from units; what units hand in is decided upon here."""

    actions = [*RecordAdmin.actions, "publish_selected"]
    actions_detail = [
        *RecordAdmin.actions_detail, "unmask_page", "announce_page", "return_page", "take_down_page",
    ]  # fmt: skip

    def get_fields(self, request, obj=None):
        """With what an officer should know before deciding, first."""
        shown = ["cooperation_words" if name == "cooperation" else name for name in super().get_fields(request, obj)]
        return ["findings", "attachments", *shown]

    def get_actions_detail(self, request, object_id):
        """Of the verbs of review only those that may be said of the row as it stands."""
        status = self.model._base_manager.filter(pk=object_id).values_list("status", flat=True).first()
        said_when = {
            "announce_page": workflow.PUBLISH, "return_page": workflow.RETURN, "take_down_page": workflow.TAKE_DOWN,
        }  # fmt: skip
        hidden = tuple(name for name, verb in said_when.items() if status not in verb.sources)
        found = super().get_actions_detail(request, object_id)
        return [one for one in found if not one.action_name.endswith(hidden)]

    def has_decide_permission(self, request, obj=None):
        """Whether the person decides upon what units hand in."""
        return self._may(request, "decide")

    @admin.display(description="合作方式")
    def cooperation_words(self, obj):
        return obj.cooperation_words

    @display(description="效力", label={"有效": "success", "已作废": "danger"})
    def state(self, obj):
        """Of the register; how the profile stands is a column of its own."""
        return "已作废" if obj.voided_at else "有效"

    @admin.display(description="核对提示")
    def findings(self, obj):
        """What to look at before deciding; nothing is refused by it."""
        if obj.status != ProfileStatus.SUBMITTED:
            return "无"
        return format_html_join("", "<p>{}</p>", ((words,) for words in _findings(obj))) or "没有发现问题。"

    @admin.display(description="附件")
    def attachments(self, obj):
        """The files, for whoever decides."""
        noun = self.opts.model_name
        rows = ((reverse(f"matchmaking:{noun}-file-show", args=[obj.pk, one.pk]), one.name) for one in obj.files.all())
        return format_html_join("、", '<a href="{}">{}</a>', rows) or "无"

    @action(description="发布", permissions=["decide"], url_path="publish")
    def announce_page(self, request, object_id):
        """Publish, after reading what was found."""
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        asks = "".join(_findings(obj)) or "没有发现缺项、联系方式或重复。是否涉密须由人判断。"
        return self.say(request, object_id, "发布", workflow.publish, asks=asks)

    @action(description="退回", permissions=["decide"], url_path="return")
    def return_page(self, request, object_id):
        return self.say(request, object_id, "退回", workflow.return_, ReturnForm(request.POST or None))

    @action(description="下架", permissions=["decide"], url_path="take-down")
    def take_down_page(self, request, object_id):
        form = ReasonForm(request.POST or None)
        return self.say(request, object_id, "下架", workflow.take_down, form, danger=True)

    @admin.action(description="发布所选……", permissions=["decide"])
    def publish_selected(self, request, queryset):
        """First say which would be published and which not and why; then each in its own transaction."""
        if token := request.POST.get("confirmed"):
            return self._publish_all(request, token)
        chosen = list(queryset.order_by("pk").defer("search")[: AT_ONCE + 1])
        if len(chosen) > AT_ONCE:
            self.message_user(request, f"一次最多发布 {AT_ONCE} 条，请先用筛选缩小范围。", messages.ERROR)
            return None
        told = [(row, _why_not(row)) for row in chosen]
        taken = [row for row, why in told if not why]
        page = {
            "title": f"发布 {len(taken)} 条{self.opts.verbose_name}",
            "taken": taken,
            "skipped": [(row, why) for row, why in told if why],
            "token": signing.dumps([self.opts.label_lower, request.user.pk, [row.pk for row in taken]], salt=_SALT),
            "back": request.get_full_path(),
            "opts": self.opts,
        }
        context = {**self.admin_site.each_context(request), **page}
        return render(request, "admin/matchmaking/publish_selected.html", context)

    def _publish_all(self, request, token: str) -> None:
        try:
            label, person, pks = signing.loads(token, salt=_SALT, max_age=24 * 3600)
        except signing.BadSignature:
            label, person, pks = "", 0, []
        if (label, person) != (self.opts.label_lower, request.user.pk):
            self.message_user(request, "确认页已过期，请重新选择。", messages.ERROR)
            return
        done = 0
        for row in self.get_queryset(request).filter(pk__in=pks):
            try:
                workflow.publish(row, by=request.user)
                done += 1
            except Refused as refusal:
                self.message_user(request, str(refusal), messages.WARNING)
        self.message_user(request, f"已发布 {done} 条。")


def _findings(profile) -> list[str]:
    similar = (
        f"与{_named(one.profile)}{one.words}，请核对是否重复。" for one in resembling(profile)
    )  # fmt: skip
    return [*(f"{words}。" for words in (*missing(profile), *leaks(profile))), *similar]


def _named(profile) -> str:
    return f"{profile.organisation_name}的“{profile}”"


def _why_not(profile) -> str:
    """Why the batch leaves a row to a person; empty where it may be published."""
    if profile.voided_at:
        return "已作废"
    if profile.status != ProfileStatus.SUBMITTED:
        return profile.get_status_display()
    found = _findings(profile)
    return f"请单独核对：{found[0]}" if found else ""
