"""Rows made by hand, and lists of them."""

from datetime import date

from django.utils import timezone

from bureau.accounts.models import Organisation
from bureau.codes import application_number_check
from enterprises.models import Recognition
from patents.models import Patent


def patent(places, serial=1, **more):
    digits = f"20151{serial:07d}"
    values = {
        "application_number": digits, "check_digit": application_number_check(digits), "title": "一种方法",
        "kind": "invention", "applicants": "甲", "applicant_type": "企业", "division": places["章贡区"], "county": "章贡区",
        "filed_on": date(2015, 5, 5), "changed_at": timezone.now(),
    }  # fmt: skip
    return Patent.objects.create(**values | more)


def certificate(number, code, issued_on, **more):
    unit, _created = Organisation.objects.get_or_create(credit_code=code, defaults={"name": code, "name_key": code})
    return Recognition.objects.create(
        organisation=unit, enterprise_name=code, credit_code=code, certificate_number=number, issued_on=issued_on,
        changed_at=timezone.now(), **more,
    )  # fmt: skip
