// Brings the catalogues (po/*.po) up to the code: node words/extract.mjs [--check]
//
// What t(), tc() and tn() say in the sources stands in each catalogue, in the order of the sources; what is not said any
// more goes. New entries are empty, which shows them in English. With --check nothing is written: it fails when a
// catalogue is behind, when a sentence has no translation, or when its placeholders are not those of the English.
import { po } from "gettext-parser";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const catalogues = join(root, "words", "po");
const check = process.argv.includes("--check");
const complaints = [];

function sources(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      if (entry.name === "node_modules" || entry.name.startsWith(".")) return [];
      const path = join(directory, entry.name);
      if (entry.isDirectory()) return sources(path);
      return /\.tsx?$/.test(entry.name) && !entry.name.endsWith(".d.ts") ? [path] : [];
    });
}

/** context|id -> { context, id, plural, files } */
function said() {
  const found = new Map();
  for (const path of sources(root)) {
    const file = ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest, true);
    const texts = (call, count) => {
      const given = call.arguments.slice(0, count);
      if (given.length === count && given.every(ts.isStringLiteralLike)) return given.map(each => each.text);
      const { line } = file.getLineAndCharacterOfPosition(call.getStart());
      complaints.push(`${relative(root, path)}:${line + 1}: words must stand in the call, as plain strings`);
      return undefined;
    };
    const visit = node => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
        const name = node.expression.text;
        const given = name === "t" ? texts(node, 1) : name === "tc" || name === "tn" ? texts(node, 2) : undefined;
        if (given) {
          const context = name === "tc" ? given[0] : "";
          const id = name === "tc" ? given[1] : given[0];
          const key = `${context}|${id}`;
          const entry = found.get(key) ?? { context, id, plural: undefined, files: new Set() };
          if (name === "tn") entry.plural = given[1];
          entry.files.add(relative(root, path));
          found.set(key, entry);
        }
      }
      ts.forEachChild(node, visit);
    };
    // The definitions themselves say nothing.
    if (relative(root, path) !== join("words", "words.ts")) visit(file);
  }
  return found;
}

const placeholders = text => [...new Set(text.match(/\{\w+\}/g))].sort().join(" ");

function bringUp(name, words) {
  const path = join(catalogues, name);
  const old = po.parse(readFileSync(path, "utf8"));
  const forms = Number(/nplurals=(\d+)/.exec(old.headers["Plural-Forms"] ?? "")?.[1] ?? 2);
  const translations = { "": { "": old.translations[""][""] } };
  for (const { context, id, plural, files } of words.values()) {
    const before = old.translations[context]?.[id];
    const count = plural === undefined ? 1 : forms;
    const kept = before && (before.msgid_plural === undefined) === (plural === undefined) ? before.msgstr : [];
    const msgstr = Array.from({ length: count }, (_, i) => kept[i] ?? "");
    if (!before) complaints.push(`${name}: is behind the code: ${id}`);
    else if (msgstr.some(form => !form)) complaints.push(`${name}: has no words for: ${id}`);
    for (const form of msgstr.filter(Boolean)) {
      // One form for one thing may leave the number out.
      const wanted = placeholders(id + (plural ?? ""));
      const has = placeholders(form);
      if (has !== wanted && !(plural !== undefined && `${has} {n}`.trim().split(" ").sort().join(" ") === wanted)) {
        complaints.push(`${name}: placeholders differ: ${id}`);
      }
    }
    translations[context] ??= {};
    translations[context][id] = {
      msgctxt: context || undefined,
      msgid: id,
      msgid_plural: plural,
      msgstr,
      comments: { reference: [...files].join("\n") },
    };
  }
  for (const [context, entries] of Object.entries(old.translations)) {
    for (const id of Object.keys(entries)) {
      if (id && !words.has(`${context}|${id}`)) complaints.push(`${name}: is not said any more: ${id}`);
    }
  }
  if (!check)
    writeFileSync(path, po.compile({ ...old, charset: "utf-8", translations }, { foldLength: 0 }).toString() + "\n");
}

const words = said();
const wrong = [...complaints];
for (const name of readdirSync(catalogues).sort()) if (name.endsWith(".po")) bringUp(name, words);
if (check || wrong.length) {
  for (const line of check ? complaints : wrong) console.error(line);
  if ((check ? complaints : wrong).length) process.exit(1);
}
console.error(`${words.size} sentences`);
