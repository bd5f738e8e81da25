# Makes NAME.wasm of NAME.kt, and NAME.mjs, which runs it on node: sh compile.sh NAME. The directory `package` has the compiler's jars.
set -e
kotlin() {
    java -Xmx1g -cp 'package/*' org.jetbrains.kotlin.cli.js.K2JSCompiler -nowarn -Xwasm -Xwasm-target=wasm-wasi \
        -Xwasm-enable-array-range-checks -libraries package/kotlin-stdlib-wasm-wasi-2.3.0.klib \
        -ir-output-dir . -ir-output-name "$1" "${@:2}"
}
kotlin "$1" -Xir-produce-klib-file "$1.kt"
kotlin "$1" -Xir-produce-js -Xinclude="$PWD/$1.klib"
