"""A name sealed on the phone opens on the server, for its own line, and nowhere else."""

import json
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from palier.residents.enums import ContactKind
from palier.residents.sealing import Named, UnopenableError, as_bytes, as_text, point_of, seal, unseal

EXAMPLE: dict[str, Any] = json.loads((Path(__file__).parents[1] / "fixtures" / "sealing.json").read_text())
ENTRY = UUID(EXAMPLE["entry"])
NAMED = Named("Zébulonne", "06 39 98 12 34", ContactKind.TELEPHONE, "le soir, après 18 h")


def private_key(jwk: dict[str, str]) -> ec.EllipticCurvePrivateKey:
    """Return the key of a JSON Web Key, as WebCrypto reads it."""
    return ec.derive_private_key(int.from_bytes(as_bytes(jwk["d"]), "big"), ec.SECP256R1())


STRUCTURE = private_key(EXAMPLE["structure_private"])


def sealed_with(**changes: Any) -> dict[str, Any]:
    return {**EXAMPLE["sealed"], **changes}


def test_example_opens() -> None:
    assert unseal(EXAMPLE["sealed"], entry=ENTRY, private=STRUCTURE) == NAMED


def test_example_is_sealed_again_to_the_same_bytes() -> None:
    sealed = seal(
        NAMED,
        entry=ENTRY,
        key=UUID(EXAMPLE["key"]["id"]),
        point=EXAMPLE["key"]["point"],
        ephemeral=private_key(EXAMPLE["ephemeral_private"]),
        iv=as_bytes(EXAMPLE["sealed"]["iv"]),
    )

    assert sealed == EXAMPLE["sealed"]


def test_two_seals_of_one_name_have_nothing_in_common() -> None:
    key, point = uuid4(), point_of(STRUCTURE.public_key())
    first, second = (seal(NAMED, entry=ENTRY, key=key, point=point) for _ in range(2))

    assert [name for name in ("point", "iv", "box") if first[name] == second[name]] == []
    assert [unseal(it, entry=ENTRY, private=STRUCTURE) for it in (first, second)] == [NAMED, NAMED]


def test_seal_says_nothing_in_clear() -> None:
    told = json.dumps(seal(NAMED, entry=ENTRY, key=uuid4(), point=point_of(STRUCTURE.public_key())))
    box = as_bytes(json.loads(told)["box"])

    assert [word for word in ("Zébulonne", "06 39 98", "soir") if word in told or word.encode() in box] == []


def test_seal_of_another_line_does_not_open() -> None:
    with pytest.raises(UnopenableError, match="autre rappel"):
        unseal(EXAMPLE["sealed"], entry=uuid4(), private=STRUCTURE)


def test_another_key_does_not_open() -> None:
    with pytest.raises(UnopenableError, match="ne s'ouvre pas"):
        unseal(EXAMPLE["sealed"], entry=ENTRY, private=ec.generate_private_key(ec.SECP256R1()))


@pytest.mark.parametrize("name", ["iv", "box"])
def test_one_bit_changed_does_not_open(name: str) -> None:
    data = bytearray(as_bytes(EXAMPLE["sealed"][name]))
    data[0] ^= 1

    with pytest.raises(UnopenableError, match="ne s'ouvre pas"):
        unseal(sealed_with(**{name: as_text(bytes(data))}), entry=ENTRY, private=STRUCTURE)


@pytest.mark.parametrize(
    "changes",
    [
        {"point": "AAAA"},
        {"point": "é"},
        {"point": None},
        {"iv": ""},
        {"box": "a"},
        {"key": "pas une clé"},
        {"key": None},
    ],
)
def test_shape_that_is_not_a_seal_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(UnopenableError):
        unseal(sealed_with(**changes), entry=ENTRY, private=STRUCTURE)


def test_missing_part_is_refused() -> None:
    sealed = {name: value for name, value in EXAMPLE["sealed"].items() if name != "box"}

    with pytest.raises(UnopenableError, match="forme attendue"):
        unseal(sealed, entry=ENTRY, private=STRUCTURE)


def test_later_version_says_so() -> None:
    with pytest.raises(UnopenableError, match="version"):
        unseal(sealed_with(v=2), entry=ENTRY, private=STRUCTURE)


@pytest.mark.parametrize("clear", [b"\xff", b"Zoubida", b"[]", b"3"])
def test_what_is_no_name_is_refused(clear: bytes) -> None:
    with pytest.raises(UnopenableError, match="pas un nom"):
        Named.read(clear)


def test_unknown_way_of_reaching_is_another_way() -> None:
    assert Named.read(b'{"first_name": "Ana", "kind": "pigeon"}') == Named("Ana", "", ContactKind.AUTRE)


def test_text_has_no_padding() -> None:
    assert as_text(b"\xff") == urlsafe_b64encode(b"\xff").decode().rstrip("=") == "_w"
