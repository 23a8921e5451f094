"""Keys that are made once and kept as files beside the database, for whoever sets none in the environment."""

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import mkstemp


def kept(path: Path, make: Callable[[], str]) -> str:
    """The key in `path`. Of two processes that make one at the same time, both take the first."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, made = mkstemp(dir=path.parent)  # with mode 600
        with os.fdopen(handle, "w") as file:
            file.write(make())
        try:
            os.link(made, path)
        except FileExistsError:
            pass
        finally:
            os.unlink(made)
    return path.read_text().strip()
