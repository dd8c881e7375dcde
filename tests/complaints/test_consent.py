"""Acting for the person: given by them, seen by them, ended by them at once; an ended consent reads nothing again."""

import re
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints.actions.agree import HelperDraft, TooManyHelpers, agree, who_acts
from complaints.actions.converse import write
from complaints.actions.end_consent import end_consent
from complaints.actions.own import own_case
from complaints.actions.show_code import NoMatch, show_code
from complaints.app.boundary import Application
from complaints.app.runner import drain
from complaints.domain.access import READ, SYSTEM, Actor, CaseRelations, Role, allowed, representative
from complaints.domain.case import NoSuchCase
from complaints.domain.consent import Consent, Given, Relation, Scope, Standing, holds, standing
from complaints.reads import case_for_person
from complaints.reads.contacts import consents_of
from complaints.schemas import Contact, Receipt, Representative
from standards.errors import Invalid
from tests.browse import Browser, a_browser, another_browser
from tests.escalation.steps import kinds_of
from tests.play import MONDAY, case_id, contact, lodge_one, staff, the_person

pytestmark = pytest.mark.on_sqlite

BEN = HelperDraft(relation=Relation.FAMILY, scope=Scope.ACT, contact=Contact(name="Ben Okoro", email="ben@example.org"))

instants = st.timedeltas(timedelta(0), timedelta(days=365)).map(
    lambda passed: datetime(2026, 1, 1, tzinfo=UTC) + passed
)
days = st.dates(date(2026, 1, 1), date(2027, 1, 1))
agreed = st.builds(
    Consent,
    scope=st.sampled_from(Scope),
    given_at=instants,
    expires_on=st.none() | days,
    ended_at=st.none() | instants,
)


@given(agreed, instants, instants)
def test_what_has_ended_never_holds_again(consent: Consent, first: datetime, later: datetime) -> None:
    first, later = min(first, later), max(first, later)
    if consent.ended_at is not None and consent.ended_at <= first:
        assert not holds(consent, first, first.date())
        assert not holds(consent, later, later.date())
    if not holds(consent, first, first.date()) and consent.given_at <= first:
        assert not holds(consent, later, later.date())


@given(agreed, instants)
def test_how_it_stands_says_the_same(consent: Consent, now: datetime) -> None:
    today = now.date()
    assert (standing(consent, now, today) is Standing.HOLDS) == holds(consent, now, today)


@given(st.lists(st.tuples(st.sampled_from(["agree", "end", "read", "pass a day"]), st.integers(0, 3)), max_size=30))
def test_no_sequence_of_doings_lets_an_ended_consent_read(doings: list[tuple[str, int]]) -> None:
    case, now = UUID(int=1), datetime(2026, 3, 1, tzinfo=UTC)
    consents: dict[UUID, Consent] = {}
    over: set[UUID] = set()
    for place, (doing, which) in enumerate(doings):
        keys = list(consents)
        one = keys[which % len(keys)] if keys else None
        if doing == "agree":
            until = now.date() + timedelta(days=which) if which else None
            consents[UUID(int=100 + place)] = Consent(Scope.FOLLOW, now, until)
        elif doing == "end" and one is not None:
            old = consents[one]
            consents[one] = Consent(old.scope, old.given_at, old.expires_on, old.ended_at or now)
            over.add(one)
        elif doing == "pass a day":
            now += timedelta(days=1)
        over |= {key for key, kept in consents.items() if kept.expires_on is not None and kept.expires_on < now.date()}
        good = frozenset(key for key, kept in consents.items() if holds(kept, now, now.date()))
        relations = CaseRelations(
            case, "works", None, Role.OFFICER, independent=False, seen_by_office=False, following=good
        )
        readers = {key for key in consents if allowed(representative(case, key), READ, relations)}
        assert readers == set(consents) - over


async def acting(application: Application, receipt: Receipt, draft: HelperDraft = BEN) -> tuple[Actor, str]:
    """Let somebody act for the person; return them, and their code."""
    async with application.work(await the_person(application, receipt)) as work:
        code = await agree(work, draft, key="one press")
    return await show_code(application, receipt.reference, code, address="x"), code


