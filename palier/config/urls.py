"""All the addresses, app by app."""

from allauth.account.decorators import secure_admin_login
from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from ninja import NinjaAPI

from palier.library.api import router

# No interactive page: it would load its scripts from elsewhere. The description alone is at /api/openapi.json.
api = NinjaAPI(title="Palier", version="1", docs_url=None, urls_namespace="api")
api.add_router("", router)

# The administration is entered by the same page as the rest, with the same limit of tries.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", include("palier.dashboard.urls")),
    path("", include("palier.library.urls")),
    path("", include("palier.core.urls")),
    path("api/", api.urls),
    path("compte/", include("allauth.account.urls")),
    path(settings.ADMIN_PATH, admin.site.urls),
]

handler400 = "palier.core.errors.bad_request"
handler403 = "palier.core.errors.permission_denied"
handler404 = "palier.core.errors.page_not_found"
handler500 = "palier.core.errors.server_error"
