"""axe-core of one version, fetched by npm when a test first needs it, and held against its digest."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
from pathlib import Path

VERSION = "4.14.1"
INTEGRITY = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
"""SHA-512 of the package, as package-lock.json writes it."""

_NAME = f"axe-core-{VERSION}.tgz"


def fetch(folder: Path) -> tuple[str, str]:
    """Give the script, and why there is none when there is none. Raises when the package is another one."""
    package = folder / _NAME
    if not package.is_file():
        npm = shutil.which("npm")
        if npm is None:
            return "", "no npm on this machine, which fetches axe-core: install Debian's package npm"
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", "--silent", "--ignore-scripts", f"axe-core@{VERSION}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode:
            return "", f"npm cannot fetch axe-core {VERSION}: {done.stderr.strip()[-200:]}"
    digest = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if digest != INTEGRITY:
        package.unlink()
        message = f"{_NAME} is not the package that was looked at: its SHA-512 is {digest}"
        raise ValueError(message)
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode(), ""
