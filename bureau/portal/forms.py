"""What people type into the portal's pages."""

from urllib.parse import urlsplit

from django import forms
from django.core.validators import RegexValidator

_MOBILE = RegexValidator(r"^1[3-9]\d{9}$", "手机号应为 11 位数字，以 1 开头；不方便留可以不填。")


class FeedbackForm(forms.Form):
    """A message to the bureau. Name and mobile are wishes, not conditions."""

    token = forms.UUIDField(widget=forms.HiddenInput)
    subject = forms.CharField(label="主题", max_length=100)
    page_url = forms.CharField(
        label="有错误的网页地址", max_length=500, required=False, help_text="可从浏览器地址栏复制。"
    )
    body = forms.CharField(label="内容", max_length=2000, widget=forms.Textarea(attrs={"rows": 8}))
    name = forms.CharField(label="称呼", max_length=30, required=False)
    mobile = forms.CharField(
        label="手机号", max_length=20, required=False, help_text="只用于答复您，加密保存，不公开。"
    )

    def __init__(self, *args, channel, **kwargs):
        super().__init__(*args, **kwargs)
        if not channel.asks_page:
            del self.fields["page_url"]

    def clean_page_url(self):
        """Only an address that a browser opens harmlessly."""
        text = self.cleaned_data["page_url"].strip()
        if text and urlsplit(text).scheme not in {"", "http", "https"}:
            raise forms.ValidationError("网页地址要以 http:// 或 https:// 开头。")
        return text

    def clean_mobile(self):
        """A Chinese mobile number, or nothing."""
        text = "".join(self.cleaned_data["mobile"].split())
        if text:
            _MOBILE(text)
        return text


class QueryForm(forms.Form):
    """Which message."""

    receipt = forms.CharField(label="受理编号", max_length=30, help_text="提交后页面上显示的编号。")

    def clean_receipt(self):
        """As it was given, whatever the spaces and the case."""
        return "".join(self.cleaned_data["receipt"].split()).upper()
