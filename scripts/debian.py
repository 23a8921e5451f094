"""Gets a program that only Debian can give: installs its package when we are root, else says how to.

    debian.py COMMAND PACKAGE [--optional "What happens without it."]

An optional program may be missing on somebody's machine, but not where CI=true: there a test
that is silently skipped would look like one that passed.
"""

import argparse
import os
import shutil
import subprocess
import sys
from functools import partial


def install(package: str) -> bool:
    """Try to install a Debian package; return whether that went well. Never asks, never uses sudo."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    print(f"Installing Debian's {package} …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run = partial(subprocess.run, env=environment, stdout=subprocess.DEVNULL)
    run(["apt-get", "update", "-qq"])  # may fail for one source of many: the installation alone decides
    return run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]).returncode == 0


def line(package: str) -> str:
    return f"sudo apt-get install {package}"


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("package")
    parser.add_argument("--optional", metavar="CONSEQUENCE")
    wanted = parser.parse_args()
    if shutil.which(wanted.command) or (install(wanted.package) and shutil.which(wanted.command)):
        return 0
    print(f"{wanted.command} is missing: {line(wanted.package)}", file=sys.stderr)
    if wanted.optional and os.environ.get("CI") != "true":
        print(wanted.optional, file=sys.stderr)
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
