"""Reads a charter: one TOML document with what an authority promises, by when and through whom."""

import hashlib
import re
import tomllib
from functools import lru_cache
from typing import Any, get_args

from standards.charter_checks import (
    build_calendar,
    check_authority,
    check_ladder,
    check_references,
    check_reminders,
    check_stages,
)
from standards.charter_lines import line_map
from standards.charter_parts import (
    Answered,
    Authority,
    Body,
    CalendarPart,
    Compliments,
    Contact,
    Extend,
    Kind,
    LateChanges,
    Outcome,
    OutcomeRule,
    Promise,
    Quiet,
    Reason,
    Recommendations,
    Remedy,
    Reminder,
    Service,
    Stage,
    StageRule,
    Standard,
    Tier,
    Unit,
)
from standards.charter_reading import Reader
from standards.charter_tree import Charter
from standards.charter_words import SECTION, read_words
from standards.errors import Fault, Invalid
from standards.limits import PLAIN, Counting, Limit

__all__ = [
    "Authority",
    "Body",
    "Charter",
    "Contact",
    "Extend",
    "Kind",
    "LateChanges",
    "Outcome",
    "Promise",
    "Quiet",
    "Reason",
    "Recommendations",
    "Remedy",
    "Reminder",
    "Service",
    "Stage",
    "StageRule",
    "Standard",
    "Tier",
    "Unit",
    "charter_hash",
    "load_charter",
]

FORMAT = 1
KEPT = 32
REQUIRED: dict[str, str] = {
    "authority": "[authority] with key, name, time_zone and default_calendar",
    "calendars": "at least one [calendars.KEY]",
    "bodies": "at least one [bodies.KEY]",
    "stages": "at least one [stages.KEY] with name and respond",
    "ladder": "at least one [[ladder]] tier, the last one independent",
    "outcomes": "at least one [[outcomes]] with code, words and counts_as",
}
KEYED: dict[str, type[Any]] = {
    "calendars": CalendarPart,
    "bodies": Body,
    "units": Unit,
    "services": Service,
    "standards": Standard,
    "stages": Stage,
}
CODED: dict[str, type[Any]] = {
    "outcomes": Outcome,
    "remedies": Remedy,
    "grounds": Reason,
    "closing_reasons": Reason,
}
SINGLE: dict[str, type[Any]] = {
    "compliments": Compliments,
    "suggestions": Answered,
    "enquiries": Answered,
    "recommendations": Recommendations,
    "quiet": Quiet,
    "late_changes": LateChanges,
}
LISTED: dict[str, type[Any]] = {"ladder": Tier, "reminders": Reminder}
PLAIN_VALUES = ("format", "case_outcome")
OTHERS = ("counting", "retention", SECTION)
SECTIONS = tuple(dict.fromkeys((*PLAIN_VALUES, *REQUIRED, *KEYED, *CODED, *SINGLE, *LISTED, *OTHERS)))
POSITION = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


def charter_hash(text: str) -> str:
    """Return what an adopted document is known by: any changed letter gives another hash."""
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=KEPT)
def load_charter(text: str) -> Charter:
    """
    Read and check a charter; when anything is wrong, raise Invalid with all faults, each with its line and field.

    The charters read last are remembered: nobody can change one, and pages that compare two ask for the same again.
    """
    raw = _parse(text)
    reader = Reader(line_map(text))
    charter = _read(reader, raw, charter_hash(text))
    if charter is None or reader.faults:
        faults = sorted(dict.fromkeys(reader.faults), key=lambda fault: (fault.line or 0, fault.path))
        raise Invalid(faults=faults)
    return charter


def _parse(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = POSITION.search(str(error))
        line = int(found[1]) if found and found[1] else text.count("\n") + 1
        message = f"this is not readable as TOML: {POSITION.sub('', str(error))}"
        raise Invalid(faults=[Fault("document", message, line)]) from error
    except RecursionError:
        raise Invalid(faults=[Fault("document", "brackets stand too deep inside each other to be read")]) from None


def _read(reader: Reader, raw: dict[str, Any], digest: str) -> Charter | None:
    _check_sections(reader, raw)
    plain = _plain_values(reader, raw)
    if "counting" in raw:
        reader.counting = reader.part(Counting, raw["counting"], ("counting",)) or PLAIN
    authority = reader.part(Authority, raw["authority"], ("authority",)) if "authority" in raw else None
    keyed = {name: reader.keyed(kind, raw.get(name, {}), (name,)) for name, kind in KEYED.items()}
    coded = {name: reader.coded(kind, raw[name], (name,)) for name, kind in CODED.items() if name in raw}
    single = {name: reader.part(kind, raw[name], (name,)) for name, kind in SINGLE.items() if name in raw}
    listed = {name: reader.listed(kind, raw.get(name, []), (name,)) for name, kind in LISTED.items()}
    declared = {name: raw[name] if isinstance(raw.get(name), dict) else {} for name in KEYED}
    if authority is not None:
        check_authority(reader, authority, declared["calendars"])
        for part in keyed["calendars"].values():
            build_calendar(reader, part, authority)
    check_references(reader, declared, keyed["units"], keyed["services"], keyed["standards"])
    check_stages(reader, keyed["stages"], declared)
    if raw.get("ladder"):
        check_ladder(reader, raw["ladder"], listed["ladder"], declared["stages"])
    check_reminders(reader, listed["reminders"])
    retention = _retention(reader, raw.get("retention", {}))
    words = read_words(reader, raw, authority) if authority is not None else {}
    if reader.faults or authority is None:
        return None
    whole = {name: tuple(part for part in parts if part is not None) for name, parts in listed.items()}
    parts: dict[str, Any] = {**plain, **keyed, **coded, **single, **whole}
    return Charter(
        authority=authority,
        counting=reader.counting,
        retention=retention,
        words=words,
        hash=digest,
        **parts,
    )


def _check_sections(reader: Reader, raw: dict[str, Any]) -> None:
    reader.known((), raw, SECTIONS)
    for name, wanted in REQUIRED.items():
        if not raw.get(name):
            reader.fault((name,), f"this part is missing; give {wanted}")


def _plain_values(reader: Reader, raw: dict[str, Any]) -> dict[str, Any]:
    if raw.get("format", FORMAT) != FORMAT:
        reader.fault(("format",), f"this reads format {FORMAT}, not {raw['format']!r}")
    rule = raw.get("case_outcome", get_args(OutcomeRule)[0])
    return {"format": FORMAT, "case_outcome": reader.value(OutcomeRule, rule, ("case_outcome",))}


def _retention(reader: Reader, raw: object) -> dict[str, Limit]:
    if not isinstance(raw, dict):
        reader.fault(("retention",), "must be a table of limits, such as complaint = '6 years'")
        return {}
    limits = {key: reader.value(Limit, value, ("retention", key)) for key, value in raw.items()}
    return {key: limit for key, limit in limits.items() if limit is not None}
