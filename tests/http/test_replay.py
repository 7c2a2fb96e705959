"""Recorded exchanges of a real WordPress, replayed: where the recordings are there."""

import json
import os
import re
import subprocess

import pytest

from harness import ROOT

RECORDINGS = os.path.join(os.path.dirname(ROOT), "shared", "wordpress-rest")

# Files whose resources exist, and those of their steps that need a resource that does not exist yet, by name.
INDEX = "lists application passwords under one path for number and me"
FILES = {
    "01-discovery": {"index lists namespaces and routes": INDEX, "namespace index wp/v2": INDEX},
    "02-posts-write": {},
    "03-posts-list": {},
    "04-posts-content": {},
    "05-pages-terms": {},
    "06-comments": {},
    "07-users": {},
    "08-settings-types-search": {},
    "09-media": {},
    "10-revisions-batch": {},
    "11-permissions": {},
}

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
    # A post without title is named by its id, unless that could be the day of a month.
    for _ in range(31):
        fresh_site.make_post(title="Before", status="draft")
    users = tmp_path / "users.json"
    users.write_text(json.dumps({login: ":".join(fresh_site.auth(login)) for login in fresh_site.users}))
    command = ["/usr/bin/python3", os.path.join(RECORDINGS, "replay.py"), "--base", fresh_site.base, "--users",
               str(users), os.path.join(RECORDINGS, name + ".json")]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300)
    steps = failed_steps(result.stdout)
    # What is excused must still be missing, or the list above is out of date.
    assert set(FILES[name]) <= set(steps), set(FILES[name]) - set(steps)
    unexpected = {step: lines for step, lines in steps.items() if step not in FILES[name]}
    assert not unexpected, "\n".join(line for lines in unexpected.values() for line in lines)
    assert re.search(r"^\d+ passed, \d+ failed$", result.stdout, re.M), result.stdout + result.stderr
