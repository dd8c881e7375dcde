"""The forms by which administrators edit the common things of a charter: what each shows, and what it makes of it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from complaints.web.forms import Form, day
from standards import charter_edit as edit
from standards.charter import Charter
from standards.charter_edit import NewStandard, ServiceWords, StageLimits, StandardWords
from standards.charter_parts import Closure, Opening
from standards.errors import Fault, Invalid, NotFound
from standards.wording import MONTHS, day_words, list_words

Values = dict[str, Any]
LONGEST_LIST, LONGEST_WORDS, LONGEST_NAME = 2_000, 500, 100
LEAP_YEAR = "2028"
STARTS = (
    ("told", "When somebody tells us, so that a clock runs on their case"),
    ("applied", "With something the case does not know, such as an application"),
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a draft and the charter it is."""

    document: str
    charter: Charter


@dataclass(frozen=True, slots=True)
class Sent:
    """What was typed: one value a field, and of fields that may be ticked several times all."""

    form: Form
    lists: Mapping[str, list[str]]

    @property
    def values(self) -> Values:
        """What the form shows again."""
        return {**self.form, **{name: ticked for name, ticked in self.lists.items() if name in TICKED}}


TICKED = ("calendars", "pick")
"""Fields that may be ticked several times."""


@dataclass(slots=True)
class Typed:
    """Reads what was typed and collects what cannot be read, so that all of it is said at once."""

    sent: Sent
    faults: list[Fault] = field(default_factory=list)

    def words(self, name: str, most: int = LONGEST_WORDS) -> str:
        """Return a text; one that is too long is a fault."""
        said = self.sent.form[name]
        if len(said) > most:
            self.faults.append(Fault(name, f"Use at most {most} characters."))
        return said

    def day(self, name: str) -> date | None:
        """Return a day typed in three boxes, None when they are empty."""
        try:
            return day(self.sent.form, name)
        except Invalid as refused:
            self.faults += refused.faults
            return None

    def percent(self, name: str) -> int | None:
        """Return a whole number from 0 to 100, None when there is none."""
        said = self.sent.form[name].removesuffix("%").strip()
        if not said:
            return None
        if not (said.isascii() and said.isdigit() and int(said[:4]) <= 100):  # noqa: PLR2004 - percent
            self.faults.append(Fault(name, "Write a whole number from 0 to 100, or leave it empty."))
            return None
        return int(said)

    def made(self, change: Callable[[], str], **fields: str) -> str:
        """
        Return what an edit makes; what it refuses is said together with what could not be read.

        *fields* are called otherwise in the form than in the edit.
        """
        try:
            document = change()
        except Invalid as refused:
            renamed = [Fault(fields.get(one.path, one.path), one.message) for one in refused.faults]
            raise Invalid("Some answers need another look.", faults=[*self.faults, *renamed]) from refused
        if self.faults:
            raise Invalid("Some answers need another look.", faults=self.faults)
        return document


@dataclass(frozen=True, slots=True)
class EditForm:
    """
    One small form.

    `show` returns what stands in it at first for the thing with this key, or raises NotFound; `make` returns the edited
    document, or raises Invalid with a fault for each field; `options` returns what there is to choose from.
    """

    template: str
    heading: str
    show: Callable[[Draft, str], Values]
    make: Callable[[Draft, str, Typed], str]
    options: Callable[[Draft], Values] = lambda _draft: {}


# --- standards ---


def _standard(draft: Draft, key: str) -> Values:
    found = edit.written(draft.document, "standards", key)
    return {
        "title": draft.charter.standards[key].promise,
        "promise": found["promise"],
        "limit": found["limit"],
        "target": str(found.get("target", "")),
        **_boxes("since", found.get("since")),
        **_boxes("until", found.get("until")),
    }


def _change_standard(draft: Draft, key: str, typed: Typed) -> str:
    return typed.made(lambda: edit.change_standard(draft.document, key, _standard_words(typed)))


def _standard_words(typed: Typed) -> StandardWords:
    return StandardWords(
        promise=typed.words("promise"),
        limit=typed.words("limit"),
        target=typed.percent("target"),
        since=typed.day("since"),
        until=typed.day("until"),
    )


def _add_standard(draft: Draft, _key: str, typed: Typed) -> str:
    sent = typed.sent.form
    new = NewStandard(
        name=typed.words("name", LONGEST_NAME),
        service=sent["service"],
        words=_standard_words(typed),
        starts="told" if sent["starts"] == "told" else "applied",
        source=typed.words("source"),
    )
    if not sent["starts"]:
        typed.faults.append(Fault("starts", "Say when its time begins."))
    return typed.made(lambda: edit.add_standard(draft.document, new)[0])


