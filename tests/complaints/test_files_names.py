"""Names of files: whatever a browser sends, what is shown and given out is a plain name and nothing else."""

import unicodedata
from urllib.parse import unquote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from complaints.domain.files import LONGEST_NAME, clean_name, ending
from complaints.web.uploads import disposition

TRICKS = st.lists(
    st.sampled_from(
        ["..", "/", "\\", "a", ".", " ", "\x00", "\u202e", "gpj.", ".jpg", "C:", "con", "\r\n", '"', "é", "%2f"]
    )
).map("".join)


@given(st.one_of(st.text(max_size=300), TRICKS))
@example("../../etc/passwd")
@example("..\\..\\windows\\system32\\a.jpg")
@example("photo\u202egpj.exe")
@example("con.jpg")
@example("a" * 300 + ".jpeg")
@example("")
def test_no_name_leads_anywhere_or_misleads(name):
    clean = clean_name(name)

    assert clean
    assert len(clean) <= LONGEST_NAME
    assert not set(clean) & set('/\\<>:"|?*\x00\r\n\t')
    assert not clean.startswith(".")
    assert not clean.endswith((".", " "))
    assert not any(
        unicodedata.bidirectional(sign) in {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "PDF"} for sign in clean
    )
    assert clean_name(clean) == clean


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("IMG_0042.JPG", "IMG_0042.JPG"),
        ("C:\\Users\\maria\\Desktop\\bins.pdf", "bins.pdf"),
        ("/storage/emulated/0/DCIM/street.heic", "street.heic"),
        ("  my   letter .docx ", "my letter.docx"),
        ("شكوى.pdf", "شكوى.pdf"),
        ("शिका\u200dयत.pdf", "शिका\u200dयत.pdf"),
        ("e\u0301te\u0301.txt", "été.txt"),
        (".htaccess", "htaccess"),
        ("nul.txt", "file-nul.txt"),
        ("....", "file"),
    ],
)
def test_honest_names_stay_what_they_are(sent, shown):
    assert clean_name(sent) == shown


def test_the_ending_stays_however_long_the_name_is():
    assert ending(clean_name("word " * 80 + ".pdf")) == "pdf"


@given(st.text(min_size=1, max_size=100))
def test_the_header_that_saves_a_file_cannot_be_broken_out_of(name):
    clean = clean_name(name)
    header = disposition(clean)

    assert header.isascii()
    assert header.isprintable()
    assert header.count('"') == 2
    assert unquote(header.partition("filename*=UTF-8''")[2]) == clean
