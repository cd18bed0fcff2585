"""The phone's page, its worker, and what installs it on the home screen."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from palier.mobile.shell import ADDRESS, screens_page, shell_page, shell_version, worker_script
from palier.structures.enums import Permission
from palier.structures.routes import PUBLIC, route

ICON_SIZES = (192, 512)


@require_safe
@route(Permission.FIELDLOG_WRITE)
# A photo is opened from the phone's own memory before it is drawn again (elements/picture.js).
@csp_update({"img-src": ["blob:"]})
def shell(request: HttpRequest) -> HttpResponse:
    """Show the page that works without network; what it shows comes from the phone itself."""
    version = shell_version()
    page = shell_page(nonce=request.csp_nonce, version=version)  # type: ignore[attr-defined]
    return HttpResponse(page, headers={"X-Terrain-Version": version})


@require_safe
@route(Permission.FIELDLOG_WRITE)
def screens(request: HttpRequest) -> HttpResponse:
    """Give the templates of the other screens; the page and its worker take them from their own version only."""
    return HttpResponse(screens_page(), headers={"X-Terrain-Version": shell_version()})


@require_safe
@route(PUBLIC)
def worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker: nothing of anybody, so that a phone logged out still gets a mended version."""
    return HttpResponse(
        worker_script(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@require_safe
@route(PUBLIC)
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the page to the phone that installs it (browsers ask for this without the session)."""
    icons = [
        {
            "src": static(f"mobile/icons/{name}-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": use,
        }
        for name, use in (("icon", "any"), ("maskable", "maskable"))
        for size in ICON_SIZES
    ]
    content = {
        "id": ADDRESS,
        "name": "Palier Terrain",
        "short_name": "Terrain",
        "description": "Le carnet de terrain, même sans réseau.",
        "lang": "fr",
        "start_url": ADDRESS,
        "scope": ADDRESS,
        "display": "standalone",
        "background_color": "#fbf8f3",
        "theme_color": "#17604f",
        "icons": icons,
    }
    return JsonResponse(
        content,
        content_type="application/manifest+json",
        headers={"Cache-Control": "max-age=3600"},
        json_dumps_params={"ensure_ascii": False},
    )
