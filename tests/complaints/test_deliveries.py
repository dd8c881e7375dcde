"""How a message gets to people: by mail, by post, by telephone; when, to whom, and under which name."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from sqlalchemy import select

from complaints import store
from complaints.actions.converse import told
from complaints.actions.owe import drop_for_consent, owe_anew
from complaints.app.boundary import Application, Mail
from complaints.app.runner import drain
from complaints.app.settings import Settings
from complaints.domain.access import SYSTEM
from complaints.domain.case import Visibility
from complaints.domain.consent import Relation, Scope
from complaints.domain.deliveries import ways
from complaints.domain.matter import Format
from complaints.domain.quiet import SafeHours, first_moment, safe_from, safe_hours
from complaints.kernel.mail import Letter, compose
from complaints.schemas import Receipt, Representative
from complaints.tables import DeliveryRow
from standards.charter import Quiet, load_charter
from standards.packs import read_pack
from tests.play import MONDAY, KeptPost, an_application, case_id, contact, lodge_one

HELPER = Representative(relation=Relation.HELPER, contact=contact(name="Ada Novak", email="ada@example.org"))


@pytest.fixture
async def town(sqlite_url: str, tmp_path: Path) -> AsyncIterator[Application]:
    async with an_application(sqlite_url, tmp_path) as application:
        yield application


def letters(town: Application) -> list[Letter]:
    """Return what left, save for what tells a person who acts for them."""
    assert isinstance(town.post_office, KeptPost)
    return [one for one in town.post_office.letters if ":represented:" not in one.key]


async def owed(town: Application) -> list[tuple[str, str, str]]:
    async with town.work(SYSTEM, reading=True) as work:
        rows = (await work.session.scalars(select(DeliveryRow).order_by(DeliveryRow.id))).all()
    return [(row.message, row.way, row.state) for row in rows]


async def write(town: Application, receipt: Receipt, *, at: datetime, words: str = "We asked the depot.") -> None:
    """Write to the person, and let go what may."""
    async with town.work(SYSTEM, now=at) as work:
        case = await store.load(work.session, await case_id(town, receipt))
        await told(work, case, key=f"letter:{case.journal_length + 1}", subject="", words=words)
    await drain(town, now=at)


class TestWays:
    def test_a_message_goes_the_way_the_person_chose_and_none_where_they_chose_none(self) -> None:
        assert ways("receipt:1", None, "team", []) == {}
        assert ways("receipt:1", "email", "team", []) == {"receipt:1": "email"}
        assert ways("receipt:1", "post", "unit", ["braille"]) == {"receipt:1": "post"}

    def test_whoever_wants_nobody_to_know_their_name_is_reached_by_mail_alone(self) -> None:
        assert ways("receipt:1", "post", Visibility.NOBODY.value, []) == {}
        assert ways("receipt:1", "email", Visibility.NOBODY.value, ["audio"]) == {"receipt:1": "email"}

    @pytest.mark.parametrize("made", ["easy_read", "audio", "braille", "sign_language", "call"])
    def test_what_no_machine_makes_is_somebodys_to_make_beside_the_mail(self, made: str) -> None:
        assert ways("receipt:1", "email", "team", [made]) == {"receipt:1": "email", "receipt:1:made": "hand"}

    @pytest.mark.parametrize("by_itself", ["large_print", "interpreter"])
    def test_what_a_machine_makes_needs_nobody(self, by_itself: str) -> None:
        assert ways("receipt:1", "email", "team", [by_itself]) == {"receipt:1": "email"}

    async def test_each_is_kept_with_the_message(self, town: Application) -> None:
        await lodge_one(town, contact=contact(), formats=(Format.BRAILLE,), representative=HELPER)
        await lodge_one(town, contact=contact(email=None, phone="01632 960 001"))
        await lodge_one(town)

        assert sorted(await owed(town)) == [
            ("receipt:1", "email", "done"),
            ("receipt:1", "email", "done"),
            ("receipt:1", "hand", "owed"),
            ("receipt:1", "hand", "owed"),
            ("receipt:1", "phone", "owed"),
        ]
        assert {one.to for one in letters(town)} == {"maria@example.org", "ada@example.org"}


class TestRepresentatives:
    @pytest.mark.parametrize("scope", Scope)
    async def test_whoever_acts_or_follows_hears_what_the_person_hears(self, town: Application, scope: Scope) -> None:
        acting = Representative(relation=Relation.FAMILY, contact=HELPER.contact, scope=scope)
        receipt = await lodge_one(town, contact=contact(), representative=acting)

        await write(town, receipt, at=MONDAY + timedelta(hours=1))

        assert sorted(one.to for one in letters(town)) == ["ada@example.org"] * 2 + ["maria@example.org"] * 2
        assert len({one.key for one in letters(town)}) == 4

    async def test_nothing_leaves_behind_the_last_day_of_a_consent(self, town: Application) -> None:
        acting = Representative(relation=Relation.FAMILY, contact=HELPER.contact, expires_on=date(2026, 3, 3))
        receipt = await lodge_one(town, representative=acting)
        await write(town, receipt, at=MONDAY.replace(day=3, hour=12))
        night = MONDAY.replace(day=3, hour=23)

        await write(town, receipt, at=night, words="Written on the last evening.")
        await drain(town, now=MONDAY.replace(day=4, hour=12))
        await write(town, receipt, at=MONDAY.replace(day=4, hour=13), words="Written a day too late.")

        assert len(letters(town)) == 2
        assert not [one for one in letters(town) if "Written" in one.body]

    async def test_what_is_owed_is_dropped_when_a_consent_ends(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=contact(), representative=HELPER)
        night = MONDAY.replace(hour=23)
        await write(town, receipt, at=night)

        async with town.work(SYSTEM, now=night) as work:
            [consent] = await store.consents(work.session, await case_id(town, receipt))
            await drop_for_consent(work, consent.id)
        await drain(town, now=MONDAY.replace(day=3, hour=9))

        assert [one.to for one in letters(town)][2:] == ["maria@example.org"]
        assert [state for _, _, state in await owed(town)].count("dropped") == 1


class TestAnotherWay:
    async def test_what_is_still_owed_goes_the_way_the_person_is_reached_by_now(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=contact(phone="01632 960 001"))
        night = MONDAY.replace(hour=23)
        await write(town, receipt, at=night)

        async with town.work(SYSTEM, now=night) as work:
            case = await store.load(work.session, await case_id(town, receipt))
            case.reply_by = "phone"
            await owe_anew(work, case)
        await drain(town, now=MONDAY.replace(day=3, hour=9))

        assert len(letters(town)) == 1
        assert sorted((way, state) for _, way, state in await owed(town)) == [
            ("email", "done"),
            ("email", "dropped"),
            ("phone", "owed"),
        ]


class TestHours:
    async def test_safe_hours_hold_back_even_the_receipt(self, town: Application) -> None:
        await lodge_one(town, contact=contact(), safe_since="18:00", safe_until="20:00")
        assert not letters(town)

        await drain(town, now=MONDAY.replace(hour=17, minute=59))
        assert not letters(town)

        await drain(town, now=MONDAY.replace(hour=18))
        assert "We have your message" in letters(town)[0].subject

    async def test_mail_that_comes_too_late_for_its_hours_waits_for_the_next_day(self, town: Application) -> None:
        """The server was away while it was safe: what should have left then does not leave at midnight."""
        await lodge_one(town, contact=contact(), safe_since="10:00", safe_until="11:00")

        await drain(town, now=MONDAY.replace(hour=23))
        assert not letters(town)

        await drain(town, now=MONDAY.replace(day=3, hour=10, minute=30))
        assert len(letters(town)) == 1

    QUIET = Quiet("20:00", "08:00")
    CALENDAR = load_charter(read_pack("calder_bay")).calendar()

    @pytest.mark.parametrize(
        ("safe", "at", "leaves"),
        [
            ((None, None), "2026-03-02 07:00", "2026-03-02 08:00"),
            (("09:00", "12:30"), "2026-03-02 07:00", "2026-03-02 09:00"),
            (("09:00", "12:30"), "2026-03-02 12:29", "2026-03-02 12:29"),
            (("09:00", "12:30"), "2026-03-02 12:30", "2026-03-03 09:00"),
            (("06:00", "12:30"), "2026-03-02 06:30", "2026-03-02 08:00"),
            (("18:00", "23:00"), "2026-03-02 21:00", "2026-03-03 18:00"),
            (("22:00", "02:00"), "2026-03-02 12:00", "2026-03-02 22:00"),
            (("22:00", "02:00"), "2026-03-03 01:00", "2026-03-03 01:00"),
            (("21:00", "22:00"), "2026-03-02 12:00", "2026-03-02 21:00"),
            (("09:00", None), "2026-03-02 08:30", "2026-03-02 09:00"),
            ((None, "10:00"), "2026-03-02 10:30", "2026-03-03 08:00"),
        ],
    )
    def test_the_persons_hours_and_the_quiet_ones_together(
        self, safe: tuple[str | None, str | None], at: str, leaves: str
    ) -> None:
        since = datetime.fromisoformat(f"{at}+00:00")

        assert first_moment(self.QUIET, safe_hours(*safe), self.CALENDAR, since) == datetime.fromisoformat(
            f"{leaves}+00:00"
        )

    def test_equal_ends_and_none_mean_any_time(self) -> None:
        noon = MONDAY.replace(hour=12)

        assert safe_hours(None, None) is None
        assert safe_from(SafeHours(noon.time(), noon.time()), self.CALENDAR, MONDAY) == MONDAY


class TestNeutral:
    async def test_a_neutral_mail_says_that_there_is_a_message_and_nothing_else(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=contact(), neutral=True)
        await write(town, receipt, at=MONDAY + timedelta(hours=1), words="The bins are the depot's.")

        said = "".join(f"{one.subject}\n{one.body}" for one in letters(town))
        assert len(letters(town)) == 2
        assert all(one.is_neutral and one.subject == "You have a new message" for one in letters(town))
        assert f"You have a new message. Reference {receipt.reference}." in said
        assert receipt.code not in said
        assert not [word for word in ("Calder", "bin", "depot", "complain", "ombuds", "01632") if word in said.lower()]

    async def test_the_thread_keeps_the_words(self, town: Application) -> None:
        receipt = await lodge_one(town, contact=contact(), neutral=True)

        async with town.work(SYSTEM, reading=True) as work:
            kept = await store.message(work.session, await case_id(town, receipt), "receipt:1")
        assert kept is not None
        assert "Thank you for telling us what went wrong" in kept.body

    @pytest.mark.parametrize(
        ("settings", "sender"),
        [
            (Settings(mail_from="Calder Bay Council <tell-us@calderbay.example>"), "tell-us@calderbay.example"),
            (Settings(mail_from="a@b.example", mail_from_neutral="post@mail.example"), "post@mail.example"),
        ],
    )
    async def test_it_leaves_under_a_name_that_says_nothing(
        self, settings: Settings, sender: str, tmp_path: Path
    ) -> None:
        post = Mail(Settings(data=tmp_path, mail_from=settings.mail_from, mail_from_neutral=settings.mail_from_neutral))

        await post.send(Letter("1", "maria@example.org", "You have a new message", "Words.", MONDAY, is_neutral=True))
        await post.send(Letter("2", "maria@example.org", "Update", "Words.", MONDAY))

        froms = {
            str(message_from_bytes(file.read_bytes(), policy=default)["From"])
            for file in (tmp_path / "mail").glob("*.eml")
        }
        assert froms == {sender, settings.mail_from}


def _content(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


class TestMail:
    def test_it_carries_its_words_twice_and_loads_nothing(self) -> None:
        letter = Letter("1", "maria@example.org", "Étape", "Bonjour.\n\nUne ligne,\ndeux <b>lignes</b>.", MONDAY, "fr")
        mail = message_from_bytes(compose(letter, "a@b.example").as_bytes(), policy=default)

        plain, page = _content(mail, "plain"), _content(mail, "html")
        assert plain.splitlines() == letter.body.splitlines()
        assert '<html lang="fr" dir="ltr">' in page
        assert "&lt;b&gt;lignes&lt;/b&gt;" in page
        assert not [sign for sign in ("<img", "http", "src=", "url(", "<script", "color:") if sign in page]
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["Content-Language"] == "fr"
        assert mail.get_all("To") == ["maria@example.org"]

    def test_it_reads_from_right_to_left_where_the_language_does(self) -> None:
        letter = Letter("1", "m@example.org", "رسالة", "مرحبا", MONDAY, "ar", is_large=True)
        page = _content(message_from_bytes(compose(letter, "a@b").as_bytes(), policy=default), "html")

        assert '<html lang="ar" dir="rtl">' in page
        assert "24px" in page

    async def test_what_somebody_writes_by_hand_is_framed_and_goes_under_a_neutral_subject(
        self, town: Application
    ) -> None:
        receipt = await lodge_one(town, contact=contact(), formats=(Format.LARGE_PRINT,))
        await write(town, receipt, at=MONDAY + timedelta(hours=1))

        letter = letters(town)[-1]
        assert letter.subject == f"Update on {receipt.reference}"
        assert letter.body.startswith("We asked the depot.\n\n")
        assert "01632 960 700" in letter.body
        assert receipt.code not in letter.body
        assert letter.is_large
