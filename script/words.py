#!/usr/bin/python3
"""The interface's words: makes C tables of the catalogues in server/text/po/ (server/text/words.h), one for each language.

Usage: words.py compile PO-DIRECTORY LIST.h TABLES.c [--depfile FILE]

en.po is the source: its order numbers the words, its "#: WORD_NAME" comments name those that C asks for, and its
#, fuzzy says that a word is new and need not be in the other catalogues yet. Any other file is a language. What a
catalogue lacks is said in English; what it has wrong (placeholders, plural forms, mark-up) is an error with its line.
"""

import argparse
import os
import re
import sys

UNQUOTED = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}
PLURAL = re.compile(r"nplurals=(\d+); *plural=([n0-9 %&|!<>=?:()]+);?$")
NAME = re.compile(r"WORD_[A-Z0-9_]+$")
TAG = re.compile(r"\{\{[^}]*\}\}")
ELEMENT = re.compile(r"</?[a-z][^>]*>")
ARGUMENT = re.compile(r"\{([a-z_]+)\}")
DAYS = 31


class Wrong(Exception):
    pass


class Entry:
    def __init__(self, path, line):
        self.path, self.line = path, line
        self.context = self.id = self.plural = None
        self.forms = {}
        self.name, self.fuzzy = None, False

    @property
    def key(self):
        return f"{self.context}|{self.id}" if self.context else self.id

    def fail(self, what):
        raise Wrong(f"{self.path}:{self.line}: {what}")


def unquote(path, line, text):
    text = text.strip()
    if len(text) < 2 or text[0] != '"' or text[-1] != '"':
        raise Wrong(f"{path}:{line}: a quoted text was expected")
    return re.sub(r"\\(.)", lambda match: UNQUOTED.get(match.group(1), match.group(0)), text[1:-1])


def read(path):
    """Entries of a catalogue in their order; the first is the header (empty id)."""
    entries, entry, target = [], None, None
    comments = []
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.strip()
            if not line or line.startswith("#"):
                if line:
                    comments.append(line)
                continue
            word, _, rest = line.partition(" ")
            if line.startswith('"'):
                word, rest = "", line
            if word == "msgctxt" or word == "msgid" and (entry is None or entry.id is not None):
                entry = Entry(path, number)
                entries.append(entry)
                for comment in comments:
                    if comment.startswith("#: "):
                        entry.name = comment[3:].strip()
                    entry.fuzzy = entry.fuzzy or comment.startswith("#,") and "fuzzy" in comment
                comments = []
            if entry is None:
                raise Wrong(f"{path}:{number}: text before the first msgid")
            text = unquote(path, number, rest)
            form = re.fullmatch(r"msgstr(?:\[(\d)\])?", word)
            if word == "":
                if target in ("context", "id", "plural"):
                    setattr(entry, target, getattr(entry, target) + text)
                else:
                    entry.forms[target] += text
            elif form:
                target = int(form.group(1) or 0)
                entry.forms[target] = text
            elif word in ("msgctxt", "msgid", "msgid_plural"):
                target = {"msgctxt": "context", "msgid": "id", "msgid_plural": "plural"}[word]
                setattr(entry, target, text)
            else:
                raise Wrong(f"{path}:{number}: '{word}' is not known")
    return entries


class Catalogue:
    def __init__(self, path):
        self.path = path
        self.code = os.path.basename(path)[:-3]
        entries = read(path)
        if not entries or entries[0].key != "":
            raise Wrong(f"{path}: it has no header")
        self.header = dict(line.split(": ", 1) for line in entries[0].forms[0].split("\n") if ": " in line)
        plural = PLURAL.match(self.header.get("Plural-Forms", ""))
        if not plural:
            entries[0].fail("Plural-Forms is missing or malformed")
        self.form_count, self.plural = int(plural.group(1)), plural.group(2).strip()
        self.entries = entries[1:]
        self.by_key = {}
        for entry in self.entries:
            if entry.key in self.by_key:
                entry.fail(f"'{entry.key}' is there twice")
            self.by_key[entry.key] = entry

    def ordinals(self):
        """What follows the number of each day, by day; the letter S of date formats."""
        said = dict(pair.split("=") for pair in self.header.get("X-Ordinals", "").split())
        return [said.get(str(day), said.get("*", "")) for day in range(DAYS + 1)]


def arguments(entry):
    """The placeholders of a word for C, in their order in English; {n} of a plural is the first."""
    names = ["n"] if entry.plural else []
    for text in (entry.id, entry.plural or ""):
        for name in ARGUMENT.findall(TAG.sub("", text)):
            if name not in names:
                names.append(name)
    return names


def check_form(source, entry, form):
    """A translation has the tags, elements and placeholders of the English text."""
    for pattern, what in ((TAG, "tags"), (ELEMENT, "elements")):
        wanted, found = sorted(set(pattern.findall(source.id))), sorted(set(pattern.findall(form)))
        if wanted != found:
            entry.fail(f"{what} differ: {found}, not {wanted}")
    wanted = set(arguments(source))
    found = set(ARGUMENT.findall(TAG.sub("", form)))
    # "One comment", "two comments": languages have words for some numbers.
    if not found <= wanted or not wanted - {"n"} <= found:
        entry.fail(f"placeholders differ: {sorted(found)}, not {sorted(wanted)}")


