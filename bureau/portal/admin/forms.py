"""What is typed into the admin's pages of the portal."""

from django import forms
from django.forms import ModelForm

from bureau.files import DOCUMENTS, CheckedFileField
from bureau.portal.choices import ColumnKind, Tag
from bureau.portal.models import Article
from bureau.portal.models.articles import GUIDE, MARKS

COMMON = ("column", "title", "source", "summary", "body", "tags", "publish_at")


class NewArticleForm(ModelForm):
    """Where it will stand and what it is called; the rest is asked on its own page, which knows the kind."""

    class Meta:
        model = Article
        fields = ["column", "title"]


class ArticleForm(ModelForm):
    """The content. ``saved`` is the version that was opened: what somebody else saved meanwhile is not overwritten."""

    saved = forms.IntegerField(widget=forms.HiddenInput, required=False)
    tags = forms.MultipleChoiceField(
        label="推送标签",
        choices=Tag.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=Article._meta.get_field("tags").help_text,
    )

    class Meta:
        model = Article
        fields = [*COMMON, "interprets", *MARKS, *GUIDE]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.newest = self.instance.versions.order_by("-pk").values_list("pk", flat=True).first()
        self.fields["saved"].initial = self.newest
        if "column" in self.fields:
            self.fields["column"].queryset = self.fields["column"].queryset.filter(kind=self.instance.kind)
        if "interprets" in self.fields:
            documents = Article.objects.published().filter(kind=ColumnKind.DOCUMENT).order_by("-released_at")
            self.fields["interprets"].queryset = documents | Article.objects.filter(pk=self.instance.interprets_id)

    def clean(self):
        cleaned = super().clean()
        saved = cleaned.pop("saved", None)
        if saved is not None and saved != self.newest:
            raise forms.ValidationError(
                "您打开之后，别人保存过这篇文章。您写的内容还在下面；请先在“修改记录”中查看别人的改动，合并后再保存一次。"
            )
        return cleaned


class OpinionForm(forms.Form):
    """What the reader says of it, if anything."""

    reason = forms.CharField(
        label="审校意见（可不填）", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class ScheduleForm(forms.Form):
    """When."""

    publish_at = forms.DateTimeField(
        label="定时发布时间（不填则由人工发布）",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class FileForm(forms.Form):
    """A file for an article."""

    file = CheckedFileField(label="文件", kinds=DOCUMENTS)
    is_picture = forms.BooleanField(required=False, widget=forms.HiddenInput)


class AnswerForm(forms.Form):
    """The answer, and whether everybody may read it."""

    text = forms.CharField(label="答复", max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    is_published = forms.BooleanField(
        label="在网站公开来信和答复", required=False, help_text="来信和答复中不能有手机号、身份证号、银行账号。"
    )
