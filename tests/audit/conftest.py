"""Pages judged by tools that are not ours: the Nu HTML checker, axe-core and Lighthouse, in the versions of the lock file.

    tools      see tests/npm_tools.py
    press      a running site with its pages: press.site, press.paths (what it shows -> path)
"""

import collections

import pytest

import showcase
from harness import binary, running_site, template_site  # noqa: F401
from npm_tools import tools  # noqa: F401

Press = collections.namedtuple("Press", "site paths markup")


@pytest.fixture(scope="session")
def press(template_site):
    with running_site(template_site) as site:
        paths = showcase.make_press(site)
        yield Press(site, paths, showcase.every_markup(site))


@pytest.fixture(scope="session")
def persian_press(template_site):
    with running_site(template_site) as site:
        yield Press(site, showcase.make_persian_press(site), {})
