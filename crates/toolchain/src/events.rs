//! What a build tells whoever watches it.

use std::time::Duration;

/// Something that happens in a build.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// This command is run.
    Command(&'a str),
    /// So many units are to be made.
    Units(usize),
    /// A unit is being compiled.
    UnitBegins(&'a str),
    /// A unit is done.
    UnitEnds(&'a UnitReport),
    /// All units are done, after so long; what follows is the link.
    Compiled(Duration),
    /// The link is done, after so long.
    Linked(Duration),
    /// Something that one may want to know.
    Note(&'a str),
}

/// What became of a unit.
#[derive(Clone, Debug)]
pub struct UnitReport {
    /// Its C file.
    pub name: String,
    /// The size of that.
    pub c_bytes: usize,
    /// The lines of that.
    pub c_lines: usize,
    /// How long it took to write it.
    pub emission: Duration,
    /// How long it took to compile it.
    pub compilation: Duration,
    /// Its object file was in the cache.
    pub is_cached: bool,
}

/// Is told what happens, from several threads.
pub type Watcher<'a> = dyn Fn(Event<'_>) + Sync + 'a;
