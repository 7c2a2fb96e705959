"""A press for audits and screenshots: the demo site, and beside it what a theme has trouble with.

make_press(site) fills a running site and returns its paths by what they show. make_persian_press(site) turns the same
site into a Persian one.
"""

import importlib.util
import os
import struct
import zlib

from harness import ROOT

WXR = os.path.join(ROOT, "..", "shared", "wxr", "theme-unit-test.xml")

LOREM = ("The committee met in the old customs house, as it has every second Tuesday since the bridge was closed, and heard "
         "eleven witnesses before noon. None of them disagreed about the facts. They disagreed about what the facts meant, "
         "which is the more expensive kind of disagreement, and the one for which no budget line had been foreseen.")
LONG_HEADLINE = ("After eleven witnesses and two broken microphones, the committee on the harbour bridge agrees that it will "
                 "meet once more before winter")

PERSIAN_ARTICLES = [
    ("نان گران‌تر، صف‌ها کوتاه‌تر", "اقتصاد",
     "نانوایی‌های مرکز شهر می‌گویند آرد از ابتدای ماه دوازده درصد گران شده است و مشتری‌ها کمتر می‌خرند."),
    ("موزهٔ کوچک ساعت‌ها پس از سه سال دوباره باز شد", "فرهنگ",
     "چهارصد ساعت که هیچ‌یک وقت درست را نشان نمی‌دهد، و نگهبانی که می‌گوید همین عیب است که مردم را می‌آورد."),
    ("قطار شب به راه خود ادامه می‌دهد", "جامعه",
     "راه‌آهن از تصمیم خود برای تعطیلی خط شبانه برگشت؛ مسافران می‌گویند هنوز به تخت‌های تمیز امید دارند."),
    ("فینال جام در باران", "ورزش", "نود دقیقه بی‌گل، سی دقیقهٔ وقت اضافه و سرانجام ضربه‌ای که به تیر خورد و برگشت و گل شد."),
    ("گزارش آب: چاه‌ها پایین‌تر می‌روند", "جامعه", "سطح آب در پانزده چاه از بیست چاه دشت در ده سال گذشته پایین رفته است."),
    ("نامه‌ای از جزیره", "فرهنگ", "در جزیره‌ای که تنها یک خیابان دارد، همه همدیگر را می‌شناسند و هیچ‌کس عجله ندارد."),
]
PERSIAN_TEXT = ("کمیته در ساختمان قدیمی گمرک گرد آمد، همان‌گونه که از زمان بسته شدن پل هر دو هفته یک بار گرد می‌آید، و تا "
                "ظهر سخن یازده شاهد را شنید. هیچ‌یک دربارهٔ واقعیت‌ها اختلافی نداشتند. اختلاف بر سر معنای واقعیت‌ها بود، که "
                "اختلافی پرهزینه‌تر است.")


