"""What an officer says at the review board."""

from django import forms

from projects.choices import RoundStatus
from projects.models import Application, ReviewRound

from .reviewing import ExpertField


class ThirdForm(forms.Form):
    """Who judges too, in which round."""

    round = forms.ModelChoiceField(ReviewRound.objects.none(), label="轮次", empty_label=None)
    expert = ExpertField()

    def __init__(self, *args, application: Application, **kwargs):
        super().__init__(*args, **kwargs)
        rows = ReviewRound.objects.filter(items__application=application, status=RoundStatus.REVIEWING)
        self.fields["round"].queryset = rows
