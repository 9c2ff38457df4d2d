"""Patents made by hand."""

from datetime import date
from itertools import count

from django.utils import timezone

from bureau.accounts.models import Organisation
from bureau.codes import application_number_check
from patents.models import Patent

TYPE_DIGIT = {"invention": 1, "utility_model": 2, "design": 3}
_serial = count(1)


def patent(places, **more) -> Patent:
    """One patent; what is not said is an enterprise's invention of 章贡区, filed on 5 May 2015."""
    kind = more.get("kind", "invention")
    digits = f"2015{TYPE_DIGIT[kind]}{next(_serial):07d}"
    values = {
        "application_number": digits, "check_digit": application_number_check(digits), "title": "一种方法", "kind": kind,
        "applicants": "甲", "applicant_type": "企业", "division": places["章贡区"], "county": "章贡区",
        "filed_on": date(2015, 5, 5), "changed_at": timezone.now(),
    }  # fmt: skip
    return Patent.objects.create(**values | more)


def patents_of(places, applicants: int, **more) -> list[Patent]:
    """One patent each of so many applicants."""
    return [patent(places, organisation_key=f"甲{n}", applicants=f"甲{n}", **more) for n in range(applicants)]


def unit(name: str) -> Organisation:
    """A unit without a code."""
    return Organisation.objects.get_or_create(name=name, defaults={"name_key": name})[0]
