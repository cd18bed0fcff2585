"""Accounts, and the browsers and phones they are used from."""

from palier.accounts.models.device import Device
from palier.accounts.models.throttle import Throttle
from palier.accounts.models.user import User

__all__ = ["Device", "Throttle", "User"]
