// Classes: sealed, data, generic, delegated; collections and sequences.
sealed interface Expr
data class Num(val n: Int) : Expr
data class Sum(val a: Expr, val b: Expr) : Expr
data class Product(val a: Expr, val b: Expr) : Expr
object Unknown : Expr { override fun toString() = "x" }

fun eval(e: Expr, x: Int): Int = when (e) {
    is Num -> e.n
    is Sum -> eval(e.a, x) + eval(e.b, x)
    is Product -> eval(e.a, x) * eval(e.b, x)
    Unknown -> x
}

interface Shape { val area: Double; fun describe() = "area $area" }
class Circle(val r: Double) : Shape { override val area get() = 3.14159 * r * r }
open class Rectangle(val w: Double, val h: Double) : Shape {
    override val area get() = w * h
    override fun describe() = "$w by $h, ${super.describe()}"
}
class Square(side: Double) : Rectangle(side, side)

class Named(private val inner: Shape, val name: String) : Shape by inner

enum class Colour(val rgb: Int) { RED(0xff0000), GREEN(0xff00); fun hex() = rgb.toString(16).padStart(6, '0') }

fun primes() = sequence {
    val found = mutableListOf<Int>()
    var n = 2
    while (true) {
        if (found.none { n % it == 0 }) { found += n; yield(n) }
        n++
    }
}

tailrec fun gcd(a: Int, b: Int): Int = if (b == 0) a else gcd(b, a % b)

fun main() {
    val e = Sum(Product(Num(3), Unknown), Num(4))
    println("$e = ${eval(e, 5)}")
    println(e == Sum(Product(Num(3), Unknown), Num(4)))
    println(e.copy(b = Num(0)).hashCode() == Sum(Product(Num(3), Unknown), Num(0)).hashCode())
    for (s in listOf(Circle(1.5), Rectangle(2.0, 3.0), Square(2.0), Named(Square(1.0), "unit"))) println(s.describe())
    println(Colour.entries.joinToString { "${it.name} ${it.hex()}" })
    println(primes().take(50).toList())
    println(gcd(1071, 462))
    val counts = mutableMapOf<String, Int>()
    for (i in 0 until 20000) counts.merge("k${i * 7919 % 1009}")
    println("${counts.size} ${counts.values.sum()} ${counts["k5"]}")
    val words = listOf("pear", "fig", "apple", "kiwi", "date")
    println(words.sortedWith(compareBy({ it.length }, { it })))
    println(words.groupBy { it.length }.mapValues { it.value.size })
    println((1..1_000_000).asSequence().filter { it % 7 == 0 }.map { it.toLong() * it }.take(5).toList())
    var x = 42
    val numbers = IntArray(100_000) { x = x * 1103515245 + 12345; x ushr 8 }
    numbers.sort()
    println("${numbers[0]} ${numbers[50_000]} ${numbers.last()}")
    val compose: ((Int) -> Int, (Int) -> Int) -> (Int) -> Int = { f, g -> { f(g(it)) } }
    println(compose({ it + 3 }, { it * 2 })(10))
}

private fun MutableMap<String, Int>.merge(key: String) { this[key] = (this[key] ?: 0) + 1 }
