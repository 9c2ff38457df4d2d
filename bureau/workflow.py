"""What a verb is: who may say it, of which rows, when; locked, checked, saved and written into the book in one act."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, models, transaction

from bureau.audit.book import record, snapshot


class Refused(Exception):
    """The verb may not be said of this record now. ``str()`` is what to tell the person."""


def keep(obj: models.Model, before: dict) -> None:
    """Check and save a row that was stored as ``before`` says. Raises Refused with the sentences of what it breaks.

    The database checks its constraints while it saves; asking it about each beforehand would cost three statements apiece. Only
    when it refuses are they asked one by one, for their sentences. What an unchanged reference leads to is there.
    """
    same = {
        f.name for f in obj._meta.concrete_fields if f.remote_field and before.get(f.attname) == getattr(obj, f.attname)
    }
    try:
        obj.full_clean(exclude=same, validate_constraints=False)
        try:
            with transaction.atomic():
                obj.save()
        except IntegrityError:
            obj.validate_constraints()
            raise
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error


@dataclass(frozen=True, slots=True)
class Transition:
    """A verb: from which statuses, to which, by whom. ``sources`` None: from any; ``target`` None: the status stays.

    ``rows`` names the adjective that a row must answer to for the person: ``visible_to`` unless seeing it is not enough.
    """

    verb: str
    label: str
    sources: tuple[str, ...] | None
    target: str | None
    permission: str  # "app.codename", or "codename" for the app of the object itself.
    rows: str = "visible_to"

    def permission_for(self, obj) -> str:
        """The permission's full name; a verb of many nouns names ``{model}`` and takes the noun's own."""
        return self.permission.format(app=obj._meta.app_label, model=obj._meta.model_name)

    def is_allowed(self, obj, user) -> bool:
        """Whether ``user`` has the permission, and the row is one of those that the verb is for."""
        rows = getattr(type(obj)._default_manager, self.rows)(user)
        return user.has_perm(self.permission_for(obj)) and rows.filter(pk=obj.pk).exists()

    @contextmanager
    def __call__(self, obj: models.Model, *, by, reason: str = "") -> Iterator[None]:
        """Lock and re-read ``obj``, refuse or let the body change it, then move, validate, save and sign.

        ``by`` is a User, or the signature (str) of a command or timer, which answers to the operating system instead.
        Raises PermissionDenied, or Refused with the sentence for the person.
        """
        with transaction.atomic():
            obj.refresh_from_db(from_queryset=type(obj)._base_manager.select_for_update(of=("self",)))
            if not isinstance(by, str) and not self.is_allowed(obj, by):
                raise PermissionDenied(self.verb)
            if self.sources is not None and obj.status not in self.sources:
                raise Refused(f"“{obj}”{obj.get_status_display()}，不能{self.label}。")
            before = snapshot(obj)
            yield
            if self.target is not None:
                obj.status = self.target
            keep(obj, before)
            record(obj, self.verb, by=by, before=before, reason=reason)
