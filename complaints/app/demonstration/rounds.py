"""The rounds of the complaints teams in the play: letters are posted and people called, every few days."""

from datetime import UTC, datetime, time, timedelta

from complaints.actions.hand_out import Outcome, finish, open_one, tray
from complaints.app.demonstration.town import Life, Town
from complaints.domain.access import Actor
from complaints.domain.deliveries import NEW_CODE, PHONE

EVERY = 3
"""Working days from one round to the next."""

HOUR = time(11, 10)
CALLED, POSTED = "Spoke to them.", "Went with the afternoon post."


async def rounds(town: Town, actor: Actor) -> Life:
    """Let somebody who may know names carry out by hand what waits, on each round."""
    while True:
        yield _next_round(town)
        async with town.work(actor) as work:
            for one in (await tray(work)).now:
                if not one.message.startswith(NEW_CODE):
                    await open_one(work, one.id)
                    await finish(work, one.id, Outcome.DONE, CALLED if one.way == PHONE else POSTED)


def _next_round(town: Town) -> datetime:
    calendar = town.charter.calendar()
    on = calendar.add_open_days(calendar.local_day(town.now), EVERY)
    return max(town.now + timedelta(minutes=1), datetime.combine(on, HOUR, calendar.zone).astimezone(UTC))
