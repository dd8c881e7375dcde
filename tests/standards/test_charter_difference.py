"""Two charters are compared place by place."""

from standards.charter import load_charter
from standards.charter_difference import Difference, charter_differences
from standards.packs import read_pack


def test_a_charter_does_not_differ_from_itself():
    text = read_pack("calder_bay")

    assert charter_differences(load_charter(text), load_charter(f"{text}\n# a comment\n")) == ()


def test_every_change_is_told_with_both_sides():
    text = read_pack("calder_bay")
    changed = (
        text.replace('limit = "5 working days"', 'limit = "4 working days"', 1)
        .replace('words = "You are right in part."', 'words = "Partly."', 1)
        .replace('everyday = ["appointment", ', "everyday = [", 1)
        .replace("[compliments]\n", "[enquiries]\n", 1)
        .replace('[enquiries]\nanswer = "5 working days"', "", 1)
        .replace('pass_on = "5', 'answer = "5', 1)
    )

    found = charter_differences(load_charter(text), load_charter(changed))

    assert set(found) == {
        Difference(
            "standards.lamp_out.limit",
            "5 working days, counted from the next open day",
            "4 working days, counted from the next open day",
        ),
        Difference("outcomes.partly_upheld.words", "You are right in part.", "Partly."),
        Difference(
            "services.clinic_appointments.everyday",
            "appointment, doctor, nurse, clinic, waiting time, cannot get through",
            "doctor, nurse, clinic, waiting time, cannot get through",
        ),
        Difference("compliments.pass_on", "5 working days, counted from the next open day", None),
    }
