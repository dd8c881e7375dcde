"""The ombudsperson, for the tests that need one."""

import pytest

from complaints.app.boundary import Application
from complaints.domain.access import Actor
from tests.escalation.steps import ombudsperson


@pytest.fixture
async def office(application: Application) -> Actor:
    """Somebody who signs in as the ombudsperson."""
    return await ombudsperson(application)
