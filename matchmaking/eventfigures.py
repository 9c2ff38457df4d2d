"""What two units did at a 对接会: contacts, intentions and agreements nested as the report counts them, by field and place."""

from django.db.models import Count, Q, Sum

from .choices import FIELD_CHOICES, WITH_INTENTION, ContactResult
from .models import Achievement, Contact, Deal, Demand, Event

_FIELDS = dict(FIELD_CHOICES)
UNTOLD = "未注明"


def brought_to(event: Event) -> Q:
    """Achievements or demands that were collected in the event's window, or are shown at one of its booths."""
    collected = Q(collected_on__gte=event.collect_from, collected_on__lte=event.collect_until)
    return collected | Q(organisation__in=event.booths.order_by().values("organisation"))


def items_of(event: Event, model):
    """The event's achievements or demands, as far as they are public."""
    return model.objects.published().filter(brought_to(event))


def met_at(event: Event):
    """Its contacts."""
    return Contact.objects.effective().filter(event=event)


def met_figures(event: Event) -> dict[str, int]:
    """成果、需求、对接、意向、达成协议、签约 of the event; an agreement is an intention, an intention a contact. Sums in yuan."""
    counts = met_at(event).aggregate(
        contacts=Count("pk"),
        intentions=Count("pk", filter=Q(result__in=WITH_INTENTION)),
        agreements=Count("pk", filter=Q(result=ContactResult.AGREEMENT)),
    )
    deals = Deal.objects.filter(interest__contact__event=event, agreed_at__isnull=False)
    signed = deals.aggregate(signed=Count("pk", filter=Q(signed_on__isnull=False)), amount=Sum("amount", default=0))
    items = {
        "achievements": items_of(event, Achievement).count(),
        "demands": items_of(event, Demand).count(),
        "interests": event.interests.count(),
    }
    return items | counts | {"signed": signed["signed"], "agreed_amount": int(signed["amount"])}


def by_field(event: Event) -> list[tuple[str, int]]:
    """Its contacts by the demand's field, the most first."""
    found: dict[str, int] = {}
    rows = met_at(event).order_by().values_list("demand__field", "demand__technology_field")
    for code, words, count in rows.annotate(count=Count("pk")):
        name = _FIELDS.get(code) or words or UNTOLD
        found[name] = found.get(name, 0) + count
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def by_place(event: Event) -> list[tuple[str, int]]:
    """Its contacts by the demand's place, the most first."""
    rows = met_at(event).order_by().values_list("demand__division__name").annotate(count=Count("pk"))
    return sorted(((name or UNTOLD, count) for name, count in rows), key=lambda one: (-one[1], one[0]))


def agreed(event: Event, at_most: int = 3) -> list[dict]:
    """The latest agreements as a screen shows them: parties by name only where both and the bureau let the public know."""
    rows = Deal.objects.filter(interest__contact__event=event, agreed_at__isnull=False)
    rows = rows.select_related("interest__achievement", "interest__demand").order_by("-agreed_at")[:at_most]
    return [
        {
            "pk": deal.pk,
            "at": deal.agreed_at,
            "field": deal.interest.demand.field_words or UNTOLD,
            "parties": _parties(event, deal),
            "amount": deal.amount_words,
            "is_signed": deal.signed_on is not None,
        }
        for deal in rows
    ]


def _parties(event: Event, deal: Deal) -> str:
    sides = deal.interest.demand, deal.interest.achievement
    if not event.names_parties or not all(side.names_unit and side.is_public() for side in sides):
        return ""
    return " × ".join(side.organisation_name for side in sides)
