"""The tag that draws one example of the gallery."""

from django import template
from django.template.context import Context

from palier.core.gallery_examples import Example

register = template.Library()


@register.simple_tag(takes_context=True)
def specimen(context: Context, name: str, example: Example) -> str:
    """Return components/<name>.html drawn with the example's parameters alone."""
    assert context.template is not None
    found = context.template.engine.get_template(f"components/{name}.html")
    return found.render(context.new(example.context()))
