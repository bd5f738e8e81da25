//! Precedence.

/// How tightly an expression binds; what binds less goes in parentheses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Prec {
    Any,
    Assign,
    Conditional,
    LogicalOr,
    LogicalAnd,
    Or,
    Xor,
    And,
    Equality,
    Relation,
    Shift,
    Sum,
    Product,
    Unary,
    Primary,
}

/// That of an infix operator.
pub(super) fn infix_prec(symbol: &str) -> Prec {
    match symbol {
        "*" | "/" | "%" => Prec::Product,
        "+" | "-" => Prec::Sum,
        "&" => Prec::And,
        "^" => Prec::Xor,
        "|" => Prec::Or,
        _ => unreachable!("{symbol} is no infix operator"),
    }
}

/// What the right operand of an operator must bind as tightly as.
pub(super) fn tighter(prec: Prec) -> Prec {
    match prec {
        Prec::Sum => Prec::Product,
        _ => Prec::Unary,
    }
}
