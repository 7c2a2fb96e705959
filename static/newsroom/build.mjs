// Bundles the newsroom: node build.mjs FOLDER OUTPUT DEPFILE
//
// FOLDER gets main-HASH.js with the chunks it loads on demand, and newsroom-HASH.css: every style sheet below this
// folder, style/ first. DEPFILE says, as make does, what OUTPUT is made from. Catalogues (words/po/*.po) become modules.
import { build } from "esbuild";
import { po } from "gettext-parser";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";

const [folder, output, depfile] = process.argv.slice(2);
const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname.replace(/\/$/, "");
const notOurs = new Set(["node_modules", "test"]);

// What lies below this folder, in one order everywhere.
function walk(directory, found = { files: [], directories: [] }) {
  found.directories.push(directory);
  const entries = readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".") || notOurs.has(entry.name)) continue;
    const path = join(directory, entry.name);
    if (entry.isDirectory()) walk(path, found);
    else found.files.push(path);
  }
  return found;
}

const { files, directories } = walk(here);
const styles = files.filter(file => file.endsWith(".css")).map(file => relative(here, file));
const first = name => (name.startsWith("style/") ? 0 : name.startsWith("kit/") ? 1 : 2);
styles.sort((a, b) => first(a) - first(b) || (a < b ? -1 : 1));

const styleSheet = {
  name: "style-sheet",
  setup(build) {
    build.onResolve({ filter: /^newsroom\.css$/ }, () => ({ path: "newsroom.css", namespace: "sheets" }));
    build.onLoad({ filter: /.*/, namespace: "sheets" }, () => ({
      contents: styles.map(name => `@import "./${name}";`).join("\n"),
      resolveDir: here,
      loader: "css",
    }));
  },
};

// { id: [forms] }; with a context "context|id". What is not translated is left out, so that it is said in English.
const catalogues = {
  name: "catalogues",
  setup(build) {
    build.onLoad({ filter: /\.po$/ }, ({ path }) => {
      const words = {};
      for (const [context, entries] of Object.entries(po.parse(readFileSync(path, "utf8")).translations)) {
        for (const entry of Object.values(entries)) {
          if (!entry.msgid || entry.msgstr.some(form => !form)) continue;
          words[context ? `${context}|${entry.msgid}` : entry.msgid] = entry.msgstr;
        }
      }
      return { contents: JSON.stringify(words), loader: "json" };
    });
  },
};

rmSync(folder, { recursive: true, force: true });
const result = await build({
  absWorkingDir: here,
  entryPoints: { main: "main.tsx", newsroom: "newsroom.css" },
  outdir: folder,
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["chrome100", "firefox100", "safari15.4"],
  jsx: "automatic",
  jsxImportSource: "preact",
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [styleSheet, catalogues],
});

const inputs = Object.keys(result.metafile.inputs)
  .filter(name => !name.includes(":"))
  .map(name => join(here, name));
inputs.push(join(here, "build.mjs"), join(here, "package-lock.json"), ...directories);
const escaped = inputs.map(path => path.replace(/([ #\\])/g, "\\$1").replace(/\$/g, "$$$$"));
writeFileSync(depfile, `${output}: ${escaped.join(" ")}\n`);
