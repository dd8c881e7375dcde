"""The files we serve but did not write: exactly those in the manifest, and without anybody's brand."""

import hashlib
import json
import re

import pytest

from complaints.kernel.rendering import static_dir

VENDOR = static_dir() / "vendor"
MANIFEST = json.loads((VENDOR / "manifest.json").read_text("utf-8"))
PACKAGES = MANIFEST["packages"]
FILES = [
    pytest.param(f"{package['folder']}/{name}", digest, id=f"{package['folder']}/{name}")
    for package in PACKAGES
    for name, digest in package["sha256"].items()
]
LICENCES = {"MIT": "MIT License", "0BSD": "Zero-Clause BSD", "OFL-1.1": "SIL OPEN FONT LICENSE"}
SHEETS = sorted(static_dir().rglob("*.css"))


@pytest.mark.parametrize(("path", "digest"), FILES)
def test_a_vendored_file_is_the_one_in_the_manifest(path, digest):
    assert hashlib.sha256((VENDOR / path).read_bytes()).hexdigest() == digest


def test_the_manifest_names_every_vendored_file():
    named = {f"{package['folder']}/{name}" for package in PACKAGES for name in package["sha256"]}
    there = {path.relative_to(VENDOR).as_posix() for path in VENDOR.rglob("*") if path.is_file()}

    assert there == named | {"manifest.json"}


def test_versions_are_exact_and_integrity_is_recorded():
    assert {package["name"]: package["version"] for package in PACKAGES} == {
        "govuk-frontend": "6.3.0",
        "htmx.org": "2.0.11",
        "@fontsource/noto-sans": "5.3.0",
    }
    assert all(re.fullmatch(r"sha512-[A-Za-z0-9+/]{86}==", package["integrity"]) for package in PACKAGES)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda package: package["name"])
def test_a_licence_lies_beside_the_files(package):
    text = (VENDOR / package["folder"] / "LICENSE.txt").read_text("utf-8")

    assert LICENCES[package["licence"]] in text


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
@pytest.mark.parametrize("mark", ["GDS Transport", "@font-face", "crown", "crest", "gov.uk", "url("])
def test_a_stylesheet_carries_no_brand_and_fetches_nothing(sheet, mark):
    assert mark.lower() not in sheet.read_text("utf-8").lower()


def test_no_picture_is_vendored():
    endings = {path.suffix for path in VENDOR.rglob("*") if path.is_file()}

    assert endings == {".css", ".js", ".json", ".txt", ".woff2"}


def test_the_fonts_for_print_are_fonts():
    fonts = sorted(VENDOR.rglob("*.woff2"))

    assert [font.name for font in fonts] == [
        "noto-sans-latin-400.woff2",
        "noto-sans-latin-700.woff2",
        "noto-sans-latin-ext-400.woff2",
        "noto-sans-latin-ext-700.woff2",
    ]
    assert all(font.read_bytes()[:4] == b"wOF2" for font in fonts)


def luminance(colour):
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


PALETTE = dict(re.findall(r"--rd-([a-z-]+): (#[0-9a-f]{6});", (static_dir() / "redress.css").read_text("utf-8"))) | {
    "white": "#ffffff",
}


@pytest.mark.parametrize("ground", ["white", "paper", "paper-deep", "brand-tint", "late-tint"])
@pytest.mark.parametrize("text", ["ink", "quiet", "brand", "brand-deep", "late"])
def test_text_is_readable_on_every_ground(text, ground):
    assert contrast(PALETTE[text], PALETTE[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["brand", "brand-deep", "late"])
def test_white_text_is_readable_on_every_dark_ground(ground):
    assert contrast(PALETTE["white"], PALETTE[ground]) >= 4.5


@pytest.mark.parametrize("ground", ["white", "paper", "brand-tint"])
def test_lines_around_fields_and_shapes_can_be_seen(ground):
    assert contrast(PALETTE["line-strong"], PALETTE[ground]) >= 3
