"""What of applications and experts the match is made from. A constant number of queries."""

from collections.abc import Sequence

from projects import topics
from projects.choices import Meaning
from projects.models import Answer, Expert, Expertise, FormVersion, ReviewItem


def topics_of(items: Sequence[ReviewItem]) -> list[topics.Topic]:
    """The words of an application are its title and its summary, as its form calls it."""
    versions = FormVersion.objects.filter(pk__in={item.application.version_id for item in items})
    summaries = {field.code for version in versions if (field := version.form.meant(Meaning.SUMMARY))}
    words = {}
    for answer in Answer.objects.filter(application__in=[item.application_id for item in items], code__in=summaries):
        words[answer.application_id] = answer.value if isinstance(answer.value, str) else ""
    return [
        topics.Topic(
            item.field.code if item.field else "", f"{item.application.title} {words.get(item.application_id, '')}"
        )
        for item in items
    ]


def knowledge_of(experts: Sequence[Expert]) -> list[topics.Knowledge]:
    """The fields of each expert, best known first, and the words that they use of themselves."""
    fields: dict[int, list] = {expert.pk: [] for expert in experts}
    for row in Expertise.objects.filter(expert__in=experts).select_related("field").order_by("expert", "position"):
        fields[row.expert_id].append(row.field)
    return [
        topics.Knowledge(
            tuple(field.code for field in fields[expert.pk]),
            "、".join([expert.keywords, expert.speciality, *(field.keywords for field in fields[expert.pk])]),
        )
        for expert in experts
    ]
