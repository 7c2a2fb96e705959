"""Recorded exchanges of a real WordPress, replayed: where the recordings are there."""

import json
import os
import re
import subprocess

import pytest

from harness import ROOT

RECORDINGS = os.path.join(os.path.dirname(ROOT), "shared", "wordpress-rest")

FILES = ["01-discovery", "02-posts-write", "03-posts-list", "04-posts-content", "05-pages-terms", "06-comments",
         "07-users", "08-settings-types-search", "09-media", "10-revisions-batch", "11-permissions"]

pytestmark = pytest.mark.skipif(not os.path.isdir(RECORDINGS), reason="no recordings at ../shared/wordpress-rest")


def failed_steps(output):
    """Names of the steps that differ, with what differs."""
    steps = {}
    name = None
    for line in output.splitlines():
        match = re.match(r"FAIL \S+ #\d+ (.*?) -- ", line)
        if match:
            name = match.group(1)
            steps[name] = [line]
        elif name and line.startswith("     "):
            steps[name].append(line)
        else:
            name = None
    return steps


@pytest.mark.parametrize("name", FILES)
def test_replay(fresh_site, tmp_path, name):
    users = tmp_path / "users.json"
    users.write_text(json.dumps({login: ":".join(fresh_site.auth(login)) for login in fresh_site.users}))
    command = ["/usr/bin/python3", os.path.join(RECORDINGS, "replay.py"), "--base", fresh_site.base, "--users",
               str(users), os.path.join(RECORDINGS, name + ".json")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300)
    steps = failed_steps(result.stdout)
    assert not steps, "\n".join(line for lines in steps.values() for line in lines)
    assert re.search(r"^[1-9]\d* passed, 0 failed$", result.stdout, re.M), result.stdout + result.stderr