def _retired(draft: Draft, key: str) -> Values:
    found = draft.charter.standards.get(key)
    if found is None:
        raise NotFound(f"There is no standard {key!r}.")
    return {"title": found.promise, **_boxes("until", found.until)}


def _retire(draft: Draft, key: str, typed: Typed) -> str:
    until = typed.day("until")
    if until is None and not typed.faults:
        typed.faults.append(Fault("until", "Say which day is the last one."))
    return typed.made(lambda: edit.retire_standard(draft.document, key, until) if until else draft.document)


def _services(draft: Draft) -> Values:
    charter = draft.charter
    rows = [(key, f"{one.name} ({charter.bodies[one.body].name})") for key, one in charter.services.items()]
    return {"services": rows, "starts": [{"value": value, "text": text} for value, text in STARTS]}


# --- stages ---


def _stage(draft: Draft, key: str) -> Values:
    found = edit.written(draft.document, "stages", key)
    limits = {name: found.get(name, "") for name in StageLimits.__struct_fields__}
    return {"title": draft.charter.stages[key].name, **limits}


def _change_stage(draft: Draft, key: str, typed: Typed) -> str:
    limits = StageLimits(**{name: typed.words(name) for name in StageLimits.__struct_fields__})
    return typed.made(lambda: edit.change_stage(draft.document, key, limits))


# --- closed days and open days ---


def _with_holidays(draft: Draft, _key: str) -> Values:
    """Who keeps holidays is ticked at first; who works day and night is not shut by an oversight."""
    return {"calendars": [key for key, part in draft.charter.calendars.items() if part.holidays], "often": "once"}


def _calendars(draft: Draft) -> Values:
    rows = [{"value": key, "text": part.name} for key, part in draft.charter.calendars.items()]
    return {"calendars": rows, "what": "add-closure"}


def _opening_calendars(draft: Draft) -> Values:
    return _calendars(draft) | {"what": "add-opening"}


def _close(draft: Draft, _key: str, typed: Typed) -> str:
    every_year = typed.sent.form["often"] == "every"
    if every_year:
        typed = Typed(Sent(Form(typed.sent.form | {"on_year": LEAP_YEAR}), typed.sent.lists))
    on, until = typed.day("on"), typed.day("until")
    if on is None and not typed.faults:
        typed.faults.append(Fault("on", "Say which day."))
    if every_year and until is not None:
        said = "A day of every year is a single day: leave this empty, and add each day by itself."
        typed.faults.append(Fault("until", said))
    why = typed.words("why", LONGEST_NAME)
    calendars = typed.sent.lists.get("calendars", [])

    def close() -> str:
        if on is None:
            return draft.document
        last = None if until == on else until
        closure = Closure(why, every=f"{on:%m-%d}") if every_year else Closure(why, on=on, until=last)
        return edit.add_closure(draft.document, closure, calendars)

    return typed.made(close, every="on")


def _open(draft: Draft, _key: str, typed: Typed) -> str:
    on = typed.day("on")
    if on is None and not typed.faults:
        typed.faults.append(Fault("on", "Say which day."))
    hours = tuple(part.strip() for part in typed.words("hours").split(",") if part.strip())
    why = typed.words("why", LONGEST_NAME)
    calendars = typed.sent.lists.get("calendars", [])
    return typed.made(
        lambda: edit.add_opening(draft.document, Opening(on, hours, why), calendars) if on else draft.document,
        open="on",
    )


def _nothing(_draft: Draft, _key: str) -> Values:
    return {}


def _shut_days(draft: Draft) -> Values:
    rows = [(closure_words(row.closure), row.calendars) for row in edit.closures(draft.charter)]
    return {"days": _pairs(draft, rows), "what": "closed"}


def _open_days(draft: Draft) -> Values:
    rows = [(opening_words(row.opening), row.calendars) for row in edit.openings(draft.charter)]
    return {"days": _pairs(draft, rows), "what": "open"}


def _pairs(draft: Draft, rows: Iterable[tuple[str, Sequence[str]]]) -> list[dict[str, str]]:
    """Return each day on each calendar as something to tick: the number of the day and the key of the calendar."""
    return [
        {"value": f"{number}:{key}", "text": f"{words}: {draft.charter.calendars[key].name}"}
        for number, (words, calendars) in enumerate(rows)
        for key in calendars
    ]


def _reopen(draft: Draft, _key: str, typed: Typed) -> str:
    closures = [row.closure for row in edit.closures(draft.charter)]
    return _without(draft, typed, closures, edit.remove_closure)


