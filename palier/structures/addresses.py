"""The list of all addresses, as ``palier routes`` shows it and as the tests of the walls walk it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from palier.structures.routes import Access, class_name, route_class

ALL_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
View = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Address:
    """One address: its path with its parameters in angle brackets, its full name, its class, the methods it answers."""

    path: str
    name: str
    access: Access | None
    methods: tuple[str, ...]
    parameters: tuple[str, ...]

    @property
    def class_name(self) -> str:
        """The class in words, "" for an address without any."""
        return "" if self.access is None else class_name(self.access)


def addresses(resolver: URLResolver | None = None) -> list[Address]:
    """Return every address of the instance, in the order in which they are tried."""
    return list(_walk(resolver or get_resolver(), "/", ""))


def _walk(resolver: URLResolver, prefix: str, namespace: str) -> Iterator[Address]:
    for entry in resolver.url_patterns:
        path = prefix + _path(entry)
        if isinstance(entry, URLResolver):
            yield from _walk(entry, path, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        else:
            yield Address(
                path=path,
                name=f"{namespace}{entry.name}" if entry.name else "",
                access=route_class(entry.callback),
                methods=answered_methods(entry.callback),
                parameters=_parameters(entry),
            )


def _path(entry: URLPattern | URLResolver) -> str:
    return str(entry.pattern).removeprefix("^").removesuffix("$")


def _parameters(entry: URLPattern) -> tuple[str, ...]:
    pattern = entry.pattern
    return tuple(getattr(pattern, "converters", None) or pattern.regex.groupindex)


def answered_methods(view: View) -> tuple[str, ...]:
    """Return the methods that a view answers: those of its decorator, of its class, or of its API operations."""
    layers = list(_layers(view))
    # A decorator speaks before the class that it narrows.
    for reading in (_of_decorator, _of_class, _of_api):
        for layer in layers:
            if named := reading(layer):
                return tuple(method for method in ALL_METHODS if method in named)
    return ALL_METHODS


def _layers(view: View) -> Iterator[View]:
    layer: View | None = view
    while layer is not None:
        yield layer
        layer = getattr(layer, "__wrapped__", None)


def _of_decorator(view: View) -> set[str]:
    return set(_kept(view).get("request_method_list", ()))


def _of_class(view: View) -> set[str]:
    kind = getattr(view, "view_class", None)
    return {method for method in ALL_METHODS if kind is not None and hasattr(kind, method.lower())}


def _of_api(view: View) -> set[str]:
    # Ninja answers a path by one function, which keeps the object that lists the operations.
    operations = getattr(_kept(view).get("self"), "operations", [])
    return {method for operation in operations for method in operation.methods}


def _kept(view: View) -> dict[str, Any]:
    """Return what a function keeps from where it was made, by name."""
    code, cells = getattr(view, "__code__", None), getattr(view, "__closure__", None)
    return (
        {} if code is None else dict(zip(code.co_freevars, [cell.cell_contents for cell in cells or ()], strict=True))
    )
