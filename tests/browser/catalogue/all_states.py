"""The whole catalogue: importing a module of it enters its states."""

from tests.browser.catalogue import CATALOGUE as ENTERED
from tests.browser.catalogue import afterwards, contact, problems, register, staff_door, start, telling, tracking

MODULES = (start, telling, tracking, contact, afterwards, register, problems, staff_door)
CATALOGUE = tuple(ENTERED)
