"""Other processes, of other users or with less room than the tests have."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
NOBODY = 65534
is_root = hasattr(os, "geteuid") and os.geteuid() == 0
as_root = pytest.mark.skipif(not is_root, reason="only root may become somebody else")
posix = pytest.mark.skipif(sys.platform == "win32", reason="needs rights and limits as Unix has them")


def in_another_process(body: str, path: Path, *, uid: int | None = None, limit: int | None = None) -> str:
    """Run lines with `path` and `Project` in a process of another user, or with a limit on the size of files."""
    lines = ["import sys, os", f"sys.path[:0] = [{str(ROOT)!r}, {str(ROOT / 'tests')!r}]", "from pathlib import Path"]
    lines += ["from wenger_qda.store import Project", "from wenger_qda.errors import StoreError", "import projects"]
    lines += ["import wenger_qda.formats, pandas, sqlalchemy.dialects.sqlite"]
    if limit is not None:
        lines.append(f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))")
    if uid is not None:
        lines.append(f"os.setgroups([]); os.setgid({uid}); os.setuid({uid})")
    lines += [f"path = Path({str(path)!r})", textwrap.dedent(body)]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
