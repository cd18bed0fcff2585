"""Threads: a relay and those it was forwarded to are one request, with one conversation."""

from palier.voices.models import Relay, SharedNeed


def threads_of(need: SharedNeed) -> list[list[Relay]]:
    """Return the relays of ``need``, thread by thread, the first one given in front; threads in their order."""
    relays = Relay.objects.filter(need=need).select_related("partner").order_by("sent_at", "pk")
    threads: dict[object, list[Relay]] = {}
    thread_of: dict[object, object] = {}
    for relay in relays:
        # A relay is forwarded after it was sent: the one it came from is known already.
        first = thread_of.get(relay.forwarded_from_id, relay.pk)
        thread_of[relay.pk] = first
        threads.setdefault(first, []).append(relay)
    return list(threads.values())


def thread_with(relay: Relay) -> list[Relay]:
    """Return the thread that ``relay`` belongs to, the first one given in front.

    A need merged since ``relay`` was read took its relays along: they are looked for where they are now.
    """
    while True:
        for thread in threads_of(relay.need):
            if any(one.pk == relay.pk for one in thread):
                return thread
        relay.refresh_from_db(fields=["need"])
