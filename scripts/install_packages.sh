#!/bin/sh
# install_packages.sh PACKAGE ...: installs packages of Debian, where apt is at hand.
set -eu

if ! command -v apt-get > /dev/null; then
  echo "missing: $*; apt-get is not at hand, so install them by hand" >&2
  exit 1
fi

as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "Installing $* ..."
$as_root apt-get -qq update
DEBIAN_FRONTEND=noninteractive $as_root apt-get -qq install --no-install-recommends --yes \
  "$@" > /dev/null
