"""One site of a given size: what each kind of page costs there."""

import os

import bulk_site
import load
import writing
from servers import Broadsheet

RARE = "zyzzyva"  # stands in one article


def addresses(server, prose, articles):
    """The pages that are measured, by name."""
    pages = {"front page": "/", "article": writing.first_article(server), "category, page 1": "/category/section-1/",
             "REST list, page 1": "/wp-json/wp/v2/posts", f"search, common word": f"/?s={prose.common}",
             "search, rare word": f"/?s={RARE}", "search by REST, common word": f"/wp-json/wp/v2/posts?search={prose.common}"}
    if articles >= 100_000:
        pages |= {"category, page 500": "/category/section-1/page/500/", "REST list, page 500": "/wp-json/wp/v2/posts?page=500"}
    return pages


def fill_cache(server, articles, most=5000):
    """Asks twice for so many articles, since the cache takes pages in that are asked for again."""
    for n in range(1, min(articles, most) + 1):
        headers = server.get(f"/?p={1000 + n * (articles // min(articles, most))}")[1]
        for _ in range(2):
            server.get("/" + headers["Location"].split("/", 3)[3], {"Accept-Encoding": "gzip, br"})


def run(directory, table, articles, seconds=3, say=lambda line: None):
    # A site is kept when BROADSHEET_BENCH_SITES names a directory: a million articles take minutes to make.
    kept = os.environ.get("BROADSHEET_BENCH_SITES")
    data = os.path.join(kept or directory, f"site-{articles}")
    prose = bulk_site.Prose()
    if not os.path.exists(os.path.join(data, "site.db")):
        bulk_site.make(Broadsheet(data).command[0], data, articles, say=say, rare=RARE)
    medians = {}
    with Broadsheet(data, cache=False) as server:
        started = server.start_ms
        table.head(f"{articles:,} articles, {articles * 10:,} comments, cache off", "page", "median ms, 1 client",
                   "p99 ms", "a second, 32 clients")
        for name, path in addresses(server, prose, articles).items():
            alone = load.wrk(server, path, clients=1, seconds=seconds)
            crowd = load.wrk(server, path, clients=32, seconds=seconds)
            if alone.failed or crowd.failed:
                raise SystemExit(f"bench: {name}: {alone.failed + crowd.failed} answers failed")
            medians[name] = alone.p50
            table.row(name, f"{alone.p50:.2f}", f"{alone.p99:.2f}", f"{crowd.rate:,.0f}")
        table.row("resident MiB after that, cache off", f"{server.resident_mib():.0f}", "", "")
    with Broadsheet(data) as server:
        for path in addresses(server, prose, articles).values():
            load.wrk(server, path, clients=32, seconds=seconds)
        fill_cache(server, articles)
        table.row("resident MiB under load, cache at its default", f"{server.resident_mib():.0f}", "", "")
        table.row("ms from start to first page", f"{started:.0f}", "", "")
        table.row("MiB of the file", f"{os.path.getsize(os.path.join(data, 'site.db')) / 2**20:,.0f}", "", "")
    return medians
