// Builds what the pages load into web/static/dist: one script and one style sheet for every page,
// and the islands. The same sources give the same bytes; the manifest names each by its SHA-256.
//   npm ci && node build.mjs [outdir]
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] || join(here, "../static/dist"));

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  format: "esm",
  charset: "utf8",
  outdir: out,
  metafile: true,
  legalComments: "linked",
  logLevel: "warning",
  entryNames: "[name]-[hash]",
  chunkNames: "chunk-[hash]",
  assetNames: "[name]-[hash]",
  nodePaths: [join(here, "node_modules")],
};

// Pages run from Chromium 86 on; islands may use what came until 89.
const pages = { ...common, target: "chrome86", entryPoints: { app: "../static/js/app.js" } };
const sheet = { ...common, target: "chrome86", entryPoints: { app: "../static/css/app.css" } };
// What everybody's pages load is one file each; only the editor and its comparison share chunks.
const alone = {
  ...common,
  target: "chrome89",
  entryPoints: { "case-work": "case-work/index.js", "diagram-viewer": "diagram-viewer/index.js" },
  loader: { ".woff2": "file" },
};
const editors = {
  ...common,
  target: "chrome89",
  splitting: true,
  entryPoints: { "diagram-compare": "diagram-compare/index.js", modeler: "modeler/index.js" },
  loader: { ".woff2": "file" },
};

function sha256(file) {
  return createHash("sha256").update(readFileSync(join(out, file))).digest("hex");
}

// Logical name → built file, with the style sheet that belongs to an island and the chunks it loads.
function entriesOf(meta) {
  const found = {};
  for (const [path, made] of Object.entries(meta.outputs)) {
    const file = basename(path);
    if (!made.entryPoint || path.endsWith(".map") || file.startsWith("chunk-")) continue;
    const name = file.replace(/-[A-Z0-9]{8}\./, ".");
    found[name] = { file };
    if (made.cssBundle) found[name].css = basename(made.cssBundle);
    const chunks = [...chunksOf(meta, path)].map((chunk) => basename(chunk));
    if (chunks.length) found[name].imports = chunks.sort();
  }
  return found;
}

// Everything that an entry may load, at once or later.
function chunksOf(meta, path, seen = new Set()) {
  meta.outputs[path].imports
    .filter((each) => !each.external && meta.outputs[each.path] && !seen.has(each.path))
    .filter((each) => each.path.endsWith(".js"))
    .forEach((each) => {
      seen.add(each.path);
      chunksOf(meta, each.path, seen);
    });
  return seen;
}

function packagesOf(metas) {
  const names = new Set();
  for (const meta of metas) {
    for (const path of Object.keys(meta.inputs)) {
      const match = path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/);
      if (match) names.add(match[1]);
    }
  }
  return [...names].sort();
}

function licenceOf(name) {
  const folder = join(here, "node_modules", name);
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).sort().find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${about.license}`;
  return `${about.name} ${about.version}\n${"=".repeat(40)}\n${text}\n`;
}

function sorted(object) {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1)));
}

// Every text that the drawing tool says in its own source has its Chinese; else nothing is built.
function untranslated(meta) {
  const known = JSON.parse(readFileSync(join(here, "modeler/zh.json"), "utf8"));
  const said = new Set();
  for (const path of Object.keys(meta.inputs)) {
    if (!/node_modules\/(bpmn-js|diagram-js)[^/]*\/lib\//.test(path)) continue;
    const text = readFileSync(join(here, path), "utf8").replace(/^\s*\*.*$/gm, "");
    const calls = [...text.matchAll(/(?<!['"])[tT]ranslate\(\s*(['"])(.+?)\1\s*[,)]/g)];
    const labels = /popup-menu\/PopupEntries|replace\/ReplaceOptions/.test(path)
      ? [...text.matchAll(/\blabel:\s*(['"])(.+?)\1/g)]
      : [];
    [...calls, ...labels].forEach((match) => said.add(match[2]));
  }
  return [...said].filter((text) => known[text] === undefined).sort();
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const metas = [];
for (const options of [pages, sheet, alone, editors]) metas.push((await build(options)).metafile);
const missing = untranslated(metas[metas.length - 1]);
if (missing.length) throw new Error(`modeler/zh.json lacks: ${missing.join(" | ")}`);
writeFileSync(join(out, "LICENSES.txt"), packagesOf(metas).map(licenceOf).join("\n\n"));

const files = readdirSync(out).sort();
const manifest = {
  entries: sorted(Object.assign({}, ...metas.map(entriesOf))),
  files: Object.fromEntries(files.map((file) => [file, sha256(file)])),
};
writeFileSync(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
console.log(`${files.length} files in ${relative(process.cwd(), out) || out}`);
