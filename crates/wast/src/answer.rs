//! What the executable answered, against what the script expects.

use anyhow::{Context, bail};
use wast::WastRet;

use crate::script::Expect;
use crate::value::{Expected, Value};

/// A line of the executable.
#[derive(Debug, PartialEq)]
enum Answer<'a> {
    Ok(Vec<Value>),
    /// By the number in `enum wastrel_trap`, with the runtime's words.
    Trap(usize, &'a str),
    Unlinkable,
    Error(&'a str),
}

impl<'a> Answer<'a> {
    fn parse(line: &'a str) -> anyhow::Result<Answer<'a>> {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        Ok(match verb {
            "ok" => Answer::Ok(rest.split_whitespace().map(Value::parse).collect::<anyhow::Result<_>>()?),
            "trap" => {
                let (number, message) = rest.split_once(' ').context("a trap without a message")?;
                Answer::Trap(number.parse().context("a trap without a number")?, message)
            }
            "unlinkable" => Answer::Unlinkable,
            "error" => Answer::Error(rest),
            _ => bail!("the executable answered `{line}`"),
        })
    }
}

/// What differs from the expectation, if anything.
pub(crate) fn check(line: &str, expect: Expect<'_>) -> Result<(), String> {
    let answer = Answer::parse(line).map_err(|error| error.to_string())?;
    let holds = match (&answer, expect) {
        (Answer::Ok(_), Expect::End) => true,
        (Answer::Ok(values), Expect::Return(expected)) => {
            values.len() == expected.len()
                && std::iter::zip(values, expected).all(|(value, expected)| match expected {
                    WastRet::Core(expected) => value.matches(expected),
                    _ => false,
                })
        }
        (Answer::Trap(kind, _), Expect::Trap(expected)) => is_trap(*kind, expected),
        (Answer::Trap(kind, _), Expect::Exception) => is_trap(*kind, "uncaught exception"),
        (Answer::Unlinkable, Expect::Unlinkable) => true,
        _ => false,
    };
    if holds {
        Ok(())
    } else {
        Err(format!("expected {}, got {}", describe_expectation(expect), describe(&answer)))
    }
}

/// The suite's words for each trap, in the order of `enum wastrel_trap`.
const TRAPS: [&str; 19] = [
    "unreachable",
    "out of bounds memory access",
    "out of bounds table access",
    "undefined element",
    "uninitialized element",
    "indirect call type mismatch",
    "integer overflow",
    "integer divide by zero",
    "invalid conversion to integer",
    "null reference",
    "call stack exhausted",
    "unaligned atomic",
    "out of bounds array access",
    "cast failure",
    "allocation size too large",
    "uncaught exception",
    "unknown import",
    "out of memory",
    "expected shared memory",
];

/// Whether a trap is the one a script means: it may give the beginning alone, and may say what it was that was null, or
/// which element was.
fn is_trap(kind: usize, expected: &str) -> bool {
    const NULL_REFERENCES: [&str; 4] =
        ["null function reference", "null structure reference", "null array reference", "null i31 reference"];
    let expected = if NULL_REFERENCES.contains(&expected) { "null reference" } else { expected };
    let expected =
        if expected.starts_with("uninitialized element") { "uninitialized element" } else { expected };
    TRAPS.get(kind).is_some_and(|words| words.starts_with(expected))
}

fn describe(answer: &Answer<'_>) -> String {
    match answer {
        Answer::Ok(values) if values.is_empty() => "a return without results".to_owned(),
        Answer::Ok(values) => list(values),
        Answer::Trap(_, message) => format!("a trap: {message}"),
        Answer::Unlinkable => "an import that doesn't fit".to_owned(),
        Answer::Error(message) => format!("an error: {message}"),
    }
}

fn describe_expectation(expect: Expect<'_>) -> String {
    match expect {
        Expect::End => "it to end".to_owned(),
        Expect::Return([]) => "a return without results".to_owned(),
        Expect::Return(results) => {
            let core = |result: &_| match result {
                WastRet::Core(result) => Expected(result).to_string(),
                _ => "a value of a component".to_owned(),
            };
            list(results.iter().map(core))
        }
        Expect::Trap(message) => format!("a trap: {message}"),
        Expect::Exception => "an uncaught exception".to_owned(),
        Expect::Unlinkable => "an import that doesn't fit".to_owned(),
    }
}

fn list(items: impl IntoIterator<Item = impl ToString>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use wast::parser::{ParseBuffer, parse};

    use super::*;

    #[test]
    fn an_answer_holds_or_says_what_differs() {
        let buffer = ParseBuffer::new("i32.const 1").unwrap();
        let one = [parse::<WastRet<'_>>(&buffer).unwrap()];
        let expect = Expect::Return(&one);
        assert_eq!(check("ok i32:00000001", expect), Ok(()));
        for (line, message) in [
            ("ok i32:00000002", "expected (i32.const 1), got (i32.const 2)"),
            ("ok", "expected (i32.const 1), got a return without results"),
            ("ok i32:00000001 null", "expected (i32.const 1), got (i32.const 1) (ref.null)"),
            ("trap 7 integer divide by zero", "expected (i32.const 1), got a trap: integer divide by zero"),
            ("unlinkable", "expected (i32.const 1), got an import that doesn't fit"),
            ("error oops", "expected (i32.const 1), got an error: oops"),
            ("what", "the executable answered `what`"),
        ] {
            assert_eq!(check(line, expect), Err(message.to_owned()), "{line}");
        }
    }

    #[test]
    fn traps_are_told_apart() {
        let table = "trap 2 undefined element: out of bounds table access";
        assert_eq!(check(table, Expect::Trap("out of bounds table access")), Ok(()));
        assert_eq!(check(table, Expect::Trap("out of bounds")), Ok(()));
        assert!(check(table, Expect::Trap("undefined element")).is_err());
        assert!(check(table, Expect::Exception).is_err());
        assert_eq!(check("trap 9 null reference", Expect::Trap("null function reference")), Ok(()));
        assert_eq!(check("trap 4 uninitialized element", Expect::Trap("uninitialized element 2")), Ok(()));
        assert!(check("ok", Expect::Trap("unreachable")).is_err());
        assert_eq!(check("trap 15 thrown Wasm exception", Expect::Exception), Ok(()));
    }

    #[test]
    fn every_trap_of_the_header_has_words() {
        let header = wastrel_runtime::HEADER;
        assert_eq!(header.lines().filter(|line| line.starts_with("  TRAP_")).count(), TRAPS.len());
        assert!(header.contains("TRAP_INTEGER_DIVIDE_BY_ZERO = 7,"));
    }
}
