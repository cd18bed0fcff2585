"""On one's own machine: plain HTTP on 127.0.0.1, the component gallery, mails printed in the terminal."""

from palier.config.settings.base import *  # noqa: F403

GALLERY = True