def demo_module():
    spec = importlib.util.spec_from_file_location("demo_content", os.path.join(ROOT, "script", "demo-content.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def path_of(site, made):
    return made["link"].removeprefix(site.base)


def paragraphs(text, words):
    count = max(1, words // len(text.split()))
    parts = []
    for i in range(count):
        if i and i % 12 == 0:
            parts.append(f"<h2>Part {i // 12 + 1}</h2>")
        parts.append(f"<p>{text}</p>")
    return "\n".join(parts)


def harbour(width, height):
    """A PNG of a harbour in the evening: a sky, a sun, water."""
    rows = bytearray()
    horizon, middle, radius = height * 3 // 5, width * 2 // 3, height // 7
    for y in range(height):
        rows.append(0)
        for x in range(width):
            if y < horizon:
                fall = y * 90 // horizon
                sun = (x - middle) ** 2 + (y - horizon) ** 2 < radius * radius
                rows += bytes((250, 196, 120) if sun else (120 + fall, 110 + fall, 140 + fall // 2))
            else:
                depth = (y - horizon) * 60 // (height - horizon)
                wave = 14 if (x * 7 + y * y // 3) % 53 < 9 else 0
                rows += bytes((70 - depth + wave, 82 - depth + wave, 104 - depth + wave))

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + chunk(b"IEND", b""))


def upload(site, name, width, height, **fields):
    answer = site.api("admin").post("media", data=harbour(width, height), headers={
        "Content-Type": "image/png", "Content-Disposition": f'attachment; filename="{name}.png"'})
    assert answer.status_code == 201, answer.text
    made = answer.json()
    if fields:
        site.api("admin").post(f"media/{made['id']}", fields)
    return made


def picture_article(site, **common):
    """Figures of every kind: in the text, floated, wide, in a gallery; a table, a quotation, a list, code."""
    wide = upload(site, "harbour-wide", 1600, 900, alt_text="The harbour at dusk, seen from the customs house",
                  caption="The harbour on the evening of the hearing. <em>Photograph: A. Reader</em>")
    tall = upload(site, "harbour-tall", 480, 640, alt_text="The pier, with nobody on it")

    def image(made, align, caption=""):
        width, height = made["media_details"]["width"], made["media_details"]["height"]
        text = f'<figcaption class="wp-element-caption">{caption}</figcaption>' if caption else ""
        return (f'<!-- wp:image {{"id":{made["id"]},"align":"{align}"}} --><figure class="wp-block-image align{align} size-full">'
                f'<img src="{made["source_url"]}" alt="The harbour" class="wp-image-{made["id"]}" width="{width}" '
                f'height="{height}"/>{text}</figure><!-- /wp:image -->')
    paragraph = f"<!-- wp:paragraph --><p>{LOREM}</p><!-- /wp:paragraph -->"
    gallery = "".join(image(made, "none") for made in (wide, tall, wide))
    content = "\n".join([
        paragraph, image(tall, "right", "The pier. Nobody disagreed about it."), paragraph, paragraph,
        "<h2>What was heard</h2>", paragraph, image(wide, "wide", "As wide as the page allows."), paragraph,
        "<blockquote><p>They disagreed about what the facts meant.</p><cite>The chairwoman</cite></blockquote>",
        '<figure class="wp-block-table"><table><thead><tr><th>Witness</th><th>Minutes</th></tr></thead><tbody><tr><td>The harbour '
        "master</td><td>14</td></tr><tr><td>The ferryman</td><td>3</td></tr></tbody></table><figcaption>Who spoke, and how "
        "long</figcaption></figure>",
        "<ul><li>The bridge stays closed.</li><li>The ferry runs.<ul><li>Also at night.</li></ul></li></ul>",
        "<pre class='wp-block-code'><code>if (bridge == CLOSED) take(ferry);</code></pre>",
        image(tall, "left", "Once more."), paragraph, paragraph,
        f'<!-- wp:gallery --><figure class="wp-block-gallery has-nested-images columns-3">{gallery}</figure><!-- /wp:gallery -->',
        '<figure class="wp-block-pullquote"><blockquote><p>The more expensive kind of disagreement</p></blockquote></figure>',
        paragraph])
    return site.make_post(title="Pictures of a harbour", content=content, excerpt=LOREM[:160], featured_media=wide["id"],
                          **common), wide


def add_thread(site, post, depth, text, name):
    """Answers to answers, and a second comment on top."""
    parent = 0
    for level in range(depth):
        parent = site.make("comments", post=post["id"], parent=parent, author_name=f"{name} {level + 1}",
                           author_email=f"reader{level}@example.org", content=f"{text} ({level + 1})",
                           status="approved")["id"]
    site.make("comments", post=post["id"], author_name=name, author_email="other@example.org", content=text,
              status="approved")
    # The newsroom answers too.
    site.make("comments", as_="editor", post=post["id"], content=text)


def make_press(site):
    site.settings(date_format="F j, Y")
    module = demo_module()
    module.fill(module.Api(site.base, *site.auth("admin")))
    section = site.make("categories", name="Letters", description="What readers write, <em>nearly</em> uncut.")["id"]
    tag = site.make("tags", name="Harbour bridge")["id"]
    common = {"categories": [section], "tags": [tag], "date_gmt": "2026-03-01T08:00:00"}
    site.cli("settings", "set", "comment_previously_approved", "0")
    long = site.make_post(title="The long hearing", content=paragraphs(LOREM, 5000), excerpt=LOREM[:200], **common)
    line = site.make_post(title="One line", content="<p>The bridge stays closed.</p>", **common)
    headline = site.make_post(title=LONG_HEADLINE, content=paragraphs(LOREM, 300), excerpt=LOREM, **common)
    word = site.make_post(title="Fog", content=paragraphs(LOREM, 200), **common)
    untitled = site.make_post(title="", content=paragraphs(LOREM, 100), **common)
    thread = site.make_post(title="Five deep", content=paragraphs(LOREM, 150), **common)
    add_thread(site, thread, 5, "I was there, and it was not like that at all; but the microphones were broken, I grant you that.",
               "Ann Reader")
    none = site.make_post(title="Nobody has said anything", content=paragraphs(LOREM, 150), **common)
    closed = site.make_post(title="Said and done", content=paragraphs(LOREM, 150), **common)
    add_thread(site, closed, 2, "Then it is over.", "Bea")
    site.api("admin").post(f"posts/{closed['id']}", {"comment_status": "closed"})
    pictures, wide = picture_article(site, **common)
    protected = site.make_post(title="For subscribers", content="<p>Hidden.</p>", password="x", **common)
    first = site.api().get(f"comments?post={thread['id']}&order=asc").json()[0]
    newest, second = site.api().get("posts?per_page=2").json()
    for made in (newest, second):
        site.api("admin").post(f"posts/{made['id']}", {"featured_media": wide["id"]})
    return {
        "front": "/", "front-2": "/page/2/", "article": path_of(site, newest), "long": path_of(site, long),
        "line": path_of(site, line), "headline-20": path_of(site, headline), "headline-1": path_of(site, word),
        "pictures": path_of(site, pictures), "untitled": path_of(site, untitled), "thread": path_of(site, thread), "none": path_of(site, none),
        "closed": path_of(site, closed), "protected": path_of(site, protected),
        "reply": f"{path_of(site, thread)}?replytocom={first['id']}",
        "category": "/category/letters/", "tag": "/tag/harbour-bridge/", "author": "/author/elena/", "month": "/2026/03/",
        "search": "/?s=bridge", "search-none": "/?s=xylophone", "search-blank": "/?s=", "page": "/about/",
        "missing": "/nothing-here/", "log-in": "/wp-login.php?reauth=1",
        "lost-password": "/wp-login.php?action=lostpassword",
    }


def make_persian_press(site):
    for found in site.api("admin").get("posts?per_page=100&status=any&_fields=id").json():
        site.api("admin").delete(f"posts/{found['id']}?force=true")
    for found in site.api("admin").get("pages?per_page=100&_fields=id").json():
        site.api("admin").delete(f"pages/{found['id']}?force=true")
    site.settings(title="روزنامهٔ فردا", description="خبر، آهسته و کامل", language="fa_IR", timezone="Asia/Tehran")
    sections, posts = {}, []
    for day, (title, section, excerpt) in enumerate(reversed(PERSIAN_ARTICLES)):
        if section not in sections:
            sections[section] = site.make("categories", name=section)["id"]
        posts.append(site.make_post(title=title, excerpt=excerpt, content=paragraphs(PERSIAN_TEXT, 250),
                                    categories=[sections[section]], date_gmt=f"2026-09-{day + 10:02}T06:30:00"))
    add_thread(site, posts[-1], 5, "من آنجا بودم و اصلاً این‌طور نبود؛ ولی بلندگوها خراب بود، این را می‌پذیرم.", "خوانندهٔ همیشگی")
    site.make("pages", title="دربارهٔ ما", slug="about", content="<p>این روزنامه ساختگی است.</p>", status="publish")
    section = site.api().get(f"categories/{sections['فرهنگ']}").json()
    return {"front": "/", "article": path_of(site, posts[-1]), "none": path_of(site, posts[0]), "category": path_of(site, section),
            "search": "/?s=موزه", "missing": "/nothing-here/", "log-in": "/wp-login.php?reauth=1", "page": "/about/"}


def every_markup(site):
    """Imports the theme authors' export file: the paths of its posts and pages; {} where the file is not there."""
    if not os.path.exists(WXR):
        return {}
    known = {made["id"] for made in published(site)}
    site.cli("import", "--role", "editor", WXR)
    return {f"wxr-{made['slug']}": path_of(site, made) for made in published(site) if made["id"] not in known}


def published(site):
    found = []
    for kind in ("posts", "pages"):
        page = 1
        while batch := site.api().get(f"{kind}?per_page=100&page={page}&_fields=id,slug,link").json():
            if isinstance(batch, dict):  # beyond the last page
                break
            found += batch
            page += 1
    return found
