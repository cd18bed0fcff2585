#!/usr/bin/env bash
# Install Debian packages without asking anything. Usage: tools/apt_install.sh PACKAGE...
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive
if [ "$(id -u)" = 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n --preserve-env=DEBIAN_FRONTEND)
fi
if ! command -v apt-get >/dev/null || [ -z "${as_root+set}" ]; then
  cat >&2 <<EOF

Il manque : $*. L'installation automatique demande Debian (apt-get) et les droits d'administration.
À faire une fois : sudo apt-get install --no-install-recommends $*

Missing: $*. They could not be installed from here: that takes apt-get, and root or sudo without password.
EOF
  exit 1
fi
"${as_root[@]}" apt-get update -qq </dev/null
"${as_root[@]}" apt-get install -qq -y --no-install-recommends "$@" </dev/null
