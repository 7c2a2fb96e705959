"""Validators, codings, ranges and static files, on the server of tests/unit/http_probe.c."""

import email.utils
import gzip
import os

import pytest

from raw import running_probe

FILE = bytes(range(256)) * 400  # 102400 bytes


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    directory = tmp_path_factory.mktemp("static")
    (directory / "sub").mkdir()
    (directory / "text.css").write_bytes(b"body { margin: 0 }\n" * 100)
    (directory / "text.css.gz").write_bytes(gzip.compress((directory / "text.css").read_bytes()))
    (directory / "text.css.br").write_bytes(b"not really brotli")
    (directory / "sub" / "data.bin").write_bytes(FILE)
    (directory / "empty.txt").write_bytes(b"")
    (directory / "old.js").write_bytes(b"// new\n" * 100)
    (directory / "old.js.gz").write_bytes(b"stale")
    os.utime(directory / "old.js.gz", (1, 1))
    (directory / ".hidden").write_bytes(b"secret")
    (directory / ".git").mkdir()
    (directory / ".git" / "config").write_bytes(b"secret")
    os.symlink("/etc/passwd", directory / "link.txt")
    os.symlink("sub", directory / "linked")
    os.mkfifo(directory / "fifo")
    (directory / "a b.txt").write_bytes(b"blank")
    return directory


@pytest.fixture(scope="module")
def probe(tmp_path_factory, directory):
    file = tmp_path_factory.mktemp("file") / "file"
    file.write_bytes(FILE)
    with running_probe(tmp_path_factory.mktemp("probe"), "--static", directory, "--file", file) as probe:
        yield probe


@pytest.fixture
def ask(probe):
    with probe.connect() as connection:
        yield lambda path, *headers, method="GET": connection.request(method, path, headers)


# Pages


def test_etag(ask):
    answer = ask("/cached")
    etag = answer.header("ETag")
    assert etag.startswith('"') and answer.header("Cache-Control") == "public, no-cache"
    assert answer.header("Vary") == "Accept-Encoding"
    assert ask("/cached").header("ETag") == etag
    assert ask("/cached?n=101").header("ETag") != etag
    for header in (etag, f"W/{etag}", f'"other", {etag}', "*", f'"x",{etag} , "y"'):
        answer = ask("/cached", f"If-None-Match: {header}")
        assert answer.status == 304 and answer.body == b"", header
        assert answer.header("ETag") in (etag, f"W/{etag}") and answer.header("Cache-Control") == "public, no-cache"
        assert answer.header("Content-Type") is None and answer.header("Vary") == "Accept-Encoding"
    for header in ('"other"', etag.strip('"'), etag[:-1], '"*"', ""):
        assert ask("/cached", f"If-None-Match: {header}").status == 200, header
    assert ask("/cached", f"If-None-Match: {etag}", method="HEAD").status == 304


def test_etag_of_variants(ask):
    tags = {coding: ask("/cached", f"Accept-Encoding: {coding}").header("ETag") for coding in ("gzip", "br", "x")}
    assert len(set(tags.values())) == 3
    for have in tags.values():
        for coding in ("gzip", "br", "x"):
            answer = ask("/cached", f"Accept-Encoding: {coding}", f"If-None-Match: {have}")
            assert answer.status == 304 and answer.header("ETag") == have


def test_no_etag_where_nothing_may_be_kept(ask):
    for path in ("/lines", "/hello", "/personal", "/nothing"):
        answer = ask(path)
        assert answer.header("ETag") is None and "no-store" in answer.header("Cache-Control")


def test_codings(ask):
    plain = ask("/lines?n=1000")
    assert plain.header("Content-Encoding") is None and plain.header("Vary") == "Accept-Encoding"
    packed = ask("/lines?n=1000", "Accept-Encoding: gzip")
    assert packed.header("Content-Encoding") == "gzip" and len(packed.body) < len(plain.body) / 4
    assert gzip.decompress(packed.body) == plain.body
    try:
        import brotli
    except ImportError:
        pytest.skip("no brotli to read it with")
    packed = ask("/lines?n=1000", "Accept-Encoding: br")
    assert brotli.decompress(packed.body) == plain.body


@pytest.mark.parametrize("accepted, expected", [
    ("gzip, deflate, br", "br"), ("gzip", "gzip"), ("GZIP", "gzip"), ("x-gzip", "gzip"), ("br;q=0.5, gzip", "gzip"),
    ("br;q=0.5, gzip;q=0.5", "br"), ("*", "br"), ("*;q=0.1, br;q=0", "gzip"), ("gzip;q=0", None), ("identity", None),
    ("gzip;q=0.001", "gzip"), ("gzip;q=nonsense", None), ("", None), ("deflate", None), ("br ; q=1.0", "br"),
    (",,gzip,,", "gzip"), ("gzip;q=0.5;q=0", "gzip"), ("gzipbr", None)])
def test_choice_of_coding(ask, accepted, expected):
    answer = ask("/lines", f"Accept-Encoding: {accepted}")
    assert answer.header("Content-Encoding") == expected


def test_short_or_binary_bodies_stay_as_they_are(ask):
    for path in ("/hello", "/file", "/lines?n=10"):
        answer = ask(path, "Accept-Encoding: gzip, br")
        assert answer.header("Content-Encoding") is None


# Ranges


@pytest.mark.parametrize("path", ["/file", "/static/sub/data.bin"])
@pytest.mark.parametrize("header, first, last", [
    ("bytes=0-9", 0, 9), ("bytes=10-10", 10, 10), ("bytes=102399-", 102399, 102399), ("bytes=-1", 102399, 102399),
    ("bytes=-1000000", 0, 102399), ("bytes=100-999999", 100, 102399), ("bytes=0-", 0, 102399),
    ("bytes=5-99999999999999999999999", 5, 102399), ("Bytes=1-2", 1, 2)])
