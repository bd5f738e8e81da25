// Searching and sieving: integers, bit sets, recursion.
fun solve(n: Int, row: Int, columns: Int, left: Int, right: Int): Int {
    if (row == n) return 1
    var free = ((1 shl n) - 1) and (columns or left or right).inv()
    var total = 0
    while (free != 0) {
        val bit = free and -free
        free = free xor bit
        total += solve(n, row + 1, columns or bit, (left or bit) shl 1, (right or bit) shr 1)
    }
    return total
}

fun collatz(limit: Int): Pair<Int, Int> {
    var best = 0 to 0
    for (start in 1..limit) {
        var n = start.toLong()
        var steps = 0
        while (n != 1L) { n = if (n and 1L == 0L) n / 2 else 3 * n + 1; steps++ }
        if (steps > best.second) best = start to steps
    }
    return best
}

fun main() {
    for (n in 4..10) println("$n queens: ${solve(n, 0, 0, 0, 0)}")
    println(collatz(100_000))
    val sieve = BooleanArray(1_000_000) { true }
    var count = 0
    for (i in 2 until sieve.size) if (sieve[i]) { count++; for (j in i * 2 until sieve.size step i) sieve[j] = false }
    println(count)
    var hash = 0x9E3779B97F4A7C15uL
    repeat(100_000) { hash = (hash xor (hash shr 30)) * 0xBF58476D1CE4E5B9uL }
    println(hash)
    println(List(20) { (it * 37 + 11) % 23 }.sortedDescending().windowed(3).map { it.sum() })
}
