"""What officers' pages show of rounds, plans and draws, in words."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils import timezone

from projects import drawing
from projects.assigning import SCALE
from projects.choices import DrawStatus
from projects.models import Application, AssignmentPlan, Draw, Expert, ReviewRound, Seat
from projects.workflow.solving import instance_of, progress

WEAKEST = 20


def plan_told(plan: AssignmentPlan) -> dict:
    """How far a plan is and how long it has taken; once it is solved its measures, and the pairs that match least."""
    seconds = int(((plan.solved_at or timezone.now()) - plan.asked_at).total_seconds())
    took = {"elapsed": f"{seconds // 60} 分 {seconds % 60} 秒"}
    if plan.total is None:
        told = progress(plan)
        return took | {"progress": told, "percent": round(told["share"] * 100)}
    instance, applications, experts = instance_of(bytes(plan.instance))
    rows, columns = ({key: place for place, key in enumerate(keys)} for keys in (applications, experts))
    told = sorted((int(instance.match[rows[a], columns[e]]), a, e) for a, e in plan.pairs)[:WEAKEST]
    titles = Application.objects.in_bulk([application for _match, application, _expert in told])
    names = Expert.objects.in_bulk([expert for _match, _application, expert in told])
    shown = {
        "total": _of_one(plan.total), "bound": _of_one(plan.bound), "worst": _of_one(plan.worst),
        "mean": _of_one(Decimal(plan.total) / max(len(plan.pairs), 1)),
        "share": _rounded(Decimal(plan.total) * 100 / plan.bound, 2) if plan.bound else 100,
    }  # fmt: skip
    weakest = [{"application": titles[a], "expert": names[e], "match": _of_one(m)} for m, a, e in told]
    return took | {"shown": shown, "weakest": weakest}


def _of_one(match) -> Decimal:
    return _rounded(Decimal(match) / SCALE, 2)


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def draw_told(draw: Draw) -> dict:
    """The lines of a draw with their counts and reasons, and, once it was drawn, everybody's seat."""
    counted = {line["line"]: line for line in drawing.counts(draw.content)} if draw.content else {}
    lines = []
    for line in draw.lines.select_related("group", "field"):
        count = counted.get(line.pk, {"eligible": "—", "others": {}})
        others = "、".join(f"{drawing.REASONS[why]} {number}" for why, number in count["others"].items())
        lines.append({
            "line": str(line), "field": line.field or "不限", "seats": line.seats, "backups": line.backups,
            "eligible": count["eligible"], "others": others,
        })  # fmt: skip
    seats = []
    if draw.status == DrawStatus.DRAWN:
        seats = Seat.objects.filter(line__draw=draw).select_related("expert", "line__group").order_by("line", "place")
    missed = drawing.left_out(draw.content, draw.result) if draw.seed else []
    names = Expert.objects.in_bulk([pk for pk, _why in missed])
    rounds = ReviewRound.objects.in_bulk(draw.content.get("rounds", ()))
    return {
        "lines": lines,
        "seats": seats,
        "choices": draw.choices.select_related("expert"),
        "left_out": [(names[pk], why) for pk, why in missed],
        "earlier": [rounds[pk] for pk in draw.content.get("rounds", ()) if pk in rounds],
    }
