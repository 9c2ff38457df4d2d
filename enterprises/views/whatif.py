"""A firm changes a number and sees what becomes of the answer; the portal proposes the cheapest way."""

from django.shortcuts import render
from django.views.decorators.http import require_safe

from enterprises import assessing
from enterprises.assessment.cheapest import Plan, cheapest, open_questions
from enterprises.assessment.engine import Unreadable, assess
from enterprises.assessment.numbers import plain
from enterprises.assessment.rulesets import RULE_SETS, in_force
from enterprises.assessment.whatif import changed
from enterprises.forms import WhatIfForm

from .yearly import own_data


@require_safe
def what_if(request, pk: int):
    """The answer before and after, line by line; the cheapest plan beside it."""
    data = own_data(request, pk)
    try:
        firm, before = assessing.answer_for(data)
    except Unreadable as unreadable:
        context = {"data": data, "problems": [str(problem) for problem in unreadable.problems]}
        return render(request, "enterprises/what_if.html", context)
    rules = RULE_SETS[before.rule_set]
    form = WhatIfForm(request.GET or None)
    after = assess(changed(firm, form.change()), rules) if request.GET and form.is_valid() else None
    plan = cheapest(firm, rules) if rules is in_force(firm.apply_on) and rules.code != "2008" else None
    context = {
        "data": data,
        "form": form,
        "before": before,
        "after": after,
        "lines": _pairs(before, after) if after else (),
        **(told(plan) if plan else {}),
    }
    return render(request, "enterprises/what_if.html", context)


def _pairs(before, after) -> list[tuple]:
    """Conditions, then the parts of the score: (line before, line after, whether it changed)."""
    first = [*before.conditions, *(part for item in before.score.items for part in item.parts)]
    second = [*after.conditions, *(part for item in after.score.items for part in item.parts)]
    return [(old, new, old != new) for old, new in zip(first, second, strict=True)]


def told(plan: Plan) -> dict:
    """A plan for a page."""
    return {
        "plan": plan,
        "expected_before": plain(plan.before),
        "expected_after": plain(plan.expected),
        "open_questions": open_questions(plan),
    }
