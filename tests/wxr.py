"""Export files of WordPress, written for tests: real shape, and whatever is wrong with them on purpose."""

import xml.etree.ElementTree as ElementTree
from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0"
    xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
    xmlns:content="http://purl.org/rss/1.0/modules/content/"
    xmlns:wfw="http://wellformedweb.org/CommentAPI/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
    <title>The Old Site</title>
    <link>{site}</link>
    <description>As it was</description>
    <language>en-US</language>
    <wp:wxr_version>1.2</wp:wxr_version>
    <wp:base_site_url>{site}</wp:base_site_url>
    <wp:base_blog_url>{site}</wp:base_blog_url>
"""
TAIL = "</channel>\n</rss>\n"


def cdata(text):
    return "<![CDATA[" + str(text).replace("]]>", "]]]]><![CDATA[>") + "]]>"


def element(name, text):
    return f"<{name}>{cdata(text)}</{name}>\n"


def meta(kind, pairs):
    return "".join(f"<wp:{kind}>" + element("wp:meta_key", name) + element("wp:meta_value", value) + f"</wp:{kind}>\n"
                   for name, value in pairs)


def author(login, id=0, email=None, name=None):
    return ("<wp:author>" + f"<wp:author_id>{id}</wp:author_id>" + element("wp:author_login", login) +
            element("wp:author_email", f"{login}@old.example" if email is None else email) +
            element("wp:author_display_name", name or login.title()) + "</wp:author>\n")


def category(slug, id=0, parent="", name=None, fields=()):
    return (f"<wp:category><wp:term_id>{id}</wp:term_id>" + element("wp:category_nicename", slug) +
            element("wp:category_parent", parent) + element("wp:cat_name", name or slug.title()) +
            meta("termmeta", fields) + "</wp:category>\n")


def tag(slug, id=0, name=None):
    return (f"<wp:tag><wp:term_id>{id}</wp:term_id>" + element("wp:tag_slug", slug) +
            element("wp:tag_name", name or slug.title()) + "</wp:tag>\n")


def comment(id, content="A comment.", parent=0, approved="1", date="2012-05-06 10:00:00", author="Ann", type="",
            email="ann@example.org", url="", address="203.0.113.7", user=0, fields=()):
    return ("<wp:comment>" + f"<wp:comment_id>{id}</wp:comment_id>" + element("wp:comment_author", author) +
            element("wp:comment_author_email", email) + element("wp:comment_author_url", url) +
            element("wp:comment_author_IP", address) + element("wp:comment_date", date) +
            element("wp:comment_date_gmt", date) + element("wp:comment_content", content) +
            element("wp:comment_approved", approved) + element("wp:comment_type", type) +
            f"<wp:comment_parent>{parent}</wp:comment_parent><wp:comment_user_id>{user}</wp:comment_user_id>" +
            meta("commentmeta", fields) + "</wp:comment>\n")


def item(id, site="http://old.example", title="A title", slug="a-title", type="post", status="publish",
         content="Some text.", excerpt="", date="2012-05-06 09:30:00", date_gmt=None, link=None, creator="ann",
         parent=0, comments="", terms=(("category", "news", "News"),), fields=(), sticky=0, password="",
         comment_status="open", ping_status="open", menu_order=0, attachment_url=None, guid=None):
    link = f"{site}/{date[:4]}/{date[5:7]}/{slug}/" if link is None else link
    return ("<item>" + element("title", title) + f"<link>{escape(link)}</link>" +
            "<pubDate>Sun, 06 May 2012 09:30:00 +0000</pubDate>" + element("dc:creator", creator) +
            f'<guid isPermaLink="false">{escape(f"{site}/?p={id}" if guid is None else guid)}</guid>' +
            "<description></description>" + element("content:encoded", content) +
            element("excerpt:encoded", excerpt) + f"<wp:post_id>{id}</wp:post_id>" + element("wp:post_date", date) +
            element("wp:post_date_gmt", date if date_gmt is None else date_gmt) +
            element("wp:comment_status", comment_status) + element("wp:ping_status", ping_status) +
            element("wp:post_name", slug) + element("wp:status", status) +
            f"<wp:post_parent>{parent}</wp:post_parent><wp:menu_order>{menu_order}</wp:menu_order>" +
            element("wp:post_type", type) + element("wp:post_password", password) +
            f"<wp:is_sticky>{sticky}</wp:is_sticky>" +
            (element("wp:attachment_url", attachment_url) if attachment_url else "") +
            "".join(f'<category domain="{domain}" nicename="{nicename}">{cdata(name)}</category>'
                    for domain, nicename, name in terms) +
            meta("postmeta", fields) + comments + "</item>\n")


def document(*parts, site="http://old.example"):
    return HEAD.format(site=site) + "".join(parts) + TAIL


def write(path, text):
    with open(path, "wb") as file:
        file.write(text if isinstance(text, bytes) else text.encode())
    return str(path)


class File:
    """An export file, read by another parser than ours."""

    def __init__(self, path):
        root = ElementTree.parse(path).getroot()
        self.items = [self.plain(element) for element in root.iter("item")]

    @staticmethod
    def plain(node):
        """{local name: text}, with comments as lists of such and meta as pairs."""
        thing = {"comments": [], "meta": []}
        for child in node:
            name = child.tag.rsplit("}", 1)[-1]
            if name == "comment":
                thing["comments"].append(File.plain(child))
            elif name in ("postmeta", "commentmeta"):
                thing["meta"].append(tuple((part.text or "") for part in child))
            elif name == "encoded":
                thing["excerpt" if "excerpt" in child.tag else "content"] = child.text or ""
            else:
                thing.setdefault(name, child.text or "")
        return thing

    def of(self, *types, status="publish"):
        return [item for item in self.items if item["post_type"] in types and status in (None, item["status"])]