async def test_a_helper_reads_and_acts_with_a_code_of_their_own_until_it_is_ended(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    key = await case_id(application, receipt)
    ben, code = await acting(application, receipt)
    assert ben.role is Role.REPRESENTATIVE
    assert ben.id is not None

    async with application.work(ben, reading=True) as work:
        assert (await own_case(work)).reference == receipt.reference
    async with application.work(await the_person(application, receipt)) as work:
        await end_consent(work, ben.id)

    async with application.work(ben, reading=True) as work:
        with pytest.raises(NoSuchCase):
            await own_case(work)
    with pytest.raises(NoMatch):
        await show_code(application, receipt.reference, code, address="x")
    assert [kind for kind in await kinds_of(application, key) if kind.startswith("consent")] == [
        "consent.given",
        "consent.ended",
    ]


async def test_messages_owed_to_a_helper_are_not_sent_once_it_has_ended(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact(), safe_since="14:00", safe_until="15:00")
    key, officer = await case_id(application, receipt), await staff(application)
    ben, _ = await acting(application, receipt)
    assert ben.id is not None
    async with application.work(officer) as work:
        await write(work, key, "We looked at the depot.")
    async with application.work(await the_person(application, receipt)) as work:
        await end_consent(work, ben.id)

    application.clock.advance_to(MONDAY + timedelta(hours=5))
    await drain(application)

    assert "ben@example.org" not in {mail.to for mail in application.post_office.letters}
    assert "maria@example.org" in {mail.to for mail in application.post_office.letters}


async def test_a_consent_holds_through_its_last_day_where_the_authority_is(application: Application) -> None:
    receipt = await lodge_one(application)
    draft = HelperDraft(relation=Relation.LAWYER, scope=Scope.FOLLOW, contact=BEN.contact, expires_on=date(2026, 3, 3))
    ben, _ = await acting(application, receipt, draft)

    application.clock.advance_to(datetime(2026, 3, 3, 23, 59, tzinfo=UTC))
    async with application.work(ben, reading=True) as work:
        await own_case(work)
    application.clock.advance_to(datetime(2026, 3, 4, 0, 1, tzinfo=UTC))
    async with application.work(ben, reading=True) as work:
        with pytest.raises(NoSuchCase):
            await own_case(work)


async def test_a_helper_neither_lets_others_act_nor_ends_it_for_them(application: Application) -> None:
    receipt = await lodge_one(application)
    ben, _ = await acting(application, receipt)
    assert ben.id is not None

    async with application.work(ben) as work:
        for attempt in (agree(work, BEN, key="another"), end_consent(work, ben.id), who_acts(work)):
            with pytest.raises(NoSuchCase):
                await attempt


async def test_nobody_ends_what_belongs_to_another_case(application: Application) -> None:
    first, second = await lodge_one(application), await lodge_one(application)
    ben, _ = await acting(application, first)
    assert ben.id is not None

    async with application.work(await the_person(application, second)) as work:
        with pytest.raises(NoSuchCase):
            await end_consent(work, ben.id)
    async with application.work(ben, reading=True) as work:
        await own_case(work)


async def test_pressing_twice_lets_one_person_act_with_one_code(application: Application) -> None:
    receipt = await lodge_one(application)
    person = await the_person(application, receipt)
    async with application.work(person) as work:
        first = await agree(work, BEN, key="same")
    async with application.work(person) as work:
        assert await agree(work, BEN, key="same") == first
        assert len((await who_acts(work)).helpers) == 1


async def test_what_cannot_be_agreed_is_said_for_each_answer(application: Application) -> None:
    receipt = await lodge_one(application)
    async with application.work(await the_person(application, receipt)) as work:
        draft = HelperDraft(relation=Relation.OTHER, scope=Scope.ACT, contact=Contact(), expires_on=date(2026, 3, 1))
        with pytest.raises(Invalid) as refused:
            await agree(work, draft, key="x")
    assert {fault.path for fault in refused.value.faults} == {"contact.name", "expires_on"}


async def test_not_more_people_than_one_can_keep_in_view(application: Application) -> None:
    receipt = await lodge_one(application)
    async with application.work(await the_person(application, receipt)) as work:
        for number in range(10):
            await agree(work, BEN, key=str(number))
        with pytest.raises(TooManyHelpers):
            await agree(work, BEN, key="one more")
        await end_consent(work, (await consents_of(work, await case_id(application, receipt)))[0].id)
        await agree(work, BEN, key="one more")


async def _open(browser: Browser, receipt: Receipt, code: str = "") -> None:
    await browser.get("/track")
    await browser.post("/track", reference=receipt.reference, code=code or receipt.code)


async def test_the_page_lets_somebody_act_and_their_own_page_says_when_it_has_ended(application: Application) -> None:
    receipt = await lodge_one(application, contact=contact())
    async with a_browser(application) as browser:
        await _open(browser, receipt)
        page = await browser.get("/your-case/helpers")
        assert "Nobody acts for you" in page.text
        page = await browser.post("/your-case/helpers", until_day="31", until_month="2", until_year="2027")
        assert page.status == 400
        assert all(words in page.text for words in ("Choose who they are to you.", "Enter a real day"))
        page = await browser.post(
            "/your-case/helpers", helper_name="Ben Okoro", relation="family", scope="act", until_day="", until_month="",
            until_year="",
        )  # fmt: skip
        assert page.title == "Their code"
        code = "-".join(re.findall(r"rd-secret__group\">(\w{4})<", page.source))
        assert code not in page.path

        async with another_browser(browser) as ben:
            await _open(ben, receipt, code)
            assert (await ben.get("/your-case")).status == 200
            page = await ben.get("/your-case/helpers")
            assert page.path == "/your-case"
            assert "Only the person themself" in page.text

            kept = list(ben.client.cookies.jar)
            ben.client.cookies.clear()
            await _open(browser, receipt)
            page = await browser.get("/your-case/helpers")
            assert "Ben Okoro" in page.text
            (end,) = [action for action in page.actions if action.endswith("/end")]
            page = await browser.post(end)
            assert "It has ended" in page.text
            assert "Over" in page.text
            assert (await browser.get(end)).path == "/your-case/helpers"

            ben.client.cookies.clear()
            for cookie in kept:
                ben.client.cookies.jar.set_cookie(cookie)
            page = await ben.get("/your-case")
            assert page.path == "/track"
            assert "You do not act for this person any more" in page.text


async def test_the_desk_sees_who_acts_without_a_name_and_does_what_the_person_asks_on_the_telephone(
    application: Application,
) -> None:
    representing = Representative(relation=Relation.LAWYER, contact=Contact(name="Zelda Quist", email="z@example.org"))
    receipt = await lodge_one(application, contact=contact(), representative=representing)
    key = await case_id(application, receipt)
    await staff(application, username="amina")
    await staff(application, username="ben", units=("waste",))
    here = f"/desk/people/{receipt.reference}"
    async with a_browser(application) as browser:
        await browser.sign_in("ben")
        page = await browser.get(here)
        assert "A lawyer or adviser: holds" in page.text
        assert page.actions == {"/sign-out"}
        assert (await browser.post(f"{here}/end", consent=str(UUID(int=1)))).status == 404
        await browser.sign_out()

        await browser.sign_in("amina")
        page = await browser.get(f"/desk/cases/{receipt.reference}")
        assert "A lawyer or adviser reads everything and speaks for the person: holds." in page.text
        page = await browser.get(here)
        assert "Quist" not in page.source
        page = await browser.post(f"{here}/names", identity_reason="A letter came back.")
        assert "Zelda Quist" in page.text
        page = await browser.post(f"{here}/let", helper_name="Tom", relation="helper", scope="follow")
        assert "The code of who acts for the person" in page.text
        code = "-".join(re.findall(r"rd-secret__group\">(\w{4})<", page.source))
        assert (await show_code(application, receipt.reference, code, address="x")).role is Role.REPRESENTATIVE
        await browser.get(here)
        page = await browser.post(f"{here}/end")
        assert "It has ended" in page.text
    async with application.work(SYSTEM, reading=True) as work:
        found = await consents_of(work, key)
    assert [(one.given, one.standing) for one in found] == [
        (Given.SAID, Standing.ENDED),
        (Given.PAPER, Standing.HOLDS),
    ]


async def test_what_was_said_by_a_representative_is_told_to_the_person_by_whichever_way_they_gave(
    application: Application,
) -> None:
    acting_for = Representative(relation=Relation.FAMILY, contact=Contact(name="Ben Quist"))
    receipt = await lodge_one(application, contact=Contact(phone="020 7946 0018"), representative=acting_for)
    officer = await staff(application)
    async with a_browser(application) as browser:
        await browser.sign_in(officer.name.lower())
        page = await browser.get(f"/desk/cases/{receipt.reference}")
    assert "somebody told us something for you, and said that you agreed" in page.text
    assert "Quist" not in page.source


@pytest.mark.parametrize("reached", [contact(), Contact(phone="020 7946 0018")])
async def test_what_staff_writes_down_for_the_person_is_told_to_them(
    application: Application, reached: Contact
) -> None:
    receipt = await lodge_one(application, contact=reached)
    key, officer = await case_id(application, receipt), await staff(application)
    async with application.work(officer) as work:
        await agree(work, BEN, key="one press", case_id=key)
    await drain(application)

    async with application.work(SYSTEM, reading=True) as work:
        thread = [message.body for message in (await case_for_person(work.session, key)).messages]
    told = [letter.body for letter in application.post_office.letters] + thread
    assert [one for one in told if "We were told by letter or telephone that" in one]
