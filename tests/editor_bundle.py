"""editor_host: the content editor with the tests' own parent (static/newsroom/test/editor_host.tsx) as one script. Import it."""

import os
import subprocess

import pytest

from harness import ROOT

SOURCE = os.path.join(ROOT, "static", "newsroom")


@pytest.fixture(scope="session")
def editor_host(tmp_path_factory, binary):
    output = tmp_path_factory.mktemp("editor") / "host.js"
    subprocess.run(
        [os.path.join(SOURCE, "node_modules", ".bin", "esbuild"), "test/editor_host.tsx", "--bundle", "--format=iife",
         "--jsx=automatic", "--jsx-import-source=preact", "--loader:.po=empty", '--define:process.env.NODE_ENV="production"',
         "--log-level=warning", f"--outfile={output}"], cwd=SOURCE, check=True, timeout=60)
    return output.read_text(encoding="utf-8")
