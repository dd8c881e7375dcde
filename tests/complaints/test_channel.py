"""The ways in."""

from complaints.channel import channels, desk_channels, label


def test_each_way_in_has_a_name_and_those_of_the_desk_say_what_to_ask():
    assert set(channels()) >= {"web_form", "api", "phone", "letter", "walk_in"}
    assert all(one.label for one in channels().values())
    assert [one.key for one in desk_channels()] == ["walk_in", "letter", "phone"]
    assert all(one.ask for one in desk_channels())


def test_a_way_in_of_an_older_system_keeps_its_name():
    assert label("citizens_connect_app") == "Citizens connect app"
