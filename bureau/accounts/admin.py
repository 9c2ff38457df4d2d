"""Persons, units and places in the browser admin. The system administrator opens accounts, the security one grants roles."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from unfold.admin import TabularInline
from unfold.forms import AdminPasswordChangeForm, UserChangeForm, UserCreationForm

from bureau.admin import BureauAdmin
from bureau.personal import mask

from .choices import Business
from .models import Department, Division, DivisionFormerName, Organisation, OrganisationFormerName, User

admin.site.unregister(Group)


class RoleForm(forms.ModelForm):
    """Which roles a person holds, and in which 科室 they work; nothing else of the account."""

    class Meta:
        model = User
        fields = ["groups", "section"]
        widgets = {"groups": forms.CheckboxSelectMultiple}
        labels = {"groups": "角色"}


class DepartmentForm(forms.ModelForm):
    """A 科室 and the business that it owns."""

    apps = forms.MultipleChoiceField(
        label="主管业务",
        choices=Business.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="有科室主管的业务，只有该科室的人员能办理，其他科室只能查看和导出；没有科室主管的，各科室都能办理。",
    )

    class Meta:
        model = Department
        fields = ["name", "apps"]


@admin.register(Department)
class DepartmentAdmin(BureauAdmin):
    form = DepartmentForm
    list_display = ["name", "business"]
    ordering = ["name"]

    @admin.display(description="主管业务")
    def business(self, obj):
        return "、".join(Business(app).label for app in obj.apps) or "无"


@admin.register(User)
class UserAdmin(BureauAdmin, DjangoUserAdmin):
    """Accounts: opened and closed by one post, given roles by another (GB/T 22239-2019 8.1.4.2)."""

    is_exported = False  # Who has an account is told one at a time.
    form, add_form, change_password_form = UserChangeForm, UserCreationForm, AdminPasswordChangeForm
    list_display = ["username", "name", "section", "masked_mobile", "roles", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "name"]
    search_help_text = "用户名或姓名中任意两个字以上"
    filter_horizontal = ()
    ordering = ["username"]
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("个人信息", {"fields": ("name", "section", "masked_mobile")}),
        ("状态", {"fields": ("is_active", "is_staff", "roles", "last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("username", "name", "is_staff", "password1", "password2")}),)
    list_select_related = ["section"]
    readonly_fields = ("section", "masked_mobile", "roles", "last_login", "date_joined")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="手机号")
    def masked_mobile(self, obj):
        return mask(obj.mobile)

    @admin.display(description="角色")
    def roles(self, obj):
        return "、".join(group.name for group in obj.groups.all())

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) or request.user.has_perm("accounts.grant_role")

    def _grants_only(self, request) -> bool:
        return request.user.has_perm("accounts.grant_role") and not request.user.has_perm("accounts.change_user")

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is not None and self._grants_only(request):
            return RoleForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request, obj=None):
        if obj is not None and self._grants_only(request):
            return ((None, {"fields": ("groups", "section")}),)
        return super().get_fieldsets(request, obj)

    def user_change_password(self, request, id, form_url=""):
        """The system administrator's; who grants roles gives no passwords."""
        if not request.user.has_perm("accounts.change_user"):
            raise PermissionDenied
        return super().user_change_password(request, id, form_url)


class DivisionNames(TabularInline):
    model = DivisionFormerName
    extra = 0


@admin.register(Division)
class DivisionAdmin(BureauAdmin):
    list_display = ["name", "code", "kind", "within"]
    list_filter = ["kind"]
    list_select_related = ["within"]
    ordering = ["position"]
    inlines = [DivisionNames]


class OrganisationNames(TabularInline):
    model = OrganisationFormerName
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Organisation)
class OrganisationAdmin(BureauAdmin):
    list_display = ["name", "credit_code", "kind", "division", "created_at"]
    list_filter = ["kind", "division"]
    list_select_related = ["division"]
    search_fields = ["name"]
    search_help_text = "单位名称中任意两个字以上，或信用代码开头"
    ordering = ["-pk"]
    inlines = [OrganisationNames]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False
