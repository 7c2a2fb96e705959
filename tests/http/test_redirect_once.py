"""However an address is written: it is there, or one redirect leads to it, or it is not there. Never two redirects.

Variants are generated: every address of the site, with several changes to it at a time, under several permalink
structures. TEST_SEED gives other ones."""

import os
import random
from urllib.parse import quote, urlsplit

import pytest

VARIANTS = 350


@pytest.fixture(scope="module")
def world(site):
    press = site.make("categories", name="Press")
    news = site.make("categories", name="International News", parent=press["id"])
    tag = site.make("tags", name="Größe & Zahl")
    about = site.make("pages", title="About", content="x", status="publish")
    team = site.make("pages", title="Team", content="x", status="publish", parent=about["id"])
    blog = site.make("pages", title="Blog", content="x", status="publish")
    post = site.make_post(title="An article", categories=[news["id"]], tags=[tag["id"]], date="2024-02-29T09:30:00")
    cyrillic = site.make_post(title="Дипломат передал послание", categories=[press["id"]], date="2024-02-28T09:30:00")
    halves = site.make_post(title="Two halves", content="<p>One.</p><!--nextpage--><p>Two.</p>", date="2023-05-05T00:00:00")
    renamed = site.make_post(title="Old name", date="2024-03-03T00:00:00")
    site.api("admin").post(f"posts/{renamed['id']}", {"slug": "new-name"})
    draft = site.make_post(title="A draft", status="draft")
    for i in range(11):
        comment = site.make("comments", post=post["id"], content=f"Comment {i}")
        site.make_post(title=f"Filler {i}", categories=[news["id"]], tags=[tag["id"]], date="2024-02-27T00:00:00")
    return {"post": post, "cyrillic": cyrillic, "halves": halves, "renamed": renamed, "draft": draft, "press": press,
            "news": news, "tag": tag, "about": about, "team": team, "blog": blog, "comment": comment}


def addresses(site, world):
    """Path and query of all kinds of things, as they are and as they were called."""
    post, news, tag = world["post"], world["news"], world["tag"]
    own = [thing["link"] for name, thing in world.items() if name != "draft" and "link" in thing]
    own = [site.api("admin").get(f"posts/{post['id']}").json()["link"]] + own
    paths = [url.removeprefix(site.base) for url in own] + [
        "/", "/page/2/", "/author/admin/", "/2024/", "/2024/02/", "/2024/02/29/", "/category/press/international-news/page/2/",
        "/feed/", "/feed/atom/", "/feed/json/", "/comments/feed/", "/category/press/feed/", "/author/admin/feed/atom/",
        "/2024/02/an-article/feed/", "/search/article/", "/search/article/feed/",
        # As they were, or might be
        "/2024/03/old-name/", "/old-name/", "/an-article/", "/2023/01/an-article/", "/category/international-news/",
        "/team/", "/2024/02/an-article/comment-page-1/", "/2024/02/an-article/2/", "/2023/05/two-halves/2/",
        "/2023/05/two-halves/3/", "/press/international-news/an-article/", "/archives/1", "/wp-rss2.php",
        "/wp-sitemap.xml", "/robots.txt", "/sitemap.xml",
        # Not there
        "/nothing/", "/2024/13/", "/2024/02/30/", "/2030/", "/category/nothing/", "/tag/nothing/feed/", "/author/nobody/",
        "/author/subscriber/", "/page/99/", "/feed/nothing/", "/a/b/c/d/", "/index.php/nothing/", "/page/0/", "/page/x/"]
    queries = [
        f"p={post['id']}", f"p={world['team']['id']}", f"page_id={world['team']['id']}", f"p={world['draft']['id']}",
        f"cat={news['id']}", f"tag={quote(tag['slug'])}", "tag=nothing", f"author={site.users['admin']['id']}",
        f"author={site.users['subscriber']['id']}", "m=202402", "m=20240229", "m=2024", "m=209913", "year=2024",
        "year=2024&monthnum=2", "paged=1", "paged=2", "paged=99", "feed=rss2", "feed=atom", "feed=comments-rss2", "feed=x",
        f"cat={news['id']}&feed=rss2", f"p={post['id']}&feed=atom", f"cat={news['id']}&paged=2", "s=article",
        "s=article&paged=1", "s=", "name=an-article", "pagename=about/team", "category_name=international-news", "p=0",
        "p=x", "p=999999", f"p={post['id']}&page=2", f"p={world['halves']['id']}&page=2", f"p={post['id']}&cat={news['id']}",
        "attachment_id=7", "author_name=admin", "withcomments=1&feed=atom", "replytocom=1", "cpage=1"]
    return paths + ["/?" + query for query in queries] + ["/index.php?" + query for query in queries[:12]]


