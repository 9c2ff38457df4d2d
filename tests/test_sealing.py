"""What is sealed for a public key opens with the private one alone, to the last bit, as what it was sealed about."""

import pytest

from bureau.ciphers import SUITES, Tampered
from bureau.sealing import new_pair, seal, unseal

CONTENT = "双级扩散炉，温差控制在三度以内".encode()


@pytest.fixture(params=SUITES)
def suite(request, settings):
    settings.CIPHER_SUITE = request.param
    return request.param


@pytest.mark.parametrize("content", [b"", CONTENT, CONTENT * 100_000])
def test_it_opens_with_the_private_key_alone(suite, content):
    private, public = new_pair()
    sealed = seal(public, content, about="1:JB1:1:0")

    assert unseal(private, sealed, about="1:JB1:1:0") == content
    assert not content or content[:24] not in sealed
    for key in (new_pair()[0], public):
        with pytest.raises(Tampered):
            unseal(key, sealed, about="1:JB1:1:0")


def test_each_sealing_has_a_key_of_its_own(suite):
    _private, public = new_pair()

    assert seal(public, CONTENT, about="x") != seal(public, CONTENT, about="x")


def test_nothing_else_opens(suite):
    private, public = new_pair()
    sealed = seal(public, CONTENT, about="1:JB1:1:0")
    changed = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in (0, 4, 40, len(sealed) - 1)]

    for wrong in (*changed, sealed[:30], sealed[:-1], b"", b"aes:"):
        with pytest.raises(Tampered):
            unseal(private, wrong, about="1:JB1:1:0")
    with pytest.raises(Tampered):
        unseal(private, sealed, about="1:JB1:1:1")


def test_what_one_suite_sealed_opens_when_the_other_writes(settings):
    private, public = new_pair()
    settings.CIPHER_SUITE = "sm"
    sealed = seal(public, CONTENT, about="x")
    settings.CIPHER_SUITE = "aes"

    assert unseal(private, sealed, about="x") == CONTENT
