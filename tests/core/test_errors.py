"""Error pages: plain words, without a database, and the right status for what is too big."""

from collections.abc import Callable

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from pytest_django import Settings

from palier.core import errors
from palier.core.uploads import FORM_BYTES, UploadTooLarge

Handler = Callable[[HttpRequest], HttpResponse]
PAGES: list[tuple[Handler, int, str]] = [
    (errors.bad_request, 400, "Cette demande n'a pas été comprise"),
    (errors.permission_denied, 403, "Cette page n'est pas ouverte à votre compte"),
    (errors.csrf_failure, 403, "Ce formulaire a expiré"),
    (errors.page_not_found, 404, "Cette page n'existe pas"),
    (errors.too_large, 413, "Ce fichier est trop lourd"),
    (errors.too_many, 429, "Un peu trop vite"),
    (errors.server_error, 500, "Palier a trébuché"),
    (errors.unavailable, 503, "Palier revient dans un instant"),
]


@csrf_exempt
def receive(request: HttpRequest) -> HttpResponse:
    """Answer the size of the file received."""
    sizes = [file.size for _, file in request.FILES.items() if isinstance(file, UploadedFile)]
    return HttpResponse(str(sizes[0]))


def protected(request: HttpRequest) -> HttpResponse:
    """Answer a form that carries its token."""
    return HttpResponse(request.POST["a"])


def broken(request: HttpRequest) -> HttpResponse:
    """Fail as a view with a defect does."""
    raise RuntimeError("planted")


urlpatterns = [path("recevoir/", receive), path("formulaire/", protected), path("panne/", broken)]
handler400 = "palier.core.errors.bad_request"
handler404 = "palier.core.errors.page_not_found"
handler500 = "palier.core.errors.server_error"


@pytest.mark.parametrize(("handler", "status", "heading"), PAGES)
def test_page_says_what_happened_without_database(handler: Handler, status: int, heading: str) -> None:
    response = handler(RequestFactory().get("/"))
    page = response.content.decode()

    assert response.status_code == status
    assert f"<h1>{heading}</h1>" in page
    assert f"<title>{heading} · Palier</title>" in page
    assert f"Erreur {status}" in page
    assert 'href="/"' in page
    assert response.headers["Cache-Control"] == "no-store"


def test_pauses_say_how_long_to_wait() -> None:
    request = RequestFactory().get("/")

    assert errors.too_many(request).headers["Retry-After"] == "300"
    assert errors.unavailable(request, retry_after=60).headers["Retry-After"] == "60"
    assert "Retry-After" not in errors.page_not_found(request).headers


@pytest.mark.parametrize(
    ("exception", "status"),
    [(UploadTooLarge("x"), 413), (RequestDataTooBig("x"), 413), (SuspiciousOperation("x"), 400), (None, 400)],
)
def test_bad_request_tells_too_big_from_wrong(exception: Exception | None, status: int) -> None:
    assert errors.bad_request(RequestFactory().get("/"), exception).status_code == status


def test_last_resort_needs_no_template(settings: Settings) -> None:
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": []}]

    response = errors.server_error(RequestFactory().get("/"))

    assert (response.status_code, response.content.decode()) == (500, errors.LAST_RESORT)


@pytest.mark.urls(__name__)
def test_unknown_address_and_broken_view_show_our_pages() -> None:
    client = Client(raise_request_exception=False)

    assert "Cette page n'existe pas" in client.get("/nulle-part/").content.decode()
    assert "Palier a trébuché" in client.get("/panne/").content.decode()


@pytest.mark.urls(__name__)
def test_form_without_token_shows_our_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/formulaire/", {"a": "b"})

    assert response.status_code == 403
    assert "Ce formulaire a expiré" in response.content.decode()


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("size", "status"), [(999, 200), (1000, 200), (1001, 413), (1000 + 2 * FORM_BYTES, 413)])
def test_upload_stops_past_the_limit(settings: Settings, size: int, status: int) -> None:
    settings.UPLOAD_MAX_BYTES = 1000

    response = Client().post("/recevoir/", {"document": SimpleUploadedFile("a.txt", b"x" * size)})

    assert response.status_code == status
    page = response.content.decode()
    assert page == str(size) if status == 200 else "Ce fichier est trop lourd" in page


@pytest.mark.urls(__name__)
def test_files_of_one_request_are_counted_together(settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    files = {name: SimpleUploadedFile(f"{name}.txt", b"x" * 600) for name in ("document", "other")}

    assert Client().post("/recevoir/", files).status_code == 413


@pytest.mark.urls(__name__)
def test_announced_size_is_refused_before_any_reading(settings: Settings) -> None:
    settings.UPLOAD_MAX_BYTES = 1000
    body = b'--x\r\nContent-Disposition: form-data; name="document"; filename="a"\r\n\r\nshort\r\n--x--\r\n'

    response = Client().generic(
        "POST", "/recevoir/", body, "multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**12)
    )

    assert response.status_code == 413


@pytest.mark.urls(__name__)
def test_form_past_the_limit_is_too_large(settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = Client().post("/formulaire/", "a=" + "b" * 200, "application/x-www-form-urlencoded")

    assert response.status_code == 413
