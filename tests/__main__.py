"""All checks, in order: `python -m tests`. Stops at the first that fails.

Format, lint, types, and the tests, as many files at once as there are processors; layers and
translations are among the tests.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent
CHECKS = (
    ("format", ("ruff", "format", "--check", ".")),
    ("lint", ("ruff", "check", ".")),
    ("types", ("mypy",)),
    ("tests", ("pytest", "--numprocesses=auto", "--dist=loadfile")),
)


def main() -> int:
    for name, (tool, *arguments) in CHECKS:
        print(f"--- {name}", flush=True)
        extra = sys.argv[1:] if name == "tests" else []
        command = [TOOLS / tool, *arguments, *extra]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        if code:
            print(f"--- {name}: failed", flush=True)
            return code
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
