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
