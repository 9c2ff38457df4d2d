"""Persons and units as the portal knows them: registered, members, recommending."""

import itertools

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Jurisdiction, Membership, Organisation, User
from bureau.codes import credit_code_check
from bureau.files import PDF
from bureau.registration.workflow import registrations
from bureau.text import name_key

LICENCE = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_numbers = itertools.count(1)


def credit_code(head: str = "91360702") -> str:
    """Another valid synthetic code (PDY is the zone that GB 11714 leaves to its users)."""
    first = f"{head}PDY{next(_numbers):05d}X"
    return first + credit_code_check(first)


def scan(name: str = "营业执照.pdf") -> SimpleUploadedFile:
    """A licence as a checked upload."""
    file = SimpleUploadedFile(name, LICENCE, "application/pdf")
    file.kind = PDF
    return file


def fresh(user: User) -> User:
    """The person as the next request knows them: without remembered permissions."""
    return User.objects.get(pk=user.pk)


@pytest.fixture
def somebody(person):
    """A person of the public: ``somebody("张三")``. Asks for ``person`` because that keeps files in the test's folder."""

    def make(name: str = "张三", mobile: str = "") -> User:
        number = next(_numbers)
        user = User(username=f"u{number}", name=name, mobile=mobile or f"139{number:08d}")
        user.set_unusable_password()
        user.save()
        return user

    return make


@pytest.fixture
def unit(places):
    """A unit that a list brought: ``unit("赣州甲有限公司", "章贡区")``."""

    def make(name: str = "", place: str = "章贡区", code: str = "") -> Organisation:
        name = name or f"赣州第{next(_numbers)}有限公司"
        return Organisation.objects.create(
            name=name, name_key=name_key(name), credit_code=code or credit_code(), division=places[place]
        )

    return make


@pytest.fixture
def member(somebody):
    """A person who acts for ``organisation``: ``member(organisation, MembershipRole.MANAGER)``."""

    def make(organisation, role=MembershipRole.CONTRIBUTOR, user=None) -> User:
        user = user or somebody("李四")
        Membership.objects.create(user=user, organisation=organisation, role=role)
        return fresh(user)

    return make


@pytest.fixture
def recommender(unit, member, places):
    """Somebody at the recommending unit of a place: ``recommender("章贡区")``."""

    def make(place: str = "章贡区") -> User:
        office = unit(f"{place}科技局", place, credit_code("11360702"))
        Jurisdiction.objects.create(unit=office, division=places[place])
        return member(office, MembershipRole.RECOMMENDER)

    return make


@pytest.fixture
def draft(somebody, places):
    """A registration with everything filled in: ``draft(by=person, name=…)``."""

    def make(by=None, **values):
        by = by or somebody()
        registration = registrations.begin(by=by)
        known = {
            "credit_code": credit_code(),
            "name": "赣州新甲有限公司",
            "kind": "enterprise",
            "division": places["章贡区"],
            "address": "章贡区1号",
            "legal_representative": "王五",
            "contact_name": "张三",
            "contact_phone": "13900001234",
        }
        registrations.fill_in(registration, by=by, **(known | values))
        if "licence" not in values:
            registrations.attach_licence(registration, by=by, file=scan())
        return registration

    return make


@pytest.fixture
def submitted(draft):
    """A registration that was handed in."""

    def make(by=None, **values):
        registration = draft(by, **values)
        registrations.submit(registration, by=registration.created_by)
        return registration

    return make
