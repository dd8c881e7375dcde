"""The process that prints: it reads one order from standard input, writes one PDF, and can fetch nothing but fonts."""

import logging
import sys
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

import msgspec

from complaints.kernel.pdf import FONT_SCHEME, Order, Printed

# Lines of the typesetter's log that mean a reader would miss something.
GRAVE: Final = ("notdef", "no required alt", "Failed to", "Missing required", "Unable to", "not allowed")

_UA: Final = """
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about=""
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
""".strip()


class _Complaints(logging.Handler):
    """Keeps what the typesetter complains about."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        line = record.getMessage()
        if any(sign in line for sign in GRAVE):
            self.lines.append(line)


def render(order: Order) -> Printed:
    """Print one document."""
    import weasyprint  # lazy: heavy
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # lazy: heavy

    class Sealed(URLFetcher):  # type: ignore[misc]  # the library has no types
        """Reads a bundled font or what the page itself carries; anything else stops the print."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            scheme, _, name = url.partition(":")
            if scheme == "data":
                return super().fetch(url, headers)
            path = Path(order.fonts) / name
            if scheme != FONT_SCHEME or not order.fonts or path.name != name or not path.is_file():
                raise FatalURLFetchingError(f"Refused to fetch {url[:80]}")
            return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": "font/woff2"})

    complaints = _Complaints()
    logging.getLogger("weasyprint").addHandler(complaints)
    fetcher = Sealed()
    attachments = [
        weasyprint.Attachment(
            string=file.content,
            name=file.name,
            description=file.description,
            relationship="Data",
            created=order.made_at,
            modified=order.made_at,
        )
        for file in order.attached
    ]
    document = weasyprint.HTML(string=order.html, url_fetcher=fetcher, base_url=None).render()
    document.metadata.attachments = attachments
    document.write_pdf(
        order.target, finisher=_finish, pdf_variant="pdf/a-3a", pdf_identifier=order.identifier.encode(), srgb=True
    )
    return Printed(
        pages=len(document.pages),
        versions={"weasyprint": weasyprint.__version__, "python": sys.version.split()[0]},
        complaints=tuple(dict.fromkeys(complaints.lines)),
    )


def _finish(document: Any, pdf: Any) -> None:
    """Add what the typesetter leaves out: the claim to be accessible, and the kind of each attached file."""
    for item in pdf.objects:
        if getattr(item, "extra", {}).get("Type") == "/Metadata":
            item.stream = [part.replace(b"</rdf:RDF>", _UA.encode() + b"</rdf:RDF>") for part in item.stream]
    title = escape(document.metadata.title or "")
    if not title:
        raise ValueError("A document needs a title.")


def main() -> None:
    """Read an order, print it, answer."""
    order = msgspec.json.decode(sys.stdin.buffer.read(), type=Order)
    try:
        answer = render(order)
    except BaseException as error:  # noqa: BLE001 - a refused address is a BaseException, and the answer must be a line
        sys.exit(f"{type(error).__name__}: {error}")
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main()
