"""A page as tests look at it: a small tree of elements out of html.parser, enough to find forms, links and text."""

from html.parser import HTMLParser

EMPTY = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
UNSEEN = {"head", "script", "style", "template", "title"}


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag = tag
        self.attributes = attributes
        self.parent = parent
        self.children = []  # elements and strings

    def __getitem__(self, name):
        return self.attributes[name]

    def get(self, name, default=None):
        return self.attributes.get(name, default)

    def elements(self):
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.elements()

    def find_all(self, tag=None, **attributes):
        """All below of this tag with these attributes; a value of None: the attribute is absent. class_ and for_
        are class and for; classes are compared by word."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        return [e for e in self.elements() if (tag is None or e.tag == tag) and e._has(wanted)]

    def _has(self, wanted):
        for name, value in wanted.items():
            if name == "class" and value is not None:
                if value not in (self.get("class") or "").split():
                    return False
            elif self.get(name) != value:
                return False
        return True

    def find(self, tag=None, **attributes):
        found = self.find_all(tag, **attributes)
        return found[0] if found else None

    def text(self):
        """Visible text, white space as one blank."""
        return " ".join("".join(self._pieces()).split())

    def lines(self):
        """Visible text with each block on a line of its own."""
        return [" ".join(line.split()) for line in "".join(self._pieces("\n")).split("\n") if line.strip()]

    def _pieces(self, after_block=" "):
        for child in self.children:
            if isinstance(child, str):
                yield child.replace("\n", " ")
            elif child.tag not in UNSEEN:
                inline = child.tag in ("a", "b", "em", "i", "span", "strong", "time", "abbr")
                if not inline:
                    yield after_block
                yield from child._pieces(after_block)
                if not inline:
                    yield after_block


class Builder(HTMLParser):
    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.at = Element("#root", {}, None)
        self.unclosed = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attributes):
        element = Element(tag, {name: value if value is not None else "" for name, value in attributes}, self.at)
        self.at.children.append(element)
        if tag not in EMPTY:
            self.at = element

    def handle_endtag(self, tag):
        at = self.at
        while at is not self.root and at.tag != tag:
            at = at.parent
        if at is not self.root:
            self.at = at.parent

    def handle_data(self, data):
        self.at.children.append(data)


class Page(Element):
    """Page(answer.text) or Page(answer)."""

    def __init__(self, source):
        text = source if isinstance(source, str) else source.text
        root = Builder(text).root
        super().__init__("#page", {}, None)
        self.source = text
        self.children = root.children

    @property
    def heading(self):
        headings = self.find_all("h1")
        assert len(headings) == 1, [h.text() for h in headings]
        return headings[0].text()

    @property
    def title(self):
        return " ".join("".join(c for c in self.find("title").children).split())

    def link(self, rel):
        found = self.find("link", rel=rel)
        return found["href"] if found else None

    def meta(self, name):
        found = self.find("meta", name=name)
        return found["content"] if found else None

    def breadcrumb(self):
        return [item.text().strip("» ") for item in self.find("nav", aria_label="Breadcrumb").find_all("li")]

    def form(self, action):
        """The form whose action ends so, or None."""
        for form in self.find_all("form"):
            if form.get("action", "").split("?")[0].endswith(action):
                return Form(form)
        return None

    def comment_form(self):
        return self.form("/wp-comments-post.php")

    def hrefs(self):
        return [a.get("href") for a in self.find_all("a")]


class Form:
    def __init__(self, element):
        self.element = element
        self.action = element["action"]
        self.fields = {}
        for e in element.elements():
            if e.tag == "textarea":
                # A first line break belongs to the tag.
                self.fields[e["name"]] = "".join(e.children).removeprefix("\n")
            elif e.tag == "input" and e.get("name"):
                kind = e.get("type", "text")
                if kind in ("checkbox", "radio"):
                    if "checked" in e.attributes:
                        self.fields[e["name"]] = e.get("value", "on")
                elif kind not in ("submit", "button", "image"):
                    self.fields[e["name"]] = e.get("value", "")

    def input(self, name):
        for e in self.element.elements():
            if e.tag in ("input", "textarea") and e.get("name") == name:
                return e
        return None

    def hidden(self):
        return {e["name"] for e in self.element.find_all("input", type="hidden")}