def _forget_openings(draft: Draft, _key: str, typed: Typed) -> str:
    openings = [row.opening for row in edit.openings(draft.charter)]
    return _without(draft, typed, openings, edit.remove_opening)


def _without(draft: Draft, typed: Typed, days: Sequence[Any], remove: Callable[[str, Any, Sequence[str]], str]) -> str:
    chosen: dict[int, list[str]] = {}
    for pick in typed.sent.lists.get("pick", []):
        number, _, key = pick.partition(":")
        if number.isdigit() and int(number) < len(days):
            chosen.setdefault(int(number), []).append(key)
    if not chosen:
        typed.faults.append(Fault("pick", "Choose at least one."))

    def without() -> str:
        document = draft.document
        for index, calendars in chosen.items():
            document = remove(document, days[index], calendars)
        return document

    return typed.made(without, calendars="pick")


def closure_words(closure: Closure) -> str:
    """Return a closure as 'Harbour Day, every 3 June'."""
    if closure.every is not None:
        month, _, number = closure.every.partition("-")
        return f"{closure.why}, every {int(number)} {MONTHS[int(month) - 1]}"
    on = day_words(closure.on) if closure.on else ""
    return f"{closure.why}, {on}{f' to {day_words(closure.until)}' if closure.until else ''}"


def opening_words(opening: Opening) -> str:
    """Return an open day as 'Saturday 16 May 2026, 10:00-14:00 (The open day)'."""
    why = f" ({opening.why})" if opening.why else ""
    return f"{day_words(opening.on)}, {list_words(opening.hours)}{why}"


# --- services ---


def _service(draft: Draft, key: str) -> Values:
    found = draft.charter.service(key)
    if found is None:
        raise NotFound(f"There is no service {key!r}.")
    words = {"name": found.name, "about": found.about, "everyday": "\n".join(found.everyday)}
    return {"title": found.name, **words}


def _change_service(draft: Draft, key: str, typed: Typed) -> str:
    words = _service_words(typed)
    return typed.made(lambda: edit.change_service(draft.document, key, words))


def _add_service(draft: Draft, _key: str, typed: Typed) -> str:
    body, _, unit = typed.sent.form["office"].partition(":")
    words = _service_words(typed)
    return typed.made(lambda: edit.add_service(draft.document, body, unit, words)[0], body="office", unit="office")


def _service_words(typed: Typed) -> ServiceWords:
    everyday = (part.strip() for line in typed.words("everyday", LONGEST_LIST).splitlines() for part in line.split(","))
    return ServiceWords(
        name=typed.words("name", LONGEST_NAME),
        about=typed.words("about"),
        everyday=tuple(dict.fromkeys(word for word in everyday if word)),
    )


def _offices(draft: Draft) -> Values:
    charter = draft.charter
    rows = []
    for key, body in charter.bodies.items():
        rows.append((key, body.name))
        rows += [(f"{key}:{unit.key}", f"{body.name}: {unit.name}") for unit in charter.units_of(key)]
    return {"offices": rows}


def _boxes(name: str, on: date | None) -> dict[str, str]:
    """Return a day as the three boxes of a form."""
    if on is None:
        return {}
    return {f"{name}_day": str(on.day), f"{name}_month": str(on.month), f"{name}_year": str(on.year)}


FORMS: Mapping[str, EditForm] = {
    "standard": EditForm("admin/edit_standard.html", "Change what is promised", _standard, _change_standard),
    "add-standard": EditForm(
        "admin/edit_standard.html", "Promise something new about a service", _nothing, _add_standard, _services
    ),
    "retire": EditForm("admin/edit_retire.html", "Let a promise end", _retired, _retire),
    "stage": EditForm("admin/edit_stage.html", "Change the times of a step", _stage, _change_stage),
    "add-closure": EditForm("admin/edit_day.html", "Close on a day", _with_holidays, _close, _calendars),
    "remove-closure": EditForm("admin/edit_remove.html", "Open on a closed day again", _nothing, _reopen, _shut_days),
    "add-opening": EditForm(
        "admin/edit_day.html", "Open on a day with hours of its own", _with_holidays, _open, _opening_calendars
    ),
    "remove-opening": EditForm(
        "admin/edit_remove.html", "Take back a day with hours of its own", _nothing, _forget_openings, _open_days
    ),
    "service": EditForm("admin/edit_service.html", "Change a service", _service, _change_service),
    "add-service": EditForm("admin/edit_service.html", "Add a service", _nothing, _add_service, _offices),
}
"""The forms by the word in their address."""
