"""Each view of ours says which methods it answers (require_GET, require_POST, require_http_methods...)."""

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators.http import require_GET, require_http_methods

View = Callable[..., Any]


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, View]]:
    """Yield the route and the view of each URL below ``resolver``."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route, entry.callback
        else:
            yield from patterns(entry, route)


def layers(view: View) -> Iterator[View]:
    """Yield the view and each function it wraps, from the outside in."""
    layer: View | None = view
    while layer is not None:
        yield layer
        layer = getattr(layer, "__wrapped__", None)


def is_ours(view: View) -> bool:
    """Tell whether a view, or the object that serves as one, is written in palier."""
    innermost = list(layers(view))[-1]
    return any(kind.__module__.startswith("palier.") for kind in (innermost, type(innermost)))


def limits_methods(view: View) -> bool:
    """Tell whether Django's require_http_methods stands among the view's decorators."""
    codes = [getattr(layer, "__code__", None) for layer in layers(view)]
    return any(code is not None and "request_method_list" in code.co_freevars for code in codes)


def test_every_view_limits_its_methods() -> None:
    ours = [(route, view) for route, view in patterns(get_resolver()) if is_ours(view)]

    assert len(ours) >= 5
    assert [f"{route} : {view}" for route, view in ours if not limits_methods(view)] == []


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


def test_view_without_limit_is_seen() -> None:
    assert not limits_methods(bare)
    assert not limits_methods(login_required(bare))
    assert limits_methods(require_GET(bare))
    assert limits_methods(login_required(require_http_methods(["GET", "POST"])(bare)))


def test_views_of_ours_are_told_from_those_of_libraries() -> None:
    bare.__module__, kept = "palier.library.views", bare.__module__
    found = is_ours(login_required(bare))
    bare.__module__ = kept

    assert found
    assert not is_ours(login_required(bare))
