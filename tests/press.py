"""The real input: an article of a press site as its page reads, or one of the same shape where the folder with it is absent."""

import os

from harness import ROOT

SEED = os.path.join(os.path.dirname(ROOT), "shared", "seed", "article.txt")


class Article:
    """breadcrumb, title, paragraphs, closed (the last line of the page)."""

    def __init__(self, text):
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        self.breadcrumb, self.title, *self.paragraphs, self.closed = lines
        self.categories = [part.strip() for part in self.breadcrumb.split("»")][1:-1]

    @property
    def content(self):
        return "\n\n".join(self.paragraphs)


def read():
    with open(SEED, encoding="utf-8") as file:
        return Article(file.read())


def available():
    return os.path.exists(SEED)