def split(address):
    path, _, query = address.partition("?")
    return path, query


def join(path, query):
    return path + ("?" + query if query else "")


def on_path(change):
    def changed(address, random_):
        path, query = split(address)
        return join(change(path, random_), query)
    return changed


def encode_a_letter(path, random_):
    places = [i for i, c in enumerate(path) if c.isalnum() and c.isascii() and "%" not in path[max(0, i - 2):i + 1]]
    if not places:
        return path
    i = random_.choice(places)
    code = f"%{ord(path[i]):02x}"
    return path[:i] + random_.choice([code, code.upper()]) + path[i + 1:]


def change_case(path, random_):
    return "".join(c.upper() if random_.random() < 0.3 else c for c in path) if "%" not in path else path


CHANGES = {
    "slash at the end": on_path(lambda path, r: path[:-1] if path.endswith("/") and path != "/" else path + "/"),
    "double slash": on_path(lambda path, r: path.replace("/", "//", 2) if path != "/" and r.random() < 0.5 else path + "/"),
    "index.php": on_path(lambda path, r: "/index.php" + path),
    "case": on_path(change_case),
    "percent": on_path(encode_a_letter),
    "coded case": on_path(lambda path, r: path.upper() if "%" in path else path),
    "page/1": on_path(lambda path, r: path.rstrip("/") + "/page/1/"),
    "page/2": on_path(lambda path, r: path.rstrip("/") + "/page/2"),
    "feed": on_path(lambda path, r: path.rstrip("/") + r.choice(["/feed", "/feed/", "/feed/rss2/", "/feed/atom", "/rdf/"])),
    "another parameter": lambda address, r: address + ("&" if "?" in address else "?") + "utm_source=a%26b",
    "feed parameter": lambda address, r: address + ("&" if "?" in address else "?") + r.choice(["feed=rss2", "feed=atom"]),
    "paged": lambda address, r: address + ("&" if "?" in address else "?") + r.choice(["paged=1", "paged=2"]),
    "empty query": lambda address, r: address if "?" in address else address + "?",
    "broken query": lambda address, r: address + ("&" if "?" in address else "?") + "%zz=1&&=",
}


def variants(site, world, seed):
    random_ = random.Random(seed)
    everything = addresses(site, world)
    result = list(everything)
    while len(result) < VARIANTS:
        address = random_.choice(everything)
        for name in random_.sample(sorted(CHANGES), random_.choice([1, 1, 2, 3])):
            address = CHANGES[name](address, random_)
        # A client takes what begins with two slashes for a host.
        result.append("/" + address.lstrip("/"))
    return list(dict.fromkeys(result))


def check(site, address):
    answer = site.get(address)
    if answer.status_code in (200, 404):
        return answer.status_code
    assert answer.status_code in (301, 302), (address, answer.status_code)
    location = answer.headers["Location"]
    assert location.startswith(site.base + "/") and not location.startswith(site.base + "//"), (address, location)
    assert location.isascii() and not urlsplit(location).fragment
    second = site.get(location)
    assert second.status_code == 200, (address, location, second.status_code, second.headers.get("Location"))
    return 301


@pytest.mark.parametrize("structure", ["/%year%/%monthnum%/%postname%/", "/%postname%/", "/%category%/%postname%/",
                                       "/archives/%post_id%", "/%year%/%postname%", ""])
def test_at_most_one_redirect(site, world, structure):
    site.cli("settings", "set", "permalink_structure", structure)
    seed = int(os.environ.get("TEST_SEED", "1"))
    wrong, seen = [], {200: 0, 301: 0, 404: 0}
    try:
        for address in variants(site, world, f"{seed}{structure}"):
            try:
                seen[check(site, address)] += 1
            except AssertionError as problem:
                wrong.append(str(problem).split("\n")[0])
    finally:
        site.cli("settings", "set", "permalink_structure", "/%year%/%monthnum%/%postname%/")
    assert not wrong, "\n".join(wrong)
    assert min(seen.values()) > 10, seen


def test_a_page_of_posts(site, world):
    blog, about = world["blog"], world["about"]
    with site.with_settings(show_on_front="page", page_on_front=about["id"], page_for_posts=blog["id"]):
        for address in ("/about/", f"/?page_id={about['id']}", "/blog", "/blog/page/1/", "/blog/page/2", "/blog/feed/",
                        "/about/feed/", "/index.php", "/index.php/blog/", f"/?p={blog['id']}&paged=2", "/?paged=2", "/page/2/",
                        "/?feed=rss2", "/feed/rss", "/BLOG/"):
            check(site, address)
        assert site.get("/blog/feed/").headers["Location"] == site.base + "/feed/"
