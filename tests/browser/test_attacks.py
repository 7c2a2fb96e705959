"""Attacks, put wherever people may write, run in Chromium on pages without a Content-Security-Policy: the sanitiser alone
stands between them and the reader.

What the site made of each is loaded as a document of its own below a page of ours, which is told when a script runs;
links are pressed and handlers called. The same strings as they are show that this sees them.
"""

import http.server
import threading

import pytest

from attacks import clobbering, texts

AT_ONCE = 30  # documents

STAGE = """<!doctype html><meta charset=utf-8><title>Stage</title><script>
const hits = new Set();
let problems = [];
function hit(number) { hits.add(number); }
window.alert = window.confirm = window.prompt = () => {};

const addresses = ['href', 'src', 'action', 'formaction', 'xlink:href', 'data', 'poster', 'background', 'cite'];
const runs = new Set(['iframe', 'object', 'embed', 'applet', 'base', 'frame', 'frameset', 'svg', 'math', 'template',
                      'noscript', 'style', 'portal', 'marquee']);

function look(number, element) {
  const say = what => problems.push(number + ': ' + what + ': ' + element.outerHTML.slice(0, 300));
  const name = element.localName;
  if (runs.has(name) || element.namespaceURI !== 'http://www.w3.org/1999/xhtml') say('element');
  if (name === 'script' && element.type !== 'application/ld+json') say('script');
  if (name === 'meta' && element.httpEquiv) say('meta');
  for (const attribute of element.attributes) {
    if (/^on/i.test(attribute.name) || attribute.name === 'srcdoc') say('attribute');
    if (!addresses.includes(attribute.name)) continue;
    let scheme = 'none:';
    try { scheme = new URL(attribute.value, 'http://none.invalid/').protocol; } catch { }
    if (!['http:', 'https:', 'mailto:', 'none:'].includes(scheme)) say('address');
  }
}

function provoke(number, doc, strict) {
  for (const element of doc.querySelectorAll('*')) {
    if (strict) look(number, element);
    for (const type of ['mouseover', 'pointerover', 'mouseenter', 'focus', 'focusin', 'toggle', 'animationstart',
                        'transitionend', 'wheel', 'copy', 'dragstart'])
      try { element.dispatchEvent(new Event(type, {bubbles: true})); } catch { }
    const leads = ['a', 'area'].includes(element.localName) || element.href instanceof Object;
    const address = element.getAttribute('href') || element.getAttribute('xlink:href') || '';
    try {
      if (!leads || element.protocol === 'javascript:') element.click ? element.click() : 0;
      else element.dispatchEvent(new Event('click', {bubbles: true, cancelable: true}));
      if (leads && !element.click && /script:/.test(address))
        element.dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true}));
    } catch { }
  }
}

// The document's own names still mean what they meant, and it is where it was.
function whole(number, frame) {
  const win = frame.contentWindow, doc = win.document;
  const kept = doc.getElementById === win.Document.prototype.getElementById &&
      doc.querySelector === win.Document.prototype.querySelector &&
      doc.createElement === win.Document.prototype.createElement && doc.write === win.Document.prototype.write &&
      doc.body instanceof win.HTMLBodyElement && doc.documentElement instanceof win.HTMLHtmlElement &&
      doc.forms instanceof win.HTMLCollection && typeof doc.cookie === 'string' && doc.defaultView === win &&
      win.location.href === 'about:srcdoc' && doc.baseURI === document.baseURI;
  if (!kept) problems.push(number + ': names or place of the document');
}

function settled(doc) {
  const waiting = [...doc.querySelectorAll('img, video, audio, input, link, script')].filter(
      e => e.localName !== 'img' || (!e.complete && e.loading !== 'lazy'));
  const each = waiting.map(e => new Promise(end => { e.addEventListener('load', end); e.addEventListener('error', end); }));
  return Promise.race([Promise.all(each), new Promise(end => setTimeout(end, 150))]);
}

// items: [number, html, parts]: a whole page, or parts that scripts read and write again.
async function perform(items, strict) {
  hits.clear();
  problems = [];
  document.addEventListener('submit', event => event.preventDefault());
  const frames = items.map(([number, html, parts]) => {
    const frame = document.createElement('iframe');
    const loaded = new Promise(end => frame.addEventListener('load', end, {once: true}));
    frame.srcdoc = html;
    document.body.append(frame);
    return {number, parts, frame, loaded};
  });
  for (const {number, parts, frame, loaded} of frames) {
    await Promise.race([loaded, new Promise(end => setTimeout(end, 5000))]);
    let doc;
    try { doc = frame.contentDocument; } catch { doc = null; }
    if (!doc || !doc.body) { problems.push(number + ': the document went away'); continue; }
    for (const part of parts) {
      const once = doc.createElement('div'), twice = doc.createElement('div');
      once.innerHTML = part;
      twice.innerHTML = once.innerHTML;
      doc.body.append(once, twice);
    }
    doc.addEventListener('submit', event => event.preventDefault());
    doc.addEventListener('click', event => {
      const link = event.target.closest('a[href], area[href]');
      if (link && link.protocol !== 'javascript:') event.preventDefault();
    }, true);
  }
  await Promise.all(frames.map(({frame}) => frame.contentDocument ? settled(frame.contentDocument) : 0));
  for (const {number, frame} of frames) {
    try { provoke(number, frame.contentDocument, strict); } catch (e) { if (strict) problems.push(number + ': ' + e); }
  }
  await new Promise(end => setTimeout(end, 100));
  for (const {number, frame} of frames) {
    if (strict) try { whole(number, frame); } catch (e) { problems.push(number + ': ' + e); }
    frame.remove();
  }
  return {hits: [...hits], problems};
}
</script>"""


