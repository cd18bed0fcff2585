"""What machines read: the Atom feed, the sitemap, robots.txt."""

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from palier.library.models import ActionSheet
from palier.library.queries.reading import latest_sheets, readable_sheets
from palier.structures.routes import PUBLIC, route

FEED_LENGTH = 50


class LatestSheets(Feed[ActionSheet, None]):
    """The public sheets, newest first."""

    feed_type = Atom1Feed
    title = "Fiches d'action des centres sociaux"
    subtitle = "Les dernières fiches publiques de cette instance de Palier."

    def link(self) -> str:
        return reverse("library:sheet-list")

    def items(self) -> list[ActionSheet]:
        return latest_sheets(None, FEED_LENGTH)

    def item_title(self, item: ActionSheet) -> str:
        return item.title

    def item_description(self, item: ActionSheet) -> str:
        return item.summary

    def item_pubdate(self, item: ActionSheet) -> datetime:
        return item.created_at

    def item_updateddate(self, item: ActionSheet) -> datetime:
        return item.updated_at

    def item_author_name(self, item: ActionSheet) -> str:
        return item.structure_name


class PublicSheets(Sitemap[ActionSheet]):
    """The public sheets, by pages of 5,000."""

    limit = 5_000

    def items(self) -> QuerySet[ActionSheet]:
        return readable_sheets(None).only("slug", "updated_at").order_by("id")

    def lastmod(self, item: ActionSheet) -> datetime:
        return item.updated_at


_feed = LatestSheets()


@require_safe
@route(PUBLIC)
def feed(request: HttpRequest) -> HttpResponse:
    """Give the Atom feed of public sheets."""
    return _feed(request)


@require_safe
@route(PUBLIC)
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Give the sitemap of public sheets."""
    return sitemap(request, {"fiches": PublicSheets})


@require_safe
@route(PUBLIC)
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Tell search engines where the sitemap is, and to leave accounts and exports alone."""
    address = request.build_absolute_uri(reverse("library:sitemap"))
    lines = ["User-agent: *", "Disallow: /compte/", "Disallow: /fiches/export", f"Sitemap: {address}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
