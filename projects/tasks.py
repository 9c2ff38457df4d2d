"""Doorbells: tasks take ids and call one function."""

from celery import shared_task

from bureau.accounts.models import User
from bureau.messaging.backends import NotSent
from bureau.publicity.models import Publicity

from . import expertlists, links
from .choices import PlanStatus
from .models import Application, Assignment, AssignmentPlan, ReviewRound
from .workflow import drawing, experts, granting, materials, ranking, replacing, similarity, solving, suggesting


@shared_task(acks_late=True, ignore_result=True)
def compare_application(pk: int) -> None:
    """Compare one application with all that stands."""
    similarity.compare_application(Application.objects.get(pk=pk))


@shared_task(acks_late=True, ignore_result=True, autoretry_for=(NotSent,), retry_backoff=60, max_retries=3)
def send_member_link(member_id: int, channel: str, link: str) -> None:
    """Send the link of a person of a team on one way."""
    links.send_member_link(member_id, channel, link)


@shared_task(ignore_result=True)
def compare_missed() -> None:
    """Ring for every application that was put forward and not compared."""
    for pk in similarity.not_compared():
        compare_application.delay(pk)


@shared_task(ignore_result=True)
def tend_experts() -> None:
    """Bring back whose pause is over, remind whose year ends, call the next where nobody answered, drop lists."""
    experts.tend()
    drawing.lapse()
    expertlists.forget()


@shared_task(ignore_result=True)
def remind_reviewers() -> None:
    """Remind experts of reviews that are nearly due, or overdue."""
    ranking.remind_due()


@shared_task(acks_late=True, ignore_result=True)
def pass_on(pk: int) -> None:
    """Give a review that a later recusal has blocked to somebody else."""
    replacing.pass_on(
        Assignment.objects.select_related("round__call", "application", "expert", "assigned_by").get(pk=pk)
    )


@shared_task(acks_late=True, ignore_result=True)
def read_attachments(pk: int) -> None:
    """Look what in the attachments of a round no machine can read, before it is to open."""
    for attachment in materials.not_read(ReviewRound.objects.get(pk=pk)).iterator():
        materials.read(attachment)


@shared_task(ignore_result=True)
def sweep_copies() -> None:
    """Delete experts' copies of attachments in rounds that are over."""
    materials.sweep()


@shared_task(acks_late=True, ignore_result=True)
def solve_plan(pk: int) -> None:
    """Compute who reviews what, once."""
    plan = AssignmentPlan.objects.get(pk=pk)
    if plan.status == PlanStatus.WAITING:
        solving.compute(plan)


@shared_task(acks_late=True, ignore_result=True)
def publicity_ended(publicity_id: int) -> None:
    """A 公示 of proposed projects is over."""
    granting.hear(Publicity.objects.get(pk=publicity_id))


@shared_task(acks_late=True, ignore_result=True)
def answer_suggestions(key: str, pks: list[int], user_id: int, outcome: str, reply: str) -> None:
    """Answer many suggestions alike; delivered again after a worker's death it goes on with those that are left."""
    suggesting.answer_each(key, pks, by=User.objects.get(pk=user_id), outcome=outcome, reply=reply)
