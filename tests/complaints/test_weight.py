"""What travels: a light first page, small text where that gives nothing away, headers on every answer."""

import re
import zlib
from typing import Any

import pytest

from complaints.app.boundary import Application
from tests.browse import Browser, a_browser
from tests.play import lodge_one, staff

pytestmark = pytest.mark.on_sqlite

LIGHT = 60_000
FEW = 6
WANTED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"[^>]*href|script[^>]*src|img[^>]*src)="([^"]+)"')


async def fetched(browser: Browser, path: str, *, accept: str = "gzip", **headers: str) -> tuple[Any, bytes]:
    """Return an answer and its bytes as they travelled."""
    request = browser.client.build_request("GET", path, headers={"accept-encoding": accept} | headers)
    answer = await browser.client.send(request, stream=True)
    travelled = b"".join([part async for part in answer.aiter_raw()])
    await answer.aclose()
    return answer, travelled


def size(answer: Any, travelled: bytes) -> int:
    """Return the bytes of body and head."""
    return len(travelled) + sum(len(name) + len(value) + 4 for name, value in answer.headers.raw)


@pytest.mark.parametrize("path", ["/", "/track", "/ombudsperson", "/nothing-here"])
@pytest.mark.parametrize("lang", ["en", "ar"])
async def test_the_first_page_is_light_and_asks_for_little(application: Application, path: str, lang: str):
    async with a_browser(application) as browser:
        first = await fetched(browser, f"{path}?lang={lang}")
        page = zlib.decompress(first[1], 31) if first[0].headers.get("content-encoding") else first[1]
        wanted = WANTED.findall(page.decode())
        all_of_it = [first] + [await fetched(browser, address) for address in wanted]

    assert sum(size(*one) for one in all_of_it) <= LIGHT
    assert len(all_of_it) <= FEW
    assert all(answer.headers.get("content-encoding") == "gzip" for answer, _ in all_of_it[1:3])
    assert not any(address.endswith(".woff2") for address in wanted)


async def test_what_is_compressed_says_the_same(application: Application):
    async with a_browser(application) as browser:
        plain, as_it_is = await fetched(browser, "/static/redress.css", accept="identity")
        packed, small = await fetched(browser, "/static/redress.css")

    assert zlib.decompress(small, 31) == as_it_is
    assert len(small) < len(as_it_is) / 3
    assert packed.headers["vary"] == "accept-encoding"
    assert packed.headers["cache-control"] == plain.headers["cache-control"]
    assert "content-encoding" not in plain.headers


async def test_a_page_is_never_compressed_for_who_keeps_something_of_a_case(application: Application):
    receipt = await lodge_one(application)
    async with a_browser(application) as browser:
        before, _ = await fetched(browser, "/track")
        await browser.get("/track")
        await browser.post("/track", reference=receipt.reference, code=receipt.code)
        after = [await fetched(browser, path) for path in ("/your-case", "/", "/track")]

    assert before.headers["content-encoding"] == "gzip"
    assert [answer.headers.get("content-encoding") for answer, _ in after] == [None] * len(after)


@pytest.mark.parametrize("before", ['a="b', "two words", "[what]=1", "redress-lang=en; (x"])
async def test_nor_where_something_stands_before_it_that_cannot_be_read(application: Application, before: str):
    receipt = await lodge_one(application)
    async with a_browser(application) as browser:
        await browser.get("/track")
        await browser.post("/track", reference=receipt.reference, code=receipt.code)
        sent = {"cookie": f"{before}; redress-case={browser.cookie('redress-case')}", "accept-encoding": "gzip"}
        browser.client.cookies.clear()
        answer = await browser.client.get("/your-case", headers=sent, follow_redirects=False)

    assert answer.status_code == 200
    assert "content-encoding" not in answer.headers


async def test_no_answer_to_something_that_was_sent_is_compressed(application: Application):
    async with a_browser(application) as browser:
        await browser.get("/track")
        page = await browser.post("/track", reference="K7M4-2QXD", code="AAAA-AAAA-AAAA-AAAA")

    assert page.status == 400
    assert "content-encoding" not in page.headers


async def test_no_page_of_staff_is_compressed(application: Application):
    await staff(application)
    async with a_browser(application) as browser:
        signing_in, _ = await fetched(browser, "/sign-in")
        await browser.sign_in("officer-city_works")
        desk, _ = await fetched(browser, "/desk")

    assert desk.status_code == 200
    assert "content-encoding" not in signing_in.headers
    assert "content-encoding" not in desk.headers


async def test_a_page_with_a_token_is_seldom_twice_of_one_length(application: Application):
    async with a_browser(application) as browser:
        await browser.get("/track")
        lengths = {len((await fetched(browser, "/track"))[1]) for _ in range(12)}

    assert len(lengths) > 3


@pytest.mark.parametrize("path", ["/nothing-here", "/leave"])
async def test_what_no_route_answers_has_its_headers_and_language_too(application: Application, path: str):
    async with a_browser(application) as browser:
        answer, _ = await fetched(browser, path, **{"accept-language": "fr"})

    assert answer.status_code in {404, 405}
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"


async def test_a_form_that_is_refused_for_its_token_has_its_headers_too(application: Application):
    async with a_browser(application) as browser:
        answer = await browser.client.post("/thank", data={"narrative": "Thank you"})

    assert answer.status_code == 403
    assert "default-src 'none'" in answer.headers["content-security-policy"]
