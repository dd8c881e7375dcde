"""A document as HTML: the page people read first, and what the PDF is printed from."""

import re
from functools import lru_cache
from typing import Final, Literal

import msgspec
from jinja2 import Environment
from markupsafe import Markup, escape

from complaints.kernel.rendering import environment, templates_dir
from reports.domain.charts import Plot, draw
from reports.domain.document import Document, Table
from reports.domain.drawing import Drawing
from reports.domain.wording import THIN, sentence

Medium = Literal["screen", "print"]

NO_FACES: Final = Markup()

_LONG_NUMBER: Final = re.compile(rf"\d+(?:{THIN}\d+)+(?:\.\d+)?%?")


def html(document: Document, *, template: str, medium: Medium = "screen", faces: Markup = NO_FACES) -> str:
    """Return *document* as one page that needs nothing else; *faces* are the typefaces of a print."""
    numbers = {
        "tables": {table.key: number for number, table in enumerate(document.tables, 1)},
        "charts": {chart.key: number for number, chart in enumerate(document.charts, 1)},
    }
    text = (
        _environment()
        .get_template(f"reports/{template}")
        .render(document=document, numbers=numbers, medium=medium, faces=faces)
    )
    return re.sub(r"\n\s*\n+", "\n", text)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    jinja = environment(templates_dir())
    jinja.filters.update({"tag": tag, "draw": _draw, "figures": figures, "wordy": _is_wordy, "capital": sentence})
    return jinja


def tag(struct: msgspec.Struct) -> str:
    """Return which kind of block or shape this is."""
    return str(struct.__struct_config__.tag)


def figures(text: str) -> Markup:
    """Return *text* escaped, its long numbers kept in one piece at the end of a line."""
    kept, end = [], 0
    for match in _LONG_NUMBER.finditer(text):
        kept += [escape(text[end : match.start()]), Markup('<span class="n">{}</span>').format(match[0])]
        end = match.end()
    return Markup("").join([*kept, escape(text[end:])])


def _draw(plot: Plot, width: float) -> Drawing:
    return draw(plot, width)


def _is_wordy(table: Table) -> bool:
    return any(column.kind != "number" for column in table.columns)
