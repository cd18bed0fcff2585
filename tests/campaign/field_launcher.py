"""A warm process from which ``palier serve`` starts in a moment: a thousand kills are a thousand starts.

    python -m tests.campaign.field_launcher PORT WORKERS

Each line « start » read from its input forks a process that runs ``palier.dashboard.serving.serve``, the heart of
``palier serve``: the same Granian, its worker processes included. The background worker, which does no sync, is left
out, and the static files are those already collected. It answers with the key of the process, which leads a group of
its own; « end » waits for a process that was killed. ``PALIER_CAMPAIGN_FAULT`` plants a fault (see field_faults).
"""

import os
import signal
import sys
import traceback

from tests.campaign.field_faults import plant
from tools.private_postgres import end_with_parent


def serve_one(port: int, workers: int) -> None:
    """Serve until killed, in a group of processes of its own."""
    os.setsid()
    end_with_parent()
    from palier.dashboard import serving  # noqa: PLC0415 (Django is ready)

    serving.WORKER = ["sleep", "infinity"]
    serving.call_command = lambda *_, **__: None  # type: ignore[attr-defined]
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    serving.serve(host="127.0.0.1", port=port, workers=workers)


def main(port: int, workers: int) -> None:
    """Answer the lines of the input, until it ends."""
    import django  # noqa: PLC0415 (the settings are those of the environment)

    django.setup()
    # What the first request would load.
    from django.urls import get_resolver  # noqa: PLC0415

    assert get_resolver().url_patterns
    plant(os.environ.get("PALIER_CAMPAIGN_FAULT", ""))
    pid = 0
    for line in sys.stdin:
        if line.strip() == "start":
            pid = os.fork()
            if pid == 0:
                try:
                    serve_one(port, workers)
                except BaseException:
                    traceback.print_exc()
                finally:
                    os._exit(1)
            print(pid, flush=True)
        else:
            os.waitpid(pid, 0)
            print("ended", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
