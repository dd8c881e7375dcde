"""What people of the simulated authority say: tables of words, and chance to choose among them."""

import tomllib
from collections.abc import Sequence
from importlib.resources import files
from random import Random
from typing import TypeVar

import msgspec

from standards.charter import Charter

T = TypeVar("T")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
GENERAL = "general"


class Trouble(msgspec.Struct, frozen=True):
    """
    Something that goes wrong: how people put it, and what the authority may find out about it.

    What is `promised` fits only a service of which something is promised.
    """

    category: str
    cause: str
    words: list[str]
    point: str
    found: str
    fine: str
    remedy: str
    done: str
    service: str | None = None
    standard: str | None = None
    promised: bool = False
    recommendation: str = ""


class Praise(msgspec.Struct, frozen=True):
    """Something that went well, and who it was."""

    words: list[str]
    praised: str
    service: str | None = None


class Remark(msgspec.Struct, frozen=True):
    """An idea or a question, with what is answered."""

    words: list[str]
    reply: str
    service: str | None = None


class Material(msgspec.Struct, frozen=True):
    """All the words for one charter."""

    streets: list[str]
    places: list[str]
    clinics: list[str]
    wants: list[str]
    additions: list[str]
    letters: list[str]
    notes: list[str]
    whys: list[str]
    asks: list[str]
    trouble: list[Trouble]
    fault: Trouble
    praise: list[Praise]
    idea: list[Remark]
    question: list[Remark]


def read_material(pack: str) -> Material:
    """Return the words written for a ready charter, or those that fit any."""
    folder = files("complaints.app.demonstration") / "words"
    own = folder / f"{pack}.toml"
    text = (own if own.is_file() else folder / f"{GENERAL}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Material)


def mid_sentence(name: str) -> str:
    """Return a name as it stands in a sentence: small, unless it is a name in capitals or of its own."""
    later = name.split()[1:]
    is_own = name[:2].isupper() or any(word[:1].isupper() for word in later)
    return name if is_own else name[:1].lower() + name[1:]


class Chance:
    """
    The luck of one case: its own, so that no case depends on what happens to another.

    The same seed and number draw the same, on every machine.
    """

    def __init__(self, seed: int, number: int, of: str = "") -> None:
        self._drawn_from = seed, number
        self._random = Random(f"{seed}:{number}{of}")  # noqa: S311 - a demonstration is to be repeatable

    def beside(self, of: str) -> "Chance":
        """Return other luck of the same case, so that what is drawn there leaves the rest as it is."""
        return Chance(*self._drawn_from, f":{of}")

    def happens(self, share: float) -> bool:
        """Whether something that happens in this share of cases happens."""
        return self._random.random() < share

    def one(self, things: Sequence[T]) -> T:
        """Return one of several."""
        return things[self._random.randrange(len(things))]

    def weighted(self, weights: dict[T, float]) -> T:
        """Return one of several that are not equally likely."""
        return self._random.choices(list(weights), weights=list(weights.values()))[0]

    def between(self, least: float, most: float) -> float:
        """Return something in between."""
        return self._random.uniform(least, most)

    def around(self, usual: float, spread: float = 0.45) -> float:
        """Return a duration: usually a little less than *usual*, now and then much more."""
        return usual * self._random.lognormvariate(0, spread)


class Wording:
    """Fills the gaps of one case's words, the same way each time."""

    def __init__(
        self, material: Material, charter: Charter, service: str | None, chance: Chance, standard: str | None = None
    ) -> None:
        known = charter.service(service)
        body = charter.bodies[known.body] if known else next(iter(charter.bodies.values()))
        promised = charter.standard(standard)
        weeks = int(chance.between(2, 9))
        self._gaps = {
            "street": chance.one(material.streets),
            "place": chance.one(material.places),
            "clinic": chance.one(material.clinics),
            "day": chance.one(DAYS),
            "was": f"last {chance.one(DAYS)}",
            "weeks": str(weeks),
            "days": str(weeks * 5 + int(chance.between(0, 5))),
            "months": str(int(chance.between(4, 9))),
            "year": str(int(chance.between(1995, 2019))),
            "service": mid_sentence(known.name if known else body.name),
            "body": body.name,
            "promise": promised.promise if promised else "We keep you informed.",
        }

    def fill(self, text: str) -> str:
        """Return the text with every gap filled."""
        return text.format(**self._gaps)
