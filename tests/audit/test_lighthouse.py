"""Lighthouse with its phone profile: accessibility, best practices and SEO are 100. Performance depends on the machine
that is measured: script/audit reports it, and no test asks for it."""

import json
import os
import subprocess

import pytest

CATEGORIES = ["accessibility", "best-practices", "seo", "performance"]


def run(tools, press, tmp_path, path):
    report = tmp_path / "report.json"
    command = ["node", os.path.join(tools, "node_modules", "lighthouse", "cli", "index.js"), press.site.base + path,
               "--output=json", f"--output-path={report}", "--quiet", f"--only-categories={','.join(CATEGORIES)}",
               "--chrome-flags=--headless=new --no-sandbox --disable-gpu --no-proxy-server"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=300, stdin=subprocess.DEVNULL,
                            env={**os.environ, "CHROME_PATH": "/usr/bin/chromium"})
    assert result.returncode == 0, result.stdout + result.stderr
    return json.loads(report.read_text())


@pytest.mark.parametrize("name", ["front", "article"])
def test_scores(tools, press, tmp_path, record_property, name):
    report = run(tools, press, tmp_path, press.paths[name])
    scores = {category: round(100 * (report["categories"][category]["score"] or 0)) for category in CATEGORIES}
    record_property("lighthouse", json.dumps(scores))
    print(f"\nLighthouse, {name}: " + ", ".join(f"{category} {score}" for category, score in scores.items()))
    failed = [f"{audit['id']}: {audit['title']}" for category in CATEGORIES[:3]
              for reference in report["categories"][category]["auditRefs"]
              if (audit := report["audits"][reference["id"]])["score"] not in (None, 1) and reference["weight"] > 0]
    assert report["audits"]["cumulative-layout-shift"]["numericValue"] == 0
    assert all(scores[category] == 100 for category in CATEGORIES[:3]), (scores, failed)
