"""python engine.py MODULE EXPORT SIZE: prints what the export returns, by wasmtime."""

import sys

import wasmtime

config = wasmtime.Config()
config.wasm_gc = True
config.wasm_function_references = True
config.max_wasm_stack = 1 << 20
store = wasmtime.Store(wasmtime.Engine(config))
instance = wasmtime.Instance(store, wasmtime.Module.from_file(store.engine, sys.argv[1]), [])
print(instance.exports(store)[sys.argv[2]](store, int(sys.argv[3])))
