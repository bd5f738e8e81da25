// Exceptions: thrown, caught by type, on the way through finally, with causes; and those of the language's own checks.
class Odd(val n: Int) : Exception("odd: $n")

fun half(n: Int): Int = if (n % 2 == 0) n / 2 else throw Odd(n)

fun depth(n: Int): Int = if (n == 0) throw IllegalStateException("bottom") else 1 + depth(n - 1)

fun finallys(log: StringBuilder): Int {
    for (i in 0 until 5) {
        try {
            if (i == 1) continue
            if (i == 3) return i
            log.append("body$i ")
        } finally {
            log.append("finally$i ")
        }
    }
    return -1
}

fun main() {
    var caught = 0
    for (i in 0 until 200_000) {
        try { half(i) } catch (e: Odd) { caught += e.n % 7 }
    }
    println(caught)
    println(try { depth(1000) } catch (e: IllegalStateException) { e.message })
    val log = StringBuilder()
    println("${finallys(log)} $log")
    try {
        try { half(3) } catch (e: Odd) { throw RuntimeException("wrapped", e) }
    } catch (e: RuntimeException) {
        println("${e.message} because of ${e.cause?.message}")
    }
    fun attempt(name: String, action: () -> Any?) = try {
        println("$name: ${action()}")
    } catch (e: Throwable) {
        println("$name: ${e::class.simpleName} ${e.message}")
    }
    val list = listOf(1, 2, 3)
    val any: Any = "text"
    val nothing: String? = null
    attempt("index") { list[5] }
    attempt("array") { IntArray(3)[3] }
    attempt("cast") { any as Int }
    attempt("safe cast") { any as? Int }
    attempt("null") { nothing!!.length }
    attempt("divide") { 1 / (list.size - 3) }
    attempt("number") { "12x".toInt() }
    attempt("check") { check(false) { "checked" } }
    attempt("result") { runCatching { half(5) }.getOrElse { -1 } }
    attempt("elements") { list.iterator().run { while (true) next() } }
}
