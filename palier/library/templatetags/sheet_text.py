"""How a sheet's content enters a page."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

from palier.documents.content import BulletList, Paragraph, blocks_from_text

register = template.Library()

# What could close the <script> element or open another; JSON reads these escapes as the same characters.
SCRIPT_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


@register.filter
def text_blocks(text: str) -> tuple[Paragraph | BulletList, ...]:
    """Return the blocks of a text: lines beginning with "- " are items."""
    return blocks_from_text(text)


@register.filter
def json_for_script(data: object) -> SafeString:
    """Return the data as JSON that cannot leave its <script> element."""
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(SCRIPT_ESCAPES))  # noqa: S308
