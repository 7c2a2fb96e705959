"""What npm installs for the tests that judge pages: axe-core, Lighthouse, the Nu HTML checker (tests/audit/package.json).

    tools      the folder that npm installed them into; tests are skipped where there is no Node or no registry
"""

import fcntl
import os
import re
import shutil
import subprocess

import pytest

from harness import ROOT

SOURCE = os.path.join(ROOT, "tests", "audit")
# Kept between runs: half a minute to fill, 220 MB.
FOLDER = os.path.join(ROOT, "build", "audit")
INSTALL_SECONDS = 300


def install():
    for program in ("node", "npm"):
        if not shutil.which(program):
            pytest.skip(f"audit: {program} is not installed")
    with open(os.path.join(SOURCE, "package-lock.json"), encoding="utf-8") as file:
        wanted = file.read()
    stamp = os.path.join(FOLDER, "installed.json")
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            if file.read() == wanted:
                return FOLDER
    for name in ("package.json", "package-lock.json"):
        shutil.copy(os.path.join(SOURCE, name), FOLDER)
    try:
        result = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=FOLDER,
                                capture_output=True, text=True, timeout=INSTALL_SECONDS, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        pytest.skip("audit: npm ci takes too long: no package registry within reach?")
    if result.returncode != 0:
        # A lock file that does not fit is a mistake of ours; a registry that cannot be reached is not.
        assert not re.search("EUSAGE|EINTEGRITY", result.stderr), result.stderr
        pytest.skip("audit: npm ci failed: " + result.stderr.strip()[-300:])
    with open(stamp, "w", encoding="utf-8") as file:
        file.write(wanted)
    return FOLDER


@pytest.fixture(scope="session")
def tools():
    os.makedirs(FOLDER, exist_ok=True)
    # Several runs of pytest may want it at the same time.
    with open(os.path.join(FOLDER, ".lock"), "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return install()
