"""Every setting has a row in the README's table, and every row names a setting."""

import re

from complaints.app.settings import PREFIX, Settings
from tests.architecture.tree import ROOT

# Where the others are read from; not a setting itself.
THE_FILE = "SETTINGS"


def rows() -> set[str]:
    """Return the names of the variables that open a table row of the README, without their prefix."""
    return set(re.findall(rf"^\|\s*`{PREFIX}(\w+)`", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))


def settings() -> set[str]:
    return {name.upper() for name in Settings.__struct_fields__}


def test_every_setting_is_in_the_readme():
    assert settings() - rows() == set()


def test_every_row_of_the_readme_is_a_setting():
    assert {name for name in rows() if not name.startswith("TEST_")} - settings() - {THE_FILE} == set()
