"""All the addresses, app by app."""

from django.urls import include, path
from ninja import NinjaAPI

from palier.accounts import urls as accounts
from palier.core import urls as core
from palier.library.api import router as sheets
from palier.mobile.api import router as phones
from palier.structures.routes import MEMBER, PUBLIC, classified

# No interactive page: it would load its scripts from elsewhere. The description alone is at /api/openapi.json.
api = NinjaAPI(title="Palier", version="1", docs_url=None, urls_namespace="api")
api.add_router("", sheets)
api.add_router("", phones)

urlpatterns = [
    # First: what phones send does not go through the two hundred others.
    path("api/", (classified(PUBLIC, api.urls[0]), *api.urls[1:])),
    path("", include("palier.dashboard.urls")),
    path("", include("palier.library.urls")),
    path("", include("palier.structures.urls")),
    path("", include("palier.territory.urls")),
    path("", include("palier.agenda.urls")),
    path("", include("palier.fieldlog.urls")),
    path("", include("palier.residents.urls")),
    path("", include("palier.voices.urls")),
    path("", include("palier.noticeboard.urls")),
    path("", include("palier.mobile.urls")),
    path("", include((classified(PUBLIC, core.urlpatterns), core.app_name))),
    path("compte/", include(classified(PUBLIC, accounts.visitor_patterns))),
    path("compte/", include(classified(MEMBER, accounts.member_patterns))),
]

handler400 = "palier.core.errors.bad_request"
handler403 = "palier.core.errors.permission_denied"
handler404 = "palier.core.errors.page_not_found"
handler500 = "palier.core.errors.server_error"
