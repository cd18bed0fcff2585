#!/usr/bin/env bash
# Make .venv with the first Python >= 3.11 found ($PYTHON names another). Usage: tools/make_venv.sh FOLDER
set -euo pipefail
folder=$1
is_recent() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

python=
for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
  if command -v "$name" >/dev/null && is_recent "$name"; then python=$name && break; fi
done
if [ -z "$python" ]; then
  found=$(${PYTHON:-python3} --version 2>/dev/null || echo "aucun Python 3 / no Python 3")
  cat >&2 <<EOF

Palier demande Python 3.11 ou plus récent (trouvé : $found).
Sur Debian 12 ou Ubuntu 24.04 : sudo apt-get install python3 python3-venv
Un autre Python se désigne ainsi : make run PYTHON=/chemin/vers/python3.12

Palier needs Python 3.11 or later (found: $found). Point to another one with PYTHON=...
EOF
  exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  cat >&2 <<EOF

Il manque le module « venv » de $python.
Sur Debian ou Ubuntu : sudo apt-get install python3-venv

The "venv" module of $python is missing: on Debian or Ubuntu, install python3-venv.
EOF
  exit 1
fi
"$python" -m venv --clear "$folder"