def forms_of(source, catalogue):
    """The translated forms; None when there are none."""
    entry = catalogue.by_key.get(source.key)
    if catalogue.code == "en":
        return [source.id, source.plural] if source.plural else [source.id]
    if entry is None or entry.fuzzy or not any(entry.forms.values()):
        return None
    if bool(entry.plural) != bool(source.plural):
        entry.fail("is a plural here or there only")
    forms = [entry.forms.get(i, "") for i in range(catalogue.form_count if source.plural else 1)]
    if not all(forms) or len(entry.forms) != len(forms):
        entry.fail(f"it needs {len(forms)} forms")
    for form in forms:
        check_form(source, entry, form)
    return forms


def load(directory):
    """All catalogues, English first."""
    codes = sorted(name[:-3] for name in os.listdir(directory) if name.endswith(".po"))
    if "en" not in codes:
        raise Wrong(f"{directory}: there is no en.po")
    codes.remove("en")
    catalogues = [Catalogue(os.path.join(directory, code + ".po")) for code in ["en"] + codes]
    names = {}
    for entry in catalogues[0].entries:
        if entry.plural and not entry.name:
            entry.fail("a plural needs a name (#: WORD_...)")
        if entry.name and not NAME.match(entry.name):
            entry.fail(f"'{entry.name}' is no name")
        if entry.name and names.setdefault(entry.name, entry) is not entry:
            entry.fail(f"{entry.name} is there twice")
    return catalogues


def literal(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def table_text(source, forms):
    """As in the table: forms with a NUL between them; placeholders of C are numbers."""
    names = arguments(source)
    numbered = [form if TAG.search(form) else
                ARGUMENT.sub(lambda match: "{%d}" % names.index(match.group(1)), form) for form in forms]
    return ' "\\0" '.join(literal(form) for form in numbered)


def make_list(catalogues):
    out = ["// Made by script/words.py of server/text/po/. Do not edit.", "#pragma once", "", "enum word {"]
    out += [f"    {entry.name} = {i}," for i, entry in enumerate(catalogues[0].entries) if entry.name]
    out += [f"    WORDS_COUNT = {len(catalogues[0].entries)},", "};", "",
            f"enum {{ WORDS_LANGUAGES = {len(catalogues)} }};", ""]
    return "\n".join(out)


def make_language(catalogue, index, sources):
    code = re.sub(r"[^a-z]", "_", catalogue.code.lower())
    out = [f"static unsigned plural_{code}(uint64_t n) {{", "    (void) n;",
           f"    return (unsigned) ({catalogue.plural});", "}", "",
           f"static const char *const texts_{code}[WORDS_COUNT] = {{"]
    for source in sources:
        forms = forms_of(source, catalogue)
        out.append(f"    {table_text(source, forms)}," if forms else "    NULL,")
    out += ["};", ""]
    digits = catalogue.header.get("X-Digits", "").strip(" ")
    fields = [f".code = {literal(catalogue.code)}", f".index = {index}", f".plural = plural_{code}",
              f".texts = texts_{code}", f".group = {literal(catalogue.header.get('X-Group', ',').strip(' '))}",
              ".right_to_left = " + ("true" if catalogue.header.get("X-Direction") == "rtl" else "false")]
    if digits:
        if len(digits) != 10:
            raise Wrong(f"{catalogue.path}: X-Digits are not ten")
        fields.append(".digits = {" + ", ".join(literal(digit) for digit in digits) + "}")
    ordinals = catalogue.ordinals()
    if any(ordinals):
        fields.append(".ordinals = {" + ", ".join(literal(ordinal) for ordinal in ordinals) + "}")
    return out, "    {" + ", ".join(fields) + "},"


def make_tables(catalogues):
    sources = catalogues[0].entries
    out = ["// Made by script/words.py of server/text/po/. Do not edit.", '#include "server/text/words_internal.h"', ""]
    rows = []
    for index, catalogue in enumerate(catalogues):
        lines, row = make_language(catalogue, index, sources)
        out += lines
        rows.append(row)
    out += ["const struct words words_languages[WORDS_LANGUAGES] = {", *rows, "};", "",
            "const char *const words_keys[WORDS_COUNT] = {", *(f"    {literal(entry.key)}," for entry in sources), "};",
            "", "const uint16_t words_sorted[WORDS_COUNT] = {"]
    order = sorted(range(len(sources)), key=lambda i: sources[i].key.encode())
    out += ["    " + ", ".join(str(i) for i in order) + ",", "};", ""]
    return "\n".join(out)


def write(path, text):
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("command", choices=["compile"])
    parser.add_argument("directory")
    parser.add_argument("list")
    parser.add_argument("tables")
    parser.add_argument("--depfile")
    options = parser.parse_args()
    try:
        catalogues = load(options.directory)
        write(options.list, make_list(catalogues))
        write(options.tables, make_tables(catalogues))
    except Wrong as wrong:
        print(wrong, file=sys.stderr)
        return 1
    if options.depfile:
        # The directory too, so that a new language is seen.
        inputs = [options.directory] + [catalogue.path for catalogue in catalogues]
        write(options.depfile, f"{options.list} {options.tables}: {' '.join(inputs)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
