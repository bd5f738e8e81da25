// Text, templates and numbers.
fun main() {
    println("Hello, Kotlin! é 😀")
    println(listOf(1, 2, 3).map { it * it }.sum())
    for (x in listOf(0.1, 1e22, -0.0, 1.0 / 3, Double.NaN, Double.MIN_VALUE)) println(x)
    println("${Int.MAX_VALUE + 1} ${Long.MIN_VALUE} ${7 / -2} ${-7 % 3} ${-7 shr 1} ${-7 ushr 28}")
    println("The quick brown fox".split(' ').joinToString("|") { it.uppercase() })
    println(buildString { repeat(10) { append(it * it).append(',') } })
    println("255".toInt().toString(16) + " " + "zz".toIntOrNull() + " " + 'a'.code + " " + "é".length)
}
