"""The board as an Atom feed."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.feedgenerator import Atom1Feed

from palier.noticeboard.board_page import BoardPage
from palier.noticeboard.queries.public import IdeaLine, NeedLine

FEED_TYPE = "application/atom+xml; charset=utf-8"
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


class _BoardFeed(Atom1Feed):
    """An Atom feed whose date is that of its last entry: the same board gives the same bytes."""

    def latest_post_date(self) -> datetime:
        dates: list[datetime] = [item["updateddate"] for item in self.items]
        return max(dates, default=BEGINNING)


def feed_of(page: BoardPage, needs: Sequence[NeedLine], ideas: Sequence[IdeaLine], *, whole: str) -> str:
    """Return the feed; ``whole`` is the address of the board. What people said is in French, whatever the language."""
    words = page.words
    feed = _BoardFeed(words["page_title"], whole, words["needs_title"], language=page.language.code)
    for need in needs:
        steps = "\n".join(f"{step.when} : {step.what}" for step in need.steps)
        when = max([need.shown.reread_at, *(step.sorted_by for step in need.steps)])
        text = "\n".join(filter(None, [need.state, need.shown.answer, steps]))
        _add(feed, f"besoin-{need.shown.need_id}", need.shown.sentence, text, when, whole)
    for line in ideas:
        when = line.idea.published_at or line.idea.created_at
        _add(feed, f"idee-{line.idea.pk}", words["idea_text"], line.text, when, whole)
    return feed.writeString("utf-8")


def _add(feed: Atom1Feed, key: str, title: str, text: str, when: datetime, whole: str) -> None:
    feed.add_item(title, f"{whole}#{key}", text, unique_id=f"urn:palier:{key}", pubdate=when, updateddate=when)
