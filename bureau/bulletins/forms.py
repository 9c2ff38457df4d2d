"""What people fill in about bulletins."""

from datetime import date

from django import forms

from patents.questions import Unanswerable, month_of


class DraftForm(forms.Form):
    """Which month."""

    month = forms.CharField(label="月份", widget=forms.TextInput(attrs={"type": "month"}))

    def clean_month(self) -> date:
        """Its first day."""
        try:
            return month_of(self.cleaned_data["month"], "月份")
        except Unanswerable as fault:
            raise forms.ValidationError(str(fault)) from None


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label="理由", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
