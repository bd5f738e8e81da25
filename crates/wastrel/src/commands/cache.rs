//! `wastrel cache`: what was kept from one time to the next.

use anyhow::Result;
use clap::{Args, Subcommand};
use wastrel_toolchain::{Cache as Directory, Kind};

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
            Command::Dir => println!("{}", cache.directory().display()),
            Command::Stat => {
                let usage = cache.usage()?;
                println!("directory    {}", cache.directory().display());
                let mut total = 0;
                for (kind, count, bytes) in usage.kinds {
                    let name = match kind {
                        Kind::Executables => "executables",
                        Kind::Units => "units",
                        Kind::Sources => "known files",
                    };
                    println!("{name:<12} {count:>6} {:>12}", megabytes(bytes));
                    total += bytes;
                }
                println!("{:<12} {:>6} {:>12} of {}", "all", "", megabytes(total), megabytes(usage.limit));
            }
            Command::Clean => println!("removed {}", megabytes(cache.clear()?)),
        }
        Ok(())
    }
}

fn megabytes(bytes: u64) -> String {
    format!("{:.1} MB", bytes as f64 / 1e6)
}
