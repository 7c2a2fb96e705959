"""The input of the main job: an article of a press site as its page reads. The real one where the folder with it
lies beside the project, else one of the same shape with the same traps in its typography."""

import os

from harness import ROOT

REAL = os.path.join(os.path.dirname(ROOT), "shared", "seed", "article.txt")
STAND_IN = os.path.join(ROOT, "tests", "press_article.txt")


class Article:
    """breadcrumb, categories, title, paragraphs, closed (the last line of the page)."""

    def __init__(self, text):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        self.breadcrumb, self.title, *self.paragraphs, self.closed = lines
        self.categories = [part.strip() for part in self.breadcrumb.split("»")][1:-1]

    @property
    def content(self):
        return "\n\n".join(self.paragraphs)


def real_is_here():
    return os.path.exists(REAL)


def read():
    with open(REAL if real_is_here() else STAND_IN, encoding="utf-8") as file:
        return Article(file.read())
