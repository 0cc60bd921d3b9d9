"""Files that are either there and whole, or not there."""

import os
from pathlib import Path


def write_whole(path: Path, content: bytes) -> None:
    """Write the file under a temporary name beside it and give it its own name when it is complete.

    What is there already and is no ordinary file (a pipe, /dev/stdout) is written to as it is. Raises
    OSError, and then leaves no part behind.
    """
    if path.exists() and not path.is_file():
        path.write_bytes(content)
        return
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
