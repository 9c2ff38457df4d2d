"""A draw as tests need it: planned by one, watched by another, drawn."""

import pytest

from projects.models import Draw, DrawLine, ExpertiseField
from projects.workflow import drawing, rounds


@pytest.fixture
def officer(person):
    return person("officer")


@pytest.fixture
def scene(accepted, expert, round_of, officer):
    """(round, group, experts) of a round with one group of one application and eight experts of its field."""
    application = accepted()[0]
    round_ = round_of(application, per_application=2)
    experts_ = [expert(fields=["1310"]) for _ in range(8)]
    field = ExpertiseField.objects.get(code="13")
    group = rounds.compose_group(round_, by=officer, name="稀土组", field=field, applications=[application])
    return round_, group, experts_


@pytest.fixture
def prepared(scene, officer):
    round_, group, _experts = scene
    draw = drawing.plan(round_, by=officer)
    DrawLine.objects.create(draw=draw, group=group, field=group.field, seats=2, backups=2)
    drawing.prepare(draw, by=officer)
    return draw


@pytest.fixture
def drawn(prepared, head):
    drawing.supervise(prepared, by=head)
    return Draw.objects.get(pk=prepared.pk)


def fresh(user):
    return type(user).objects.get(pk=user.pk)


def settle(round_, group, officer, head, lines, **values):
    """A drawn plan of these lines."""
    draw = drawing.plan(round_, by=officer, **values)
    for one in lines:
        DrawLine.objects.create(draw=draw, group=group, **one)
    drawing.prepare(draw, by=officer)
    drawing.supervise(draw, by=head)
    return Draw.objects.get(pk=draw.pk)