class Stage(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = STAGE.encode() if self.path == "/" else b""
        self.send_response(200 if self.path == "/" else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def stage(lasting_browser):
    """perform(items, strict) in Chromium, on pages without a policy."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Stage)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    browser = lasting_browser
    browser.driver.set_script_timeout(120)

    def perform(items, strict=True):
        hits, problems = set(), []
        for begin in range(0, len(items), AT_ONCE):
            browser.driver.get(f"http://127.0.0.1:{server.server_port}/")
            result = browser.driver.execute_async_script(
                "perform(arguments[0], arguments[1]).then(arguments[2])", items[begin:begin + AT_ONCE], strict)
            hits |= set(result["hits"])
            problems += result["problems"]
        return hits, problems

    try:
        yield perform
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def made_of(site, number, text):
    """What the site makes of a text, wherever one may put it, as items of perform()."""
    author, guest = site.api("author"), site.api()
    author.post("users/me", {"name": text[:200] or "x", "description": text, "url": "https://example.org/" + text[:100]})
    tag = author.post("tags", {"name": text[:190], "description": text}).json().get("id")
    fields = {"title": text, "content": text, "excerpt": text, "status": "publish", "comment_status": "open",
              "tags": [tag] if tag else []}
    answer = author.post("posts", fields)
    if "\0" in text:  # is no text, and is refused
        assert answer.status_code == 400
        return []
    assert answer.status_code == 201, (text, answer.text)
    post = answer.json()
    marked = author.post("posts", {**fields, "content_format": "markdown"}).json()
    parts = [each[part]["rendered"] for each in (post, marked) for part in ("content", "title", "excerpt")]
    answer = guest.post("comments", {"post": post["id"], "author_name": text[:200], "author_email": "a@example.org",
                                     "author_url": text[:150], "content": f"{number} {text}"})
    assert answer.status_code in (201, 400), answer.text
    if answer.status_code == 201:
        parts.append(answer.json()["content"]["rendered"])
    items = [[number, site.get(post["link"]).text, []],
             [number, f"<!doctype html><body>{marked['content']['rendered']}</body>", parts]]
    if number % 5 == 0:
        items.append([number, site.request("GET", "/", params={"s": text[:150]}).text, []])
    return items


@pytest.fixture(scope="module")
def open_site(site):
    with site.with_settings(rest_allow_anonymous_comments=True, comment_previously_approved=False, comment_max_links=0):
        yield site


def test_there_are_enough():
    strings = [text for _, text in texts()]
    assert len(strings) == len(set(strings)) >= 150


def test_the_strings_are_attacks(stage):
    """Without the sanitiser they run: what a later test finds of them would be seen."""
    hits, _ = stage([[number, f"<!doctype html><body>{text}", []] for number, text in texts()], strict=False)
    print(len(hits), "of", len(texts()), "run")
    assert len(hits) >= 0.75 * len(texts()), [text for number, text in texts() if number not in hits]


def test_no_attack_runs(open_site, stage):
    items = [item for number, text in texts() for item in made_of(open_site, number, text)]
    items += [[-1, open_site.get(path).text, []] for path in ("/", "/author/author/", "/?s=x")]
    hits, problems = stage(items)
    assert hits == set() and problems == [], [dict(texts())[number] for number in hits]


def test_no_name_is_taken_over(open_site, stage):
    items = [item for number, text in clobbering() for item in made_of(open_site, number, text)]
    hits, problems = stage(items)
    assert hits == set() and problems == []
