"""What a unit says of what is recommended to it."""

from celery import current_app
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import record
from bureau.workflow import Refused
from matchmaking.choices import Grade
from matchmaking.models import Judgement, Recommendation
from matchmaking.profiles import Profile


def ring(profile: Profile) -> None:
    """After the commit, have a worker compute the item's list and those that it enters. By name: the tasks call this."""
    label, pk = profile._meta.model_name, profile.pk
    transaction.on_commit(
        lambda: current_app.signature("matchmaking.tasks.refresh_lists", [label, pk]).apply_async(), robust=True
    )


def dismiss(profile: Profile, other: Profile, *, by: User) -> None:
    """``other`` is not relevant to ``profile``: it leaves the list for good, and the pair goes into the evaluation set."""
    side = profile._meta.model_name
    own = type(profile).objects.owned_by(by).filter(pk=profile.pk)
    if by.is_staff or not by.has_perm(f"matchmaking.fill_{side}") or not own.exists():
        raise PermissionDenied("dismiss")
    both = {side: profile, other._meta.model_name: other}
    place = Recommendation.objects.filter(side=side, **both)
    judged = Judgement(side=side, grade=Grade.NONE, made_by=by, made_at=timezone.now(), **both)
    with transaction.atomic():
        if not (rank := place.values_list("rank", flat=True).first()):
            raise Refused("这一条已经不在推荐中。")
        judged.rank = rank
        try:
            with transaction.atomic():
                judged.save(force_insert=True)
        except IntegrityError as error:  # Two clicks at once.
            raise Refused("这一条已经标记过。") from error
        record(judged, "dismiss_match", by=by)
        place.delete()
        ring(profile)
