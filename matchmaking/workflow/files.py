"""Files of a profile: added and taken away while the unit may write on it, handed to the other side with a line in the book."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import note, record
from bureau.workflow import Refused
from matchmaking.models import Interest, ProfileFile
from matchmaking.profiles import Profile

from .profiles import REVISE

AT_MOST = 10  # Files of one profile.


def attach(profile: Profile, *, by: User, file) -> ProfileFile:
    """Add a checked file (``CheckedFileField``)."""
    with REVISE(profile, by=by):
        if ProfileFile.objects.of(profile).count() >= AT_MOST:
            raise Refused(f"最多上传 {AT_MOST} 个附件。")
        held = ProfileFile(
            file=file, name=file.name[:255], mime=file.kind.mime, attached_by=by, attached_at=timezone.now(),
            **{profile._meta.model_name: profile},
        )  # fmt: skip
        held.save()
        record(held, "attach", by=by)
        profile.changed_at = timezone.now()
    return held


def detach(profile: Profile, held: ProfileFile, *, by: User) -> None:
    """Take a file away."""
    with REVISE(profile, by=by):
        if getattr(held, f"{profile._meta.model_name}_id") != profile.pk:
            raise PermissionDenied("detach")
        record(held, "detach", by=by)
        held.delete()
        profile.changed_at = timezone.now()


def hand_over(interest: Interest, held: ProfileFile, *, by: User) -> ProfileFile:
    """The other side takes a file: the book says so before it goes out. Raises PermissionDenied for all others."""
    if not ProfileFile.objects.shown_to(by, interest).filter(pk=held.pk).exists():
        raise PermissionDenied("hand_over")
    note(
        "disclose_file",
        by=by,
        subject=held.name,
        model=held._meta.label_lower,
        object_id=held.pk,
        reason=f"对接意向 {interest.pk}",
    )
    return held
