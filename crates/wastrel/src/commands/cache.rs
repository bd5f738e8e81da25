//! `wastrel cache`: what was kept from one time to the next.

use anyhow::Result;
use clap::{Args, Subcommand};
use wastrel_toolchain::{Cache as Directory, Kind};

use crate::output::print;

/// Look at the cache, or empty it
#[derive(Args, Debug)]
pub(crate) struct Cache {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Print where it is
    Dir,
    /// Print what it holds
    Stat,
    /// Remove all that it holds
    Clean,
}

impl Cache {
    /// Does it.
    pub(crate) fn execute(&self) -> Result<()> {
        let cache = Directory::open()?;
        match self.command {
            Command::Dir => print(format!("{}\n", cache.directory().display())),
            Command::Stat => {
                let usage = cache.usage()?;
                let mut text = format!("directory    {}\n", cache.directory().display());
                let mut total = 0;
                for (kind, count, bytes) in usage.kinds {
                    let name = match kind {
                        Kind::Executables => "executables",
                        Kind::Units => "units",
                        Kind::Sources => "known files",
                    };
                    text += &format!("{name:<12} {count:>6} {:>12}\n", megabytes(bytes));
                    total += bytes;
                }
                let (all, limit) = (megabytes(total), megabytes(usage.limit));
                print(format!("{text}{:<12} {:>6} {all:>12} of {limit}\n", "all", ""))
            }
            Command::Clean => print(format!("removed {}\n", megabytes(cache.clear()?))),
        }
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
