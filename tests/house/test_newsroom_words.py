"""The newsroom's catalogues (static/newsroom/words/po): every sentence stands in every language, with its placeholders."""

import os
import shutil
import subprocess

import pytest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
NEWSROOM = os.path.join(ROOT, "static", "newsroom")


def test_catalogues_say_what_the_newsroom_says():
    # Not by script/newsroom, which would fetch the packages: a test installs nothing.
    if not shutil.which("node") or not os.path.isdir(os.path.join(NEWSROOM, "node_modules", "gettext-parser")):
        pytest.skip("the newsroom's packages are not installed: script/newsroom install")
    done = subprocess.run(["node", "words/extract.mjs", "--check"], cwd=NEWSROOM, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, "see script/newsroom words\n" + done.stderr
