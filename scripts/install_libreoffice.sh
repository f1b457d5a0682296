#!/bin/sh
# Installs what `make sheets` opens a marked workbook with, where apt is at hand.
set -eu

missing=""
command -v soffice > /dev/null || missing="$missing libreoffice-calc"
command -v pdftoppm > /dev/null || missing="$missing poppler-utils"

[ -n "$missing" ] || exit 0

# $missing is a list of packages, so it is split on purpose.
# shellcheck disable=SC2086
exec "$(dirname "$0")/install_packages.sh" $missing
