"""A form sent empty is refused without a word of another structure."""

import pytest

from palier.structures.addresses import Address, addresses
from tests.tenancy.test_canaries import DRAWN_PAGES, answers
from tests.tenancy.world import FOREIGN, World

pytestmark = pytest.mark.django_db
WRITTEN = [address for address in addresses() if "POST" in address.methods and address.name not in DRAWN_PAGES]


@pytest.mark.parametrize("address", WRITTEN, ids=lambda address: address.name)
def test_refusal_says_no_word_of_another_structure(address: Address, world: World) -> None:
    told = answers(world, address, "POST")

    assert [person for person, text in told.items() if FOREIGN.casefold() in text.casefold()] == []
