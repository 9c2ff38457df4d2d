"""Personal data written anew under the newest key and the suite in force (GB/T 39786-2021: keys have a life)."""

from collections.abc import Callable, Iterator

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, models, transaction

from bureau.audit.book import note
from bureau.lists.kinds import get_kind
from bureau.lists.models import Change
from bureau.personal import BlindIndexField, EncryptedTextField, blind_index, decrypt, encrypt, mark

AT_ONCE = 1000  # Rows in one transaction: nobody waits long for a row.


def rotate(*, by, told: Callable[[str, int], None] = lambda _label, _count: None) -> int:
    """Re-encrypt every value that another key or suite wrote and renew every blind index; returns how many rows.

    May be interrupted and said again: what is done stays done. ``told`` hears each table and how many rows it had.
    """
    total = 0
    for model in secret_models():
        count = _rotate_model(model)
        told(str(model._meta.verbose_name), count)
        total += count
    factors = _rotate_factors()
    told(str(Authenticator._meta.verbose_name), factors)
    total += factors
    kept = _rotate_kept_changes()
    told(str(Change._meta.verbose_name), kept)
    note("rotate_keys", by=by, subject=mark().rstrip(":"), changes={"rows": [None, total + kept]})
    return total + kept


def secret_models() -> Iterator[type[models.Model]]:
    """Every model with an encrypted column."""
    for model in apps.get_models():
        if secrets_of(model):
            yield model


def secrets_of(model: type[models.Model]) -> list[str]:
    """The encrypted columns of ``model``."""
    return [f.column for f in model._meta.local_concrete_fields if isinstance(f, EncryptedTextField)]


def _rotate_model(model: type[models.Model]) -> int:
    secrets = secrets_of(model)
    indexes = {f.column: f.source for f in model._meta.local_concrete_fields if isinstance(f, BlindIndexField)}
    done, last = 0, 0
    while True:
        with transaction.atomic():
            rows = _next_rows(model, [*secrets, *indexes], last)
            if not rows:
                return done
            changed = [values for row in rows if (values := _renewed(row, secrets, indexes))]
            for pk, values in changed:
                _write(model, pk, values)
        done, last = done + len(changed), rows[-1]["id"]


def _next_rows(model: type[models.Model], columns: list[str], last: int) -> list[dict]:
    names = ", ".join(f'"{name}"' for name in columns)
    held = " OR ".join(f"\"{name}\" <> ''" for name in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "{model._meta.pk.column}", {names} FROM "{model._meta.db_table}" '
            f'WHERE "{model._meta.pk.column}" > %s AND ({held}) ORDER BY 1 LIMIT %s FOR UPDATE',
            [last, AT_ONCE],
        )
        return [dict(zip(["id", *columns], row, strict=True)) for row in cursor.fetchall()]


def _renewed(row: dict, secrets: list[str], indexes: dict[str, str]) -> tuple[int, dict[str, str]] | None:
    plain = {name: decrypt(row[name]) for name in secrets}
    values = {name: encrypt(plain[name]) for name in secrets if row[name] and not row[name].startswith(mark())}
    values |= {name: fresh for name, source in indexes.items() if (fresh := blind_index(plain[source])) != row[name]}
    return (row["id"], values) if values else None


def _write(model: type[models.Model], pk: int, values: dict[str, str]) -> None:
    sets = ", ".join(f'"{name}" = %s' for name in values)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{model._meta.db_table}" SET {sets} WHERE "{model._meta.pk.column}" = %s', [*values.values(), pk]
        )


def _rotate_factors() -> int:
    """The secrets of second factors, which allauth keeps in JSON under our keys."""
    done = 0
    for factor in Authenticator.objects.filter(data__has_any_keys=["secret", "seed"]).iterator(chunk_size=AT_ONCE):
        name = "secret" if "secret" in factor.data else "seed"
        if not factor.data[name].startswith(mark()):
            factor.data[name] = encrypt(decrypt(factor.data[name]))
            factor.save(update_fields=["data"])
            done += 1
    return done


def _rotate_kept_changes() -> int:
    """The old and new values that list runs keep for being taken back are stored as the registers store them."""
    done = 0
    for code in Change.objects.order_by().values_list("kind", flat=True).distinct():
        fields = {f.column: f for f in get_kind(code).model._meta.concrete_fields}
        secrets = [name for name, f in fields.items() if isinstance(f, EncryptedTextField)]
        if not secrets:
            continue
        rows = Change.objects.filter(kind=code).filter(
            models.Q(after__has_any_keys=secrets) | models.Q(before__has_any_keys=secrets)
        )
        for change in rows.iterator(chunk_size=AT_ONCE):
            if _renew_side(change.before, secrets, fields) | _renew_side(change.after, secrets, fields):
                change.save(update_fields=["before", "after"])
                done += 1
    return done


def _renew_side(side: dict, secrets: list[str], fields: dict[str, models.Field]) -> bool:
    """Renew the values of one side in place; whether there was anything to renew."""
    plain = {name: decrypt(side[name] or "") for name in secrets if name in side}
    fresh = {name: encrypt(text) for name, text in plain.items() if text and not side[name].startswith(mark())}
    for name, field in fields.items():
        if isinstance(field, BlindIndexField) and name in side and field.source in plain:
            index = blind_index(plain[field.source])
            fresh |= {name: index} if index != side[name] else {}
    side.update(fresh)
    return bool(fresh)
