"""Facts of an invented town, and of a real one when its records are at hand."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reports.catalogue.council_pack import REPORT, build
from reports.domain.document import Document, Quote
from reports.domain.facts import Fact
from reports.parts import Parts, open_parts, write_parts
from reports.produce import Produced, produce
from reports.report import OfficePage
from tests.reports import boston as records
from tests.reports import town


@pytest.fixture(scope="session")
def boston(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The real records as parts."""
    if not records.CASES.is_file():
        pytest.skip("the records of Boston are not beside this checkout")
    folder = tmp_path_factory.mktemp("boston")
    write_parts(records.facts(), folder, as_of=records.AS_OF)
    return open_parts(folder)


@pytest.fixture(scope="session")
def boston_expected() -> dict[str, Any]:
    if not records.EXPECTED.is_file():
        pytest.skip("the expected figures of Boston are not beside this checkout")
    expected: dict[str, Any] = json.loads(records.EXPECTED.read_text())
    return expected


@pytest.fixture(scope="session")
def town_parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    """The invented town as parts."""
    folder = tmp_path_factory.mktemp("town")
    write_parts(town.facts(), folder, as_of=town.AS_OF, journal=48211, checkpoint="log 48211 3f9c")
    return open_parts(folder)


@pytest.fixture(scope="session")
def pack(town_parts: Parts) -> Document:
    """The council's pack of the invented town, with everything in it that an authority can hand in."""
    return build(
        town.brief(
            town_parts,
            status="tabled",
            changed=("You said the lights on Quay Street stayed dark. We now check them every Monday.",),
            quotes=(Quote("They took the time to explain everything twice.", "A person who asked us to pass it on"),),
            office=OfficePage(
                paragraphs=("One pattern worries us: repairs that are marked done and come back.",),
                signed_by="the Ombudsperson of Calder Bay",
                signed_on="Thursday 9 April 2026",
                sha256="0" * 64,
            ),
        )
    )


@pytest.fixture(scope="session")
def produced(pack: Document, tmp_path_factory: pytest.TempPathFactory) -> Produced:
    """The pack in every format."""
    return produce(REPORT, pack, tmp_path_factory.mktemp("produced"))


@pytest.fixture
def parts_of(tmp_path: Path) -> Callable[..., Parts]:
    """Return a function that writes facts and opens them."""

    def write(*facts: Fact) -> Parts:
        write_parts(facts, tmp_path / "facts", as_of=town.AS_OF)
        return open_parts(tmp_path / "facts")

    return write
