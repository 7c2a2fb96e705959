"""The style sheet as it is served: small, and in directions that turn with the language."""

import importlib.util
import os
import re

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MOST_BYTES = 12 * 1024


def load_embed():
    spec = importlib.util.spec_from_file_location("embed", os.path.join(ROOT, "script", "embed.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


embed = load_embed()
with open(os.path.join(ROOT, "static", "theme.css"), encoding="utf-8") as file:
    SHEET = file.read()


def test_size():
    assert len(embed.without_space(SHEET).encode()) < MOST_BYTES


def test_white_space_that_means_something_stays():
    css = """/* a */
    .a  .b > i:not(.c, .d) { width: calc(100% - 2 * var(--x)); content: "  {  " ; }
    @media (min-width: 48rem) and (hover: none) { a{color: red;} }
    """
    assert embed.without_space(css) == ('.a .b>i:not(.c,.d){width:calc(100% - 2 * var(--x));content:"  {  "}'
                                        "@media (min-width:48rem) and (hover:none){a{color:red}}")


def test_directions_are_logical():
    physical = re.findall(r"(?:margin|padding|border|inset)-(?:left|right)\b|[{;]\s*(?:left|right)\s*:|"
                          r"(?:float|text-align|clear)\s*:\s*(?:left|right)", SHEET)
    assert not physical, physical
