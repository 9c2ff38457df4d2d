"""What comes in: the tags that a person takes."""

from django import forms

from bureau.portal.choices import Tag

HINTS = {
    Tag.FUNDS: "申报批次、奖补、科技金融",
    Tag.TECHNOLOGY: "技术攻关、研发平台、技术市场",
    Tag.TALENT: "人才项目、团队、特派员",
    Tag.RESULTS: "科技成果、对接会、转化",
}


class TagsForm(forms.Form):
    """Which tags."""

    tags = forms.MultipleChoiceField(
        label="我要接收的信息",
        choices=[(tag.value, f"{tag.label}（{HINTS[tag]}）") for tag in Tag],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="随时可以改；一个都不选就不再推送。",
    )
