// Runs a program of MoonBit's on node: what its modules import, in JavaScript.
//
//     node run.cjs PROGRAM.wasm ARGUMENTS…
const fs = require("fs");

const [file, ...rest] = process.argv.slice(2);
const END = "ffi_end_of_/string_array";
const environment = new Map(Object.entries(process.env));
let output = "";

const imports = {
  spectest: { print_char: (unit) => (output += String.fromCharCode(unit)) },
  __moonbit_fs_unstable: {
    args_get: () => [file, ...rest],
    current_dir: () => "/",
    get_env_var: (name) => environment.get(name) ?? "",
    get_env_var_exists: (name) => environment.has(name),
    get_env_vars: () => [...environment].flat(),
    set_env_var: (name, value) => environment.set(name, value),
    unset_env_var: (name) => environment.delete(name),
    begin_create_string: () => [],
    string_append_char: (units, unit) => units.push(unit),
    finish_create_string: (units) => String.fromCharCode(...units),
    begin_read_string: (text) => ({ text, at: 0 }),
    string_read_char: (reader) => (reader.at < reader.text.length ? reader.text.charCodeAt(reader.at++) : -1),
    finish_read_string: () => {},
    begin_read_string_array: (texts) => ({ texts, at: 0 }),
    string_array_read_string: (reader) => reader.texts[reader.at++] ?? END,
    finish_read_string_array: () => {},
  },
  __moonbit_time_unstable: {
    now: () => BigInt(Date.now()),
    instant_now: () => performance.now(),
    instant_elapsed_as_secs_f64: (instant) => (performance.now() - instant) / 1000,
  },
};

const program = new WebAssembly.Instance(new WebAssembly.Module(fs.readFileSync(file)), imports);
try {
  program.exports._start();
} finally {
  fs.writeSync(1, output);
}
