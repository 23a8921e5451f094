"""Makes .venv hold what the given lock file names, and does nothing when it already does.

    environment.py requirements.txt

Needs only the standard library. Whatever is killed in the middle is repaired by the next run.
"""

import hashlib
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import debian

VENV = Path(".venv")
PYTHON = VENV / "bin" / "python"
# Stands while something is being made: a virtual environment that still has it was left half-finished.
UNFINISHED = VENV / "unfinished"


def main(lock: Path) -> None:
    if UNFINISHED.exists() or not works():
        make()
    stamp = VENV / f"{lock.name}.sha256"
    state = hashlib.sha256(lock.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != state:
        install(lock)
        stamp.write_text(state)


def works() -> bool:
    """Whether the interpreter runs with its own packages: after an upgrade of Python it does not."""
    return PYTHON.exists() and run(PYTHON, "-c", "import pip", stderr=subprocess.DEVNULL)


def make() -> None:
    if not can_make() and not debian.install("python3-venv"):
        sys.exit(f"Python's venv module is missing: {debian.line('python3-venv')}")
    print("Making a virtual environment in .venv …", flush=True)
    clear()
    if not run(sys.executable, "-m", "venv", VENV):
        sys.exit(f"The virtual environment could not be made. On Debian: {debian.line('python3-venv')}")
    UNFINISHED.unlink()


def can_make() -> bool:
    """Debian gives Python without ensurepip until python3-venv is installed."""
    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def clear() -> None:
    VENV.mkdir(exist_ok=True)
    UNFINISHED.touch()
    for path in VENV.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        elif path != UNFINISHED:
            path.unlink()


def install(lock: Path) -> None:
    print(f"Installing what {lock} names (a minute or two) …", flush=True)
    UNFINISHED.touch()
    installed = run(PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", lock)
    UNFINISHED.unlink()  # also when pip failed: it ended by itself, so what is there is whole
    if not installed:
        sys.exit(f"The packages of {lock} could not be installed: see above.")


def run(*command: object, stderr: int | None = None) -> bool:
    return subprocess.run([str(part) for part in command], stderr=stderr).returncode == 0


if __name__ == "__main__":
    main(Path(sys.argv[1]))
