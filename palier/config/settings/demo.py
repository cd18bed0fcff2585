"""What ``palier demo`` serves with: as on one's own machine, and the page of the second step shows its code."""

from palier.config.settings.dev import *  # noqa: F403

DEMO = True