def test_ranges(ask, path, header, first, last):
    answer = ask(path, f"Range: {header}")
    assert answer.status == 206
    assert answer.header("Content-Range") == f"bytes {first}-{last}/102400"
    assert answer.body == FILE[first:last + 1]


@pytest.mark.parametrize("header", ["bytes=102400-", "bytes=99999999999999999999999-", "bytes=-0", "bytes=9-5",
                                    "bytes=", "bytes=-", "bytes=a-b", "bytes=1-2x", "bytes=1"])
def test_wrong_ranges(ask, header):
    answer = ask("/file", f"Range: {header}")
    assert answer.status == 416 and answer.body == b""
    assert answer.header("Content-Range") == "bytes */102400"


@pytest.mark.parametrize("header", ["bytes=0-1,5-6", "bytes=0-1, -1", "lines=0-1", "nonsense"])
def test_ranges_that_are_ignored(ask, header):
    answer = ask("/file", f"Range: {header}")
    assert answer.status == 200 and answer.body == FILE and answer.header("Accept-Ranges") == "bytes"


def test_if_range(ask):
    date = email.utils.formatdate(1700000000, usegmt=True)
    for condition in ('"file"', date):
        assert ask("/file", "Range: bytes=0-9", f"If-Range: {condition}").status == 206
    for condition in ('"other"', 'W/"file"', email.utils.formatdate(1700000001, usegmt=True), "nonsense"):
        assert ask("/file", "Range: bytes=0-9", f"If-Range: {condition}").status == 200


def test_ranges_are_for_get_and_files(ask):
    assert ask("/file", "Range: bytes=0-9", method="HEAD").header("Content-Length") == "102400"
    assert ask("/cached", "Range: bytes=0-9").status == 200


def test_modified(ask):
    answer = ask("/file")
    date = answer.header("Last-Modified")
    assert date == email.utils.formatdate(1700000000, usegmt=True)
    assert ask("/file", f"If-Modified-Since: {date}").status == 304
    assert ask("/file", "If-Modified-Since: " + email.utils.formatdate(1700000001, usegmt=True)).status == 304
    assert ask("/file", "If-Modified-Since: " + email.utils.formatdate(1699999999, usegmt=True)).status == 200
    assert ask("/file", "If-Modified-Since: nonsense").status == 200
    # If-None-Match decides alone where it is there.
    assert ask("/file", f"If-Modified-Since: {date}", 'If-None-Match: "other"').status == 200
    assert ask("/file", f"If-Modified-Since: {date}", "Range: bytes=0-9").status == 304


# Static files


def test_file_from_the_directory(ask):
    answer = ask("/static/sub/data.bin")
    assert answer.status == 200 and answer.body == FILE
    assert answer.header("Content-Type") == "application/octet-stream"
    assert answer.header("Last-Modified") and answer.header("ETag")
    assert ask("/static/sub/data.bin", f"If-None-Match: {answer.header('ETag')}").status == 304
    assert ask("/static/empty.txt").body == b""
    assert ask("/static/empty.txt", "Range: bytes=0-").status == 416
    assert ask("/static/a%20b.txt").body == b"blank"


def test_file_variants(ask, directory):
    plain = ask("/static/text.css")
    assert plain.header("Content-Type") == "text/css; charset=UTF-8" and plain.header("Vary") == "Accept-Encoding"
    packed = ask("/static/text.css", "Accept-Encoding: gzip")
    assert packed.header("Content-Encoding") == "gzip" and gzip.decompress(packed.body) == plain.body
    assert packed.header("ETag") != plain.header("ETag")
    assert packed.header("Content-Type") == plain.header("Content-Type")
    assert ask("/static/text.css", "Accept-Encoding: br").body == b"not really brotli"
    part = ask("/static/text.css", "Accept-Encoding: gzip", "Range: bytes=0-9")
    assert part.status == 206 and part.body == packed.body[:10] and part.header("Content-Encoding") == "gzip"
    # A variant older than its file is of an older file.
    assert ask("/static/old.js", "Accept-Encoding: gzip").header("Content-Encoding") is None


@pytest.mark.parametrize("path", ["link.txt", "linked/data.bin", ".hidden", ".git/config", "sub", "sub/", "", "fifo",
                                  "nothing", "sub//data.bin", "text.css/", "./text.css", "text.css/.", "a" * 5000])
def test_what_is_not_served(ask, path):
    assert ask("/static/" + path).status == 404


def test_compiled_in_files(ask):
    answer = ask("/static/theme.css")
    assert answer.status == 200 and answer.header("Content-Type") == "text/css; charset=UTF-8"
    packed = ask("/static/theme.css", "Accept-Encoding: gzip")
    assert gzip.decompress(packed.body) == answer.body
    assert ask("/static/theme.css", f"If-None-Match: {answer.header('ETag')}").status == 304
    assert ask("/static/theme.css", "Range: bytes=1-5").body == answer.body[1:6]
    assert answer.header("Cache-Control") == "public, max-age=300"
    version = answer.header("ETag").strip('"')[-8:]
    assert "immutable" in ask(f"/static/theme.css?v={version}").header("Cache-Control")
    assert ask("/static/theme.css?v=00000000").header("Cache-Control") == "public, max-age=300"
    head = ask("/static/theme.css", method="HEAD")
    assert head.body == b"" and head.header("Content-Length") == str(len(answer.body))
    missing = ask("/static/nothing.css")
    assert missing.status == 404 and missing.header("Cache-Control") == "no-store"
