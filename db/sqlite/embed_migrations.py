#!/usr/bin/env python3
"""Writes the numbered SQL files as one C source: embed_migrations.py SYMBOL OUTPUT FILE..."""

import os
import re
import sys


def main():
    symbol, output, files = sys.argv[1], sys.argv[2], sys.argv[3:]
    rows = []
    for number, path in enumerate(sorted(files, key=os.path.basename), 1):
        name = os.path.basename(path)
        if not re.fullmatch(rf"{number:04}_[a-z_]+\.sql", name):
            sys.exit(f"{name}: migrations are numbered without a gap; expected {number:04}_NAME.sql")
        with open(path, encoding="ascii") as file:
            lines = [re.sub(r"\s+", " ", re.sub(r"--.*", "", line)).strip() for line in file]
        text = "\n".join(f'        "{line}\\n"' for line in lines if line)
        if '\\' in "".join(lines) or '"' in "".join(lines):
            sys.exit(f"{name}: no quotation marks or backslashes")
        rows.append(f'    {{{number}, "{name}",\n{text}}},\n')
    with open(output, "w", encoding="ascii") as file:
        file.write(f'#include "db/driver.h"\n\nconst struct driver_migration {symbol}[] = {{\n{"".join(rows)}    {{0}},\n}};\n')


main()
