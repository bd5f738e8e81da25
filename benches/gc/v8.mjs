// node v8.mjs MODULE EXPORT SIZE: prints what the export returns. TRACE_GC in the environment: and a line about each collection.
import { readFileSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

if (process.env.TRACE_GC) setFlagsFromString("--trace-gc");
const [file, name, size] = process.argv.slice(2);
const instance = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(file)));
console.log(instance.exports[name](Number(size)));
