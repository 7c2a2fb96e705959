#!/usr/bin/python3
"""Writes a directory's files as C: an array of struct asset (server/http/assets.h), sorted by path.

Usage: embed.py NAME DIRECTORY OUTPUT.c [--depfile FILE] [--plain | --packed] [--without FOLDER]

NAME_assets and NAME_asset_count are defined. Style sheets lose their comments and white space, and each file comes with
gzip and brotli variants where they are smaller (--plain: all as it is, and no variants; --packed: what has a gzip
variant is there in its variants alone). The ETag is of the content. The
output depends on nothing but names and contents. Names that begin with a dot are left out, and so are files beside which
they were compressed by hand (a.css.gz, a.css.br); --without: and all of a folder.
"""

import argparse
import gzip
import hashlib
import os
import re
import sys

try:
    import brotli
except ImportError:  # gzip only
    brotli = None

# As in server/http/content_type.c; tests/unit/test_response.c compares them.
CONTENT_TYPES = {
    "avif": "image/avif",
    "css": "text/css; charset=UTF-8",
    "gif": "image/gif",
    "html": "text/html; charset=UTF-8",
    "ico": "image/vnd.microsoft.icon",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=UTF-8",
    "json": "application/json; charset=UTF-8",
    "map": "application/json; charset=UTF-8",
    "mjs": "text/javascript; charset=UTF-8",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "mustache": "text/plain; charset=UTF-8",
    "oga": "audio/ogg",
    "ogg": "audio/ogg",
    "ogv": "video/ogg",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=UTF-8",
    "wasm": "application/wasm",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
COMPRESSIBLE = ("text/", "application/json", "application/xml", "application/manifest+json", "image/svg+xml")
LEAST = 256  # bytes below which a variant is not worth its headers
LINE = 100


def content_type(path):
    ending = os.path.basename(path).rpartition(".")[2].lower()
    return CONTENT_TYPES.get(ending, "application/octet-stream")


def find_files(directory, without):
    """Paths relative to the directory, sorted as strcmp() sorts; and all directories, for the depfile."""
    paths, directories = [], []
    for folder, folders, names in os.walk(directory):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != without)
        directories.append(folder)
        for name in names:
            if not name.startswith("."):
                paths.append(os.path.relpath(os.path.join(folder, name), directory))
    present = set(paths)
    paths = [p for p in paths if not (p.endswith((".gz", ".br")) and p.rpartition(".")[0] in present)]
    return sorted(paths, key=os.fsencode), directories


def without_space(css):
    """A style sheet without comments and the white space that only people read. Strings stay as they are."""
    parts = re.split(r"""("[^"]*"|'[^']*'|/\*.*?\*/)""", css, flags=re.S)
    for i, part in enumerate(parts):
        if part.startswith("/*"):
            parts[i] = ""
        elif not part.startswith(('"', "'")):
            part = re.sub(r" ?([{};,>]) ?", r"\1", re.sub(r"\s+", " ", part))
            parts[i] = part.replace(": ", ":").replace(";}", "}")
    return "".join(parts).strip()


def variants(data, kind, plain):
    """(gzip, brotli), None where it does not pay."""
    if plain or len(data) < LEAST or not kind.startswith(COMPRESSIBLE):
        return None, None
    made = [gzip.compress(data, 9, mtime=0), brotli.compress(data, quality=11) if brotli else None]
    return tuple(m if m is not None and len(m) < len(data) * 0.95 else None for m in made)


def literal(data):
    """A C string literal. Octal escapes of three digits end by themselves, whatever follows; "?" could begin a
    trigraph."""
    escaped = {ord("\\"): "\\\\", ord('"'): '\\"', ord("\n"): "\\n", ord("\t"): "\\t", ord("?"): "\\?"}
    out, line = [], []
    size = 0
    for byte in data:
        text = escaped.get(byte) or (chr(byte) if 0x20 <= byte < 0x7F else f"\\{byte:03o}")
        line.append(text)
        size += len(text)
        if size >= LINE or byte == 0x0A:
            out.append('    "' + "".join(line) + '"')
            line, size = [], 0
    if line or not out:
        out.append('    "' + "".join(line) + '"')
    return "\n".join(out)


def string(text):
    return literal(text.encode()).strip().replace('"\n    "', "")


def write_data(out, name, data):
    out.append(f"static const unsigned char {name}[{len(data) + 1}] =\n{literal(data)};")


def generate(name, directory, paths, plain, packed_only):
    out = [f"// Made by script/embed.py of {os.path.basename(os.path.normpath(directory))}/. Do not edit.",
           '#include "server/http/assets.h"', ""]
    rows = []
    for i, path in enumerate(paths):
        with open(os.path.join(directory, path), "rb") as file:
            data = file.read()
        kind = content_type(path)
        if kind.startswith("text/css") and not plain:
            data = without_space(data.decode()).encode()
        compressed = variants(data, kind, plain)
        row = [f".path = {string(path.replace(os.sep, '/'))}", f".content_type = {string(kind)}",
               f".size = {len(data)}"]
        if not packed_only or compressed[0] is None:
            write_data(out, f"data_{i}", data)
            row.append(f".data = data_{i}")
        for coding, packed in zip(("gzip", "brotli"), compressed):
            if packed is not None:
                write_data(out, f"{coding}_{i}", packed)
                row += [f".{coding} = {coding}_{i}", f".{coding}_size = {len(packed)}"]
        row.append(f'.etag = "\\"{hashlib.sha256(data).hexdigest()[:32]}\\""')
        rows.append("    {" + ", ".join(row) + "},")
    out += ["", f"const struct asset {name}_assets[] = {{"] + (rows or ["    {0},  // there are none"]) + ["};"]
    out += [f"const size_t {name}_asset_count = {len(paths)};", ""]
    return "\n".join(out)


def write_depfile(depfile, output, directory, paths, directories):
    inputs = directories + [os.path.join(directory, path) for path in paths]
    escaped = [path.replace("\\", "\\\\").replace(" ", "\\ ").replace("#", "\\#").replace("$", "$$")
               for path in inputs]
    with open(depfile, "w", encoding="utf-8") as file:
        file.write(f"{output}: " + " ".join(escaped) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name")
    parser.add_argument("directory")
    parser.add_argument("output")
    parser.add_argument("--depfile")
    parser.add_argument("--plain", action="store_true")
    parser.add_argument("--packed", action="store_true")
    parser.add_argument("--without")
    options = parser.parse_args()
    paths, directories = find_files(options.directory, options.without)
    text = generate(options.name, options.directory, paths, options.plain, options.packed)
    with open(options.output, "w", encoding="utf-8") as file:
        file.write(text)
    if options.depfile:
        write_depfile(options.depfile, options.output, options.directory, paths, directories)


if __name__ == "__main__":
    sys.exit(main())
