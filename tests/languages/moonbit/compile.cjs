// Compiles MoonBit for wasm-gc, with nothing but @moonbit/moonpad-monaco from npm: it has the compiler and the sources of the core library.
//
//     node compile.cjs PACKAGE CORE PROGRAM.mbt PROGRAM.wasm
//
// PACKAGE is the directory of that package; CORE is where the compiled core library is kept, and is made if it isn't there.
const fs = require("fs");
const path = require("path");

const [packageDirectory, coreDirectory, source, output] = process.argv.slice(2);
const TARGET = "wasm-gc";
const CORE_SOURCES = "moonbitlang/core:moonbit-core:/lib/core";

// The compiler is a worker for browsers; its last statement hands its functions to whoever started it.
function compiler() {
  const text = fs.readFileSync(path.join(packageDirectory, "dist/moonc-worker.js"), "utf8");
  const adapted = text.replace(/var [\w$]+=([\w$]+)\(([\w$]+)\(\)\);[\w$]+\([\w$]+\);(?=\s*\/\*\*)/, "module.exports=$1($2());");
  if (adapted === text) throw new Error("moonc-worker.js isn't as expected");
  const file = path.join(coreDirectory, "moonc.cjs");
  fs.writeFileSync(file, adapted);
  return require(path.resolve(file));
}

// The files of the core library, by their names, are data in the text of the editor.
function coreFiles() {
  const text = fs.readFileSync(path.join(packageDirectory, "dist/moonpad-monaco.js"), "utf8");
  const data = new Map();
  for (const [, name, base64] of text.matchAll(/(?<![\w$])([\w$]+) = d\("([A-Za-z0-9+/=]*)"\)/g)) data.set(name, base64);
  const files = new Map();
  for (const [, file, name] of text.matchAll(/\["(\/lib\/core\/[^"]+)"\] = ([\w$]+);/g)) files.set(file, Buffer.from(data.get(name), "base64"));
  return files;
}

function build(moonc, request) {
  const { core, mi, diagnostics } = moonc.buildPackage({
    miFiles: [],
    stdMiFiles: [],
    indirectImportMiFiles: [],
    target: TARGET,
    errorFormat: "json",
    isMain: false,
    enableValueTracing: false,
    noOpt: false,
    ...request,
  });
  if (core === undefined || mi === undefined) throw new Error(diagnostics.join("\n"));
  return { core, mi };
}

// Compiles the packages of the core library, those first that others need.
function buildCore(moonc) {
  const files = coreFiles();
  const { packages } = JSON.parse(files.get("/lib/core/_build/packages.json"));
  const byName = new Map(packages.map((p) => ["moonbitlang/core/" + p.rel, p]));
  const built = new Map();
  const interfaceOf = (name, alias) => [`/lib/core/${byName.get(name).rel}/${path.basename(name)}.mi:${alias}`, built.get(name).mi];
  const all = new Map();
  const visit = (name) => {
    if (built.has(name)) return all.get(name);
    const p = byName.get(name);
    const indirect = new Set();
    for (const { path } of p.deps) {
      indirect.add(path);
      for (const further of visit(path)) indirect.add(further);
    }
    const mbtFiles = Object.entries(p.files)
      .filter(([, { backend, optlevel }]) => backend.includes("WasmGC") && optlevel.includes("Release"))
      .map(([file]) => [file, files.get(file.replace("moonbit-core:", "")).toString()]);
    const direct = new Set(p.deps.map((d) => d.path));
    const base = path.join(coreDirectory, name.replaceAll("/", "+"));
    if (fs.existsSync(base + ".core")) built.set(name, { core: fs.readFileSync(base + ".core"), mi: fs.readFileSync(base + ".mi") });
    else {
      const further = [...indirect].filter((d) => !direct.has(d)).map((d) => interfaceOf(d, byName.get(d).rel));
      const made = build(moonc, {
        mbtFiles,
        pkg: name,
        pkgSources: [CORE_SOURCES],
        miFiles: [...p.deps.map((d) => interfaceOf(d.path, d.alias)), ...further],
      });
      fs.writeFileSync(base + ".core", made.core);
      fs.writeFileSync(base + ".mi", made.mi);
      built.set(name, made);
    }
    all.set(name, indirect);
    return indirect;
  };
  for (const name of byName.keys()) visit(name);
  fs.writeFileSync(path.join(coreDirectory, "names.json"), JSON.stringify([...built.keys()]));
}

fs.mkdirSync(coreDirectory, { recursive: true });
const moonc = compiler();
if (!fs.existsSync(path.join(coreDirectory, "names.json"))) buildCore(moonc);

// Compiles a program, which may use all of the core library.
const names = JSON.parse(fs.readFileSync(path.join(coreDirectory, "names.json")));
const base = (name) => path.join(coreDirectory, name.replaceAll("/", "+"));
const pkg = "main/" + path.basename(source, ".mbt");
const program = build(moonc, {
  mbtFiles: [[path.basename(source), fs.readFileSync(source, "utf8")]],
  pkg,
  pkgSources: [`${pkg}:main:/`, CORE_SOURCES],
  isMain: true,
  // By the last part of their names, as MoonBit's own build tool has them, but where one is inside another.
  miFiles: names.map((name) => [`${base(name)}.mi:${name.replace("moonbitlang/core/", "")}`, fs.readFileSync(base(name) + ".mi")]),
});
const { result } = moonc.linkCore({
  coreFiles: [...names.map((name) => fs.readFileSync(base(name) + ".core")), program.core],
  exportedFunctions: [],
  main: pkg,
  outputFormat: "wasm",
  pkgSources: [CORE_SOURCES, `${pkg}:main:/`],
  sources: {},
  target: TARGET,
  testMode: false,
  sourceMap: false,
  debug: false,
  noOpt: false,
  sourceMapUrl: "",
  stopOnMain: false,
});
fs.writeFileSync(output, result);
