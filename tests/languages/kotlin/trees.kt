// Binary trees, allocated and dropped, long lists, and arrays of arrays: work for the collector.
class Node(val left: Node?, val right: Node?) { fun check(): Int = 1 + (left?.check() ?: 0) + (right?.check() ?: 0) }

fun make(depth: Int): Node = if (depth == 0) Node(null, null) else Node(make(depth - 1), make(depth - 1))

class Link(val value: Int, var next: Link?)

fun main() {
    val n = 14
    val long = make(n)
    for (depth in 4..n step 2) {
        val iterations = 1 shl (n - depth + 4)
        var total = 0
        repeat(iterations) { total += make(depth).check() }
        println("$iterations trees of depth $depth check: $total")
    }
    println("long lived tree of depth $n check: ${long.check()}")
    val head = Link(0, null)
    for (i in 0 until 300_000) head.next = Link(i, if (i % 1000 == 0) null else head.next)
    var sum = 0L
    var at = head.next
    while (at != null) { sum += at.value; at = at.next }
    println(sum)
    val boxed = ArrayList<Any>()
    for (i in 0 until 200_000) boxed.add(if (i % 3 == 0) i else if (i % 3 == 1) i.toString() else i * 0.5)
    println(boxed.filterIsInstance<String>().sumOf { it.length })
    println(boxed.filterIsInstance<Double>().sum())
    val size = 120
    val a = Array(size) { i -> DoubleArray(size) { j -> (i + j).toDouble() } }
    val b = Array(size) { i -> DoubleArray(size) { j -> (i - j).toDouble() } }
    val c = Array(size) { i -> DoubleArray(size) { j -> (0 until size).sumOf { k -> a[i][k] * b[k][j] } } }
    println(c[size / 2][size / 3])
}
