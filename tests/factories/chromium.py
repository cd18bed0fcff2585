"""The system's Chromium: where it is, and how tests, campaigns and benches start it."""

import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
# A worker that installs itself may ask little at a time: four seconds in each journey of the phone. And each window
# prepares two pages of suggestions for an address bar that nobody sees.
USELESS = ("ThrottleInstallingServiceWorker", "WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "WebUIOmniboxFullPopup")
# What Playwright turns off: the last list given replaces the others.
OFF = (
    *("AimEnabled", "AvoidCorsURLLoaderRestartOnRedirect", "AvoidUnnecessaryBeforeUnloadCheckSync"),
    *("DestroyProfileOnBrowserClose", "HttpsFirstBalancedModeAutoEnable", "HttpsUpgrades", "LensOverlay"),
    *("MediaRouter", "NetworkTimeServiceQuerying", "OptimizationHints", "PaintHolding", "PreconnectToSearch"),
    "ThirdPartyStoragePartitioning",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--disable-features={','.join((*OFF, *USELESS))}",
]


def find_chromium() -> str | None:
    """Return the path of the browser, never a downloaded one; None when there is none."""
    return next(filter(None, map(shutil.which, NAMES)), None)
