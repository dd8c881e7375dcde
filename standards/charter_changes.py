"""What changes from one charter to the next, in sentences: what people are promised first."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, get_args

import msgspec

from standards.charter_lines import Path, path_words
from standards.charter_phrases import (
    WORDS,
    Area,
    Each,
    InLanguages,
    Names,
    Parts,
    Texts,
    Told,
    Value,
    YesNo,
    a_limit,
    on_day,
    quoted,
)
from standards.charter_tree import Charter
from standards.charter_vocabulary import phrase_of
from standards.charter_words import language_words
from standards.counting_words import usual_limit
from standards.limits import Limit
from standards.wording import list_words

AREAS: tuple[Area, ...] = get_args(Area)
NOTHING: tuple[Any, ...] = (None, "", ())
NOT_IN_THE_FIRST = ("counting", "late_changes", "case_outcome", "words", "format")
"""Rules every charter has: nothing can be said of a change before there was one."""


class Change(msgspec.Struct, frozen=True):
    """
    One thing that is not the same any more, as one sentence.

    `subject` is the key of the part it is about, `path` the place in the document; `before` and `after` are the values
    as they are written there, None where there is none.
    """

    area: Area
    subject: str
    sentence: str
    path: str
    before: str | None = None
    after: str | None = None


def changes(before: Charter | None, after: Charter, on: date | None = None) -> tuple[Change, ...]:
    """
    Return every difference between two charters, what people are promised first; of a first charter, all its parts.

    *on* is the day from which *after* holds; without it the sentences say "from the day it takes effect". Comments and
    the order of lines in a part are no difference, the order of parts is.
    """
    found = list(_Comparison(before, after, on).of_charter())
    ordered = sorted(found, key=lambda pair: (AREAS.index(pair[1].area), pair[0]))
    return tuple(change for _, change in ordered)


class _Spot(msgspec.Struct, frozen=True):
    """Where the comparison stands, and what the thing it stands at is called."""

    area: Area = "other"
    subject: str = ""
    path: Path = ()
    of: str = ""
    home: str = ""
    whom: str = "for cases received from that day"

    def at(self, *names: str | int, **other: Any) -> "_Spot":
        return msgspec.structs.replace(self, path=(*self.path, *names), **other)


Found = Iterator[tuple[int, Change]]
"""Changes, each with how much it matters."""


class _Comparison:
    """Walks two charters side by side, by the phrases for their parts."""

    def __init__(self, before: Charter | None, after: Charter, on: date | None) -> None:
        self.before, self.after = before, after
        self.old, self.new = Names(before or after), Names(after)
        self.day = f"from {on_day(on)}" if on else "from the day it takes effect"

    def of_charter(self) -> Found:
        for name in Charter.__struct_fields__:
            if self.before is not None or name not in NOT_IN_THE_FIRST:
                spot = _Spot(subject=name, path=(name,))
                yield from self._field(Charter, name, spot, getattr(self.before, name, None), getattr(self.after, name))

    # --- One field, by its phrase ---

    def _field(self, kind: type[Any], name: str, spot: _Spot, before: Any, after: Any) -> Found:
        phrase = phrase_of(kind, name)
        if phrase is None or (before == after and not isinstance(before, dict)):
            return
        if isinstance(phrase, Value | Parts) and phrase.area:
            spot = spot.at(area=phrase.area)
        match phrase:
            case Value():
                yield from self._value(phrase, spot, before, after)
            case YesNo():
                yield self._change(phrase, spot, phrase.yes if after else phrase.no, before, after)
            case Texts():
                moved = _moved([phrase.show(one) for one in before or ()], [phrase.show(one) for one in after or ()])
                yield self._change(phrase, spot, f"{phrase.topic}: {{moved}}", before, after, moved=moved)
            case Each() | InLanguages():
                yield from self._by_key(phrase, spot, before or {}, after or {})
            case Parts():
                yield from self._parts(phrase, spot, before, after)

    def _value(self, phrase: Value, spot: _Spot, before: Any, after: Any, **names: str) -> Found:
        if self._by_counting_alone(before, after):
            return
        old, new = (phrase.show is a_limit and _without_equal_rules(before, after)) or (
            phrase.none if before in NOTHING else phrase.show(self.old, before),
            phrase.none if after in NOTHING else phrase.show(self.new, after),
        )
        said = "{new}{since}. Until now: {old}" if phrase.clause else "{old} becomes {new}{since}"
        yield self._change(phrase, spot, f"{phrase.topic}: {said}", before, after, old=old, new=new, **names)

    def _each(self, phrase: Each, spot: _Spot, before: Mapping[str, Any], after: Mapping[str, Any]) -> Found:
        value = Value(phrase.topic, phrase.show, phrase.none, phrase.since, phrase.weight)
        for key in dict.fromkeys((*before, *after)):
            if before.get(key) != after.get(key):
                yield from self._value(value, spot.at(key), before.get(key), after.get(key), key=phrase.label(key))

    def _by_key(
        self, phrase: Each | InLanguages, spot: _Spot, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> Found:
        if isinstance(phrase, Each):
            yield from self._each(phrase, spot, before, after)
            return
        for lang in dict.fromkeys((*before, *after)):
            said = Each(f"“{{key}}” in {language_words(lang)}", str, quoted, "not said", since="", weight=WORDS)
            yield from self._each(said, spot.at(lang, subject=lang), before.get(lang, {}), after.get(lang, {}))

    # --- Parts that come, go and change ---

    def _parts(self, phrase: Parts, spot: _Spot, before: Any, after: Any) -> Found:
        match after or before:
            case tuple():
                yield from self._listed(phrase, spot, before or (), after or ())
            case dict():
                yield from self._keyed(phrase, spot, before or {}, after or {})
            case _:
                yield from self._part(phrase, spot, before, after)

    def _keyed(self, phrase: Parts, spot: _Spot, before: Mapping[str, Any], after: Mapping[str, Any]) -> Found:
        for key in dict.fromkeys((*after, *before)):
            yield from self._part(phrase, spot.at(key, subject=key), before.get(key), after.get(key))
        if [key for key in before if key in after] != [key for key in after if key in before]:
            yield self._order(phrase, spot)

    def _listed(self, phrase: Parts, spot: _Spot, before: Sequence[Any], after: Sequence[Any]) -> Found:
        stayed, gone = _paired(phrase, before, after)
        for new, part in enumerate(after):
            old = stayed.get(new)
            yield from self._part(phrase, _item(spot, part, new), None if old is None else before[old], part)
        for old in gone:
            yield from self._part(phrase, _item(spot, before[old], old), before[old], None)
        if list(stayed.values()) != sorted(stayed.values()):
            yield self._order(phrase, spot)

    def _part(self, phrase: Parts, spot: _Spot, before: Any, after: Any) -> Found:
        if before == after:
            return
        old = None if before is None else phrase.called(self.old, before, spot.of)
        new = None if after is None else phrase.called(self.new, after, spot.of)
        holds_in = self.after if after is not None or self.before is None else self.before
        spot = spot.at(whom=_whom(spot, holds_in))
        if before is None:
            more = phrase.more(self.new, after)
            yield self._change(phrase, spot, phrase.comes, None, new, thing=new, more=more)
        elif after is None:
            more = phrase.more(self.old, before)
            yield self._change(phrase, spot, phrase.goes, old, None, thing=old, more=more)
        elif phrase.turns:
            yield self._change(phrase, spot, phrase.turns, old, new, old=old, new=new)
        else:
            inside = spot.at(of=new, home=phrase.home(self.new, after) or spot.home)
            for name in type(after).__struct_fields__:
                yield from self._field(type(after), name, inside.at(name), getattr(before, name), getattr(after, name))

    def _order(self, phrase: Parts, spot: _Spot) -> tuple[int, Change]:
        said = f"The order in which {phrase.many}{' of {of}' if spot.of else ''} are listed changes"
        return self._change(Texts("", weight=WORDS), spot, said, None, None)

    # --- Sentences ---

    def _change(
        self, phrase: Told, spot: _Spot, pattern: str, before: Any, after: Any, **words: str | None
    ) -> tuple[int, Change]:
        since = {"": "", "day": f", {self.day}", "cases": f", {self.day}, {spot.whom}"}[phrase.since]
        whole = pattern if "{since}" in pattern else f"{pattern}{{since}}"
        sentence = whole.format(of=spot.of, home=spot.home, since=since, **words)
        change = Change(
            spot.area,
            spot.subject,
            f"{sentence[:1].upper()}{sentence[1:]}{'' if sentence.endswith('.”') else '.'}",
            path_words(spot.path),
            _raw(before),
            _raw(after),
        )
        return phrase.weight, change

    def _by_counting_alone(self, before: Any, after: Any) -> bool:
        """Whether a limit says the same as before, and only the rules for all limits changed; those are told once."""
        if not (isinstance(before, Limit) and isinstance(after, Limit) and self.before):
            return False
        return usual_limit(before, self.before.counting) == before and usual_limit(before, self.after.counting) == after


def _paired(phrase: Parts, before: Sequence[Any], after: Sequence[Any]) -> tuple[dict[int, int], list[int]]:
    """Return which part of *after* was which of *before*, by their places, and the places of those that are gone."""
    found: dict[int, int] = {}
    for same in (_itself, *phrase.same_as):
        for new, part in enumerate(after):
            left = (old for old in range(len(before)) if old not in found.values() and same(before[old]) == same(part))
            if new not in found and (old := next(left, None)) is not None:
                found[new] = old
    return dict(sorted(found.items())), [old for old in range(len(before)) if old not in found.values()]


def _itself(part: Any) -> Any:
    return part


def _item(spot: _Spot, part: Any, index: int) -> _Spot:
    """Return the place of a part in a list: by its key where it has one, else by its number."""
    key = getattr(part, "code", None) or getattr(part, "key", None)
    return spot.at(index) if key is None else spot.at(key, subject=key)


def _whom(spot: _Spot, charter: Charter) -> str:
    """Say which cases a change holds for: a case keeps the charter its stage began under."""
    first = {"stages": charter.first_tier.stage, "ladder": charter.first_tier.key}
    section = str(spot.path[0])
    if section in first and spot.subject != first[section]:
        return f"for cases that come to this {'stage' if section == 'stages' else 'step'} from that day"
    return spot.whom


def _moved(before: Sequence[str], after: Sequence[str]) -> str:
    """Say which texts of a list are added and which dropped."""
    fresh, gone = [one for one in after if one not in before], [one for one in before if one not in after]
    told = [
        f"{list_words([f'“{one}”' for one in some])} {'is' if len(some) == 1 else 'are'} {what}"
        for some, what in ((fresh, "added"), (gone, "dropped"))
        if some
    ]
    return "; ".join(told) or f"now in the order {list_words([f'“{one}”' for one in after])}"


def _without_equal_rules(before: Any, after: Any) -> tuple[str, str] | None:
    """Return two limits as amounts alone, where they are counted alike."""
    if not (isinstance(before, Limit) and isinstance(after, Limit)):
        return None
    alike = str(before).partition(", ")[2] == str(after).partition(", ")[2]
    return (before.words, after.words) if alike else None


def _raw(value: Any) -> str | None:
    """Return a value as it stands in the document, None where there is none."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(str(one) for one in value) or None
    return None if value is None else str(value) or None
