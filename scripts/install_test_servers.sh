#!/bin/sh
# Installs what the tests need beside Python, where apt is at hand; skips what is there.
set -eu

missing=""
command -v chromium > /dev/null || missing="$missing chromium"
ls /usr/share/postgresql/*/extension/postgis.control > /dev/null 2>&1 \
  || missing="$missing postgresql-postgis postgresql-postgis-scripts"
/usr/bin/python3 -c "import osgeo_utils" 2> /dev/null || missing="$missing python3-gdal"

[ -n "$missing" ] || exit 0

# $missing is a list of packages, so it is split on purpose.
# shellcheck disable=SC2086
exec "$(dirname "$0")/install_packages.sh" $missing
