#!/usr/bin/env bash
# Make sure that the browser tests find a Chromium and the fonts of the languages we show.
set -euo pipefail
here=$(dirname "$0")
missing=()
if ! command -v chromium chromium-browser google-chrome >/dev/null; then missing+=(chromium); fi
fonts=$(fc-list 2>/dev/null || true)
if ! grep -q "NotoSansArabic" <<<"$fonts"; then missing+=(fontconfig fonts-noto-core); fi
if ! grep -q "DejaVuSans" <<<"$fonts"; then missing+=(fonts-dejavu-core); fi
if [ ${#missing[@]} -gt 0 ]; then "$here/apt_install.sh" "${missing[@]}"; fi
# The engine of iPhones, for the storage and the sending of the phone's page. Without it these tests are left out.
if ! command -v WebKitWebDriver >/dev/null || ! command -v Xvfb >/dev/null; then
  "$here/apt_install.sh" webkit2gtk-driver xvfb || echo "WebKitGTK is not here: its tests will be skipped." >&2
fi
