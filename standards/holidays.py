"""Public holidays by country and region, one year at a time, remembered once looked up."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType

from holidays import country_holidays, list_localized_countries, list_supported_countries

from standards.errors import Invalid

ENGLISH = ("en_US", "en_GB")


@cache
def public_holidays(country: str, subdivision: str | None, year: int) -> Mapping[date, str]:
    """Return the public holidays of one calendar year with their names, in English where the library has them."""
    found = country_holidays(country, subdiv=subdivision, years=year, expand=False, language=_language(country))
    return MappingProxyType({day: found[day] for day in sorted(found) if day.year == year})


def region_fault(country: str, subdivision: str | None) -> str | None:
    """Say what is wrong with a country and region, or nothing when their holidays are known."""
    known = _regions()
    if country not in known:
        return f"no public holidays are known for country {country!r}; use a two-letter code such as 'GB' or 'ZA'"
    if subdivision is not None and subdivision not in known[country]:
        choices = ", ".join(known[country]) or "none"
        return f"{country} has no region {subdivision!r}; known regions: {choices}"
    return None


def require_region(country: str, subdivision: str | None) -> None:
    """Refuse a country or region whose holidays are not known."""
    fault = region_fault(country, subdivision)
    if fault:
        raise Invalid(f"Public holidays: {fault}.")


@cache
def _regions() -> Mapping[str, list[str]]:
    return list_supported_countries(include_aliases=True)


@cache
def _language(country: str) -> str | None:
    offered = list_localized_countries().get(country, [])
    return next((language for language in ENGLISH if language in offered), None)
