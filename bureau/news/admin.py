"""What was pushed, and who has read it, for the office."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.html import format_html

from bureau.admin import BureauAdmin

from .models import Item
from .receipts import firms_told, persons_of


@admin.register(Item)
class ItemAdmin(BureauAdmin):
    list_display = ["title", "kind", "words", "happened_at", "due_on", "told_count", "receipts"]
    list_filter = ["kind", "is_withdrawn"]
    ordering = ["-happened_at", "-pk"]
    fields = readonly_fields = [
        "kind",
        "title",
        "summary",
        "words",
        "url",
        "due_on",
        "happened_at",
        "is_withdrawn",
        "receipts",
    ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).counted()

    def get_urls(self):
        site = self.admin_site.admin_view
        return [path("<int:pk>/receipts/", site(self.receipts_view), name="news_item_receipts"), *super().get_urls()]

    @admin.display(description="标签")
    def words(self, obj):
        return "、".join(words for _tag, words in obj.tag_words)

    @admin.display(description="已推送（人）", ordering="told")
    def told_count(self, obj):
        return obj.told

    @admin.display(description="已读（人）")
    def receipts(self, obj):
        return format_html(
            '<a href="{}">{} 人已读，看回执</a>', reverse("admin:news_item_receipts", args=[obj.pk]), obj.opened
        )

    def receipts_view(self, request, pk: int):
        """By firm: who was told, who has read it and when; ``?unread=1`` the firms in which nobody has."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        item = get_object_or_404(Item.objects.visible_to(request.user), pk=pk)
        only_unread = request.GET.get("unread") == "1"
        page = Paginator(firms_told(item, only_unread=only_unread), 50).get_page(request.GET.get("page"))
        persons = persons_of(item, [firm.pk for firm in page])
        context = {
            **self.admin_site.each_context(request),
            "title": f"阅读回执：{item.title}",
            "item": item,
            "page": page,
            "lines": [(firm, persons.get(firm.pk, [])) for firm in page],
            "only_unread": only_unread,
            "opts": self.opts,
        }
        return render(request, "admin/news/receipts.html", context)
