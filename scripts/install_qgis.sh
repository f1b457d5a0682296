#!/bin/sh
# Installs what `make qgis` opens the register with, where apt is at hand: some 600 MB.
set -eu

missing=""
python3 -c "import qgis.core" 2> /dev/null || /usr/bin/python3 -c "import qgis.core" 2> /dev/null \
  || missing="$missing python3-qgis qgis-providers"

[ -n "$missing" ] || exit 0

# $missing is a list of packages, so it is split on purpose.
# shellcheck disable=SC2086
exec "$(dirname "$0")/install_packages.sh" $missing
