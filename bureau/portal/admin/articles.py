"""Articles in the browser admin: written, read by three, published, followed through their editions."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from bureau.admin import BureauAdmin
from bureau.audit.choices import VERBS as WORDS
from bureau.audit.models import Entry
from bureau.design.editor import RichTextEditor
from bureau.files import Unacceptable
from bureau.portal.choices import OPEN, ArticleStatus, ColumnKind
from bureau.portal.differences import changes
from bureau.portal.models import Article, Attachment
from bureau.portal.models.articles import GUIDE, MARKS
from bureau.portal.views.articles import article_context
from bureau.portal.workflow import articles as workflow
from bureau.workflow import Refused

from .forms import ArticleForm, FileForm, NewArticleForm
from .verbs import VERBS, open_to

SHOWN_VERSIONS = 50


@admin.register(Article)
class ArticleAdmin(BureauAdmin):
    list_display = ["title", "column", "state", "edition", "publish_at", "released_at", "created_by"]
    list_filter = ["status", "column"]
    list_select_related = ["column", "created_by"]
    ordering = ["-pk"]
    change_form_outer_before_template = "admin/portal/article_panel.html"

    @admin.display(description="状态", ordering="status")
    def state(self, obj):
        shape = {"published": "good", "withdrawn": "bad", "discarded": "bad"}.get(obj.status, "")
        return format_html('<span class="bureau-tag {}">{}</span>', shape, obj.get_status_display())

    @admin.display(description="正文")
    def text_as_shown(self, obj):
        """What can no longer be changed is read as everybody reads it; it was cleaned when it was saved."""
        return mark_safe(f'<div class="bureau-page">{obj.body}</div>') if obj.body else "—"  # noqa: S308

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "text_as_shown"]

    def get_queryset(self, request):
        return super().get_queryset(request).defer("search", "text")

    def has_change_permission(self, request, obj=None):
        """A text is changed while it is a draft; a reader who wants a change returns it."""
        return super().has_change_permission(request) and (obj is None or obj.status == ArticleStatus.DRAFT)

    def get_form(self, request, obj=None, change=False, **kwargs):
        kwargs["form"] = ArticleForm if obj else NewArticleForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is None:
            return [(None, {"fields": ["column", "title"]})]
        hidden = ["saved"] if self.has_change_permission(request, obj) else []
        sets = [(None, {"fields": ["column", "title", "source", "summary", *hidden]})]
        if obj.kind == ColumnKind.DOCUMENT:
            sets.append(("文件信息", {"fields": list(MARKS)}))
        if obj.kind == ColumnKind.GUIDE:
            sets.append(("办事要素", {"fields": list(GUIDE)}))
        text = "body" if self.has_change_permission(request, obj) else "text_as_shown"
        body = [text, "interprets"] if obj.kind == ColumnKind.ARTICLE else [text]
        return [*sets, ("正文", {"fields": body}), ("发布", {"fields": ["tags", "publish_at"]})]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "body":
            kwargs["widget"] = RichTextEditor()
            return db_field.formfield(**kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Beginning and writing are verbs; they check, clean and write the book themselves."""
        if change:
            stored = Article.objects.get(pk=obj.pk)
            workflow.write(stored, by=request.user, **form.cleaned_data)
        else:
            made = workflow.draft(obj.column, by=request.user, title=obj.title)
            obj.__dict__.update(made.__dict__)

    def save_related(self, request, form, formsets, change):
        """There is nothing beside the content."""

    def response_add(self, request, obj, post_url_continue=None):
        """On to the page where it is written."""
        messages.success(request, "已建立草稿，请填写内容。")
        return redirect("admin:portal_article_change", obj.pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        article = self.get_object(request, object_id)
        more = self._panel(request, article) if article else {}
        try:
            return super().change_view(request, object_id, form_url, {**(extra_context or {}), **more})
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("admin:portal_article_change", object_id)

    def get_urls(self):
        site = self.admin_site.admin_view
        return [
            path("<int:pk>/verb/<slug:verb>/", site(self.verb_view), name="portal_article_verb"),
            path("<int:pk>/preview/", site(self.preview_view), name="portal_article_preview"),
            path("<int:pk>/files/", site(self.files_view), name="portal_article_files"),
            path("<int:pk>/files/<int:file>/detach/", site(self.detach_view), name="portal_article_detach"),
            path("<int:pk>/versions/", site(self.versions_view), name="portal_article_versions"),
            *super().get_urls(),
        ]

    def _article(self, request, pk: int) -> Article:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request).select_related("column"), pk=pk)

    def _context(self, request, title: str, **more) -> dict:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts, **more}

    def _panel(self, request, article: Article) -> dict:
        """What stands above the form: how far it is, what may be done, what to look at."""
        editions = Article.objects.filter(number=article.number).exclude(pk=article.pk).order_by("-edition")
        return {
            "article": article,
            "verbs": open_to(request.user, article),
            "steps": _steps(article),
            "warnings": workflow.warnings(article) if article.status in OPEN else [],
            "editions": editions.only("edition", "status", "title"),
            "attachments": article.attachments.all(),
            "may_write": self.has_change_permission(request, article),
        }

    def verb_view(self, request, pk: int, verb: str):
        """Say a verb of an article: what it does, what to look at first, its reason."""
        article, said = self._article(request, pk), VERBS.get(verb)
        if said is None or not request.user.has_perm(said.permission_for(article)):
            raise PermissionDenied
        back = reverse("admin:portal_article_change", args=[pk])
        if article.status not in said.sources:
            messages.warning(request, f"“{article}”{article.get_status_display()}，不能{said.label}。")
            return redirect(back)
        form = said.form(request.POST or None, initial={"publish_at": article.publish_at}) if said.form else None
        if request.method == "POST" and (form is None or form.is_valid()):
            try:
                done = said.say(article, by=request.user, **(form.cleaned_data if form else {}))
            except Refused as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, f"“{article}”{said.told}")
                return redirect("admin:portal_article_change", done.pk if done else pk)
        context = self._context(
            request, f"{said.label}：{article}", form=form, back=back, verb=said, article=article,
            warnings=workflow.warnings(article) if said.warns else [],
        )  # fmt: skip
        return render(request, "admin/portal/verb.html", context)

    def preview_view(self, request, pk: int):
        """The page as everybody would see it."""
        article = self._article(request, pk)
        return render(request, "portal/article.html", article_context(article) | {"preview": True})

    def files_view(self, request, pk: int):
        """The files of an article; a picture that the editor uploads gets its address as JSON."""
        article = self._article(request, pk)
        if not request.user.has_perm("portal.change_article"):
            raise PermissionDenied
        as_json = request.headers.get("Accept") == "application/json"
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                attachment = workflow.attach(article, by=request.user, **form.cleaned_data)
            except (Refused, Unacceptable) as refusal:
                form.add_error("file", str(refusal))
            else:
                if as_json:
                    return JsonResponse({"url": attachment.get_absolute_url(), "name": attachment.name})
                messages.success(request, f"已上传“{attachment}”。")
                return redirect("admin:portal_article_files", pk)
        if as_json:
            return JsonResponse({"error": "；".join(e for errors in form.errors.values() for e in errors)}, status=400)
        context = self._context(
            request, f"附件与图片：{article}", form=form, article=article, attachments=article.attachments.all(),
            may_write=self.has_change_permission(request, article),
        )  # fmt: skip
        return render(request, "admin/portal/files.html", context)

    def detach_view(self, request, pk: int, file: int):
        """Take a file from a draft."""
        article = self._article(request, pk)
        if request.method != "POST" or not request.user.has_perm("portal.change_article"):
            raise PermissionDenied
        attachment = get_object_or_404(Attachment, pk=file, article=article)
        try:
            workflow.detach(attachment, by=request.user)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"已移除“{attachment}”。")
        return redirect("admin:portal_article_files", pk)

    def versions_view(self, request, pk: int):
        """Every saved version of the edition with what changed, and of the edition before it, the last."""
        article = self._article(request, pk)
        saved = list(article.versions.select_related("saved_by").order_by("-pk")[: SHOWN_VERSIONS + 1])
        before = _last_of_previous_edition(article)
        pairs = zip(saved, [*saved[1:], before], strict=False)  # An edition that came with the system has no versions.
        lines = [{"version": after, "changes": changes(old, after)} for after, old in pairs][:SHOWN_VERSIONS]
        return render(
            request,
            "admin/portal/versions.html",
            self._context(request, f"修改记录：{article}", article=article, lines=lines),
        )


def _last_of_previous_edition(article: Article):
    previous = Article.objects.filter(number=article.number, edition__lt=article.edition).order_by("-edition").first()
    return previous.versions.order_by("-pk").first() if previous else None


def _steps(article: Article) -> list[dict]:
    """What the book says of the article, in order: the record of 三审三校."""
    lines = Entry.objects.about(article).order_by("pk").exclude(verb="change")[:100]
    return [
        {"verb": WORDS.get(line.verb, line.verb), "who": line.signature, "at": line.at, "reason": line.reason}
        for line in lines
    ]
