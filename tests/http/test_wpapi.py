"""A WordPress client library that knows nothing of Broadsheet, run by Node: tests/wpapi/life.js."""

import os
import re
import shutil
import subprocess

import pytest

from harness import ROOT

SOURCE = os.path.join(ROOT, "tests", "wpapi")
INSTALL_SECONDS = 120


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A folder with life.js and the library beside it, in the versions of the lock file."""
    for program in ("node", "npm"):
        if not shutil.which(program):
            pytest.skip(f"{program} is not installed")
    folder = tmp_path_factory.mktemp("wpapi")
    for name in ("package.json", "package-lock.json", "life.js"):
        shutil.copy(os.path.join(SOURCE, name), folder)
    try:
        result = subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], cwd=folder,
                                capture_output=True, text=True, timeout=INSTALL_SECONDS, stdin=subprocess.DEVNULL)
    except subprocess.TimeoutExpired:
        pytest.skip("npm ci takes too long: no package registry within reach?")
    if result.returncode != 0:
        # A lock file that does not fit is a mistake of ours; a registry that cannot be reached is not.
        assert not re.search("EUSAGE|EINTEGRITY", result.stderr), result.stderr
        pytest.skip("npm ci failed: " + result.stderr.strip()[-300:])
    return folder


def test_life_of_an_article(library, site):
    environment = {"PATH": os.environ["PATH"], "SITE": site.base, "ADMIN": ":".join(site.auth("admin")),
                   "AUTHOR": ":".join(site.auth("author"))}
    result = subprocess.run(["node", "life.js"], cwd=library, env=environment, capture_output=True, text=True,
                            timeout=120, stdin=subprocess.DEVNULL)
    assert result.returncode == 0, result.stdout + result.stderr
    with open(os.path.join(SOURCE, "life.js"), encoding="utf-8") as file:
        assert result.stdout.count("ok: ") == len(re.findall(r"^step\(", file.read(), re.MULTILINE))


def test_lock_file_names_no_registry():
    with open(os.path.join(SOURCE, "package-lock.json"), encoding="utf-8") as file:
        lock = file.read()
    assert '"resolved"' not in lock and '"integrity"' in lock
