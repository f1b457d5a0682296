#!/bin/sh
# Installs what `make sheets` opens a marked workbook with, where apt is at hand.
set -eu

missing=""
command -v soffice > /dev/null || missing="$missing libreoffice-calc"
command -v pdftoppm > /dev/null || missing="$missing poppler-utils"

[ -n "$missing" ] || exit 0

if ! command -v apt-get > /dev/null; then
  echo "missing:$missing; apt-get is not at hand, so install them by hand" >&2
  exit 1
fi

as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "Installing$missing ..."
$as_root apt-get -qq update
# $missing is a list of packages, so it is split on purpose.
# shellcheck disable=SC2086
DEBIAN_FRONTEND=noninteractive $as_root apt-get -qq install --no-install-recommends --yes \
  $missing > /dev/null
