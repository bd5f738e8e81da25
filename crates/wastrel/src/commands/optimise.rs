//! What `run` starts to have its program optimised in the background.

use std::time::Duration;

use anyhow::Result;
use clap::Args;

use super::run::Run;
use crate::{background, tiers};

/// Make the optimised executable that `run` will find the next time
#[derive(Args, Debug)]
pub(crate) struct Optimise {
    /// The process is detached from the one that asked for it
    #[arg(long)]
    detached: bool,
    /// How long it may take
    #[arg(long, value_name = "SECONDS", default_value_t = background::LIMIT.as_secs())]
    limit: u64,
    #[command(flatten)]
    run: Run,
}

impl Optimise {
    /// Detaches, then makes it.
    pub(crate) fn execute(&self) -> Result<()> {
        if !self.detached {
            return background::detach();
        }
        tiers::optimise(&self.run.source()?, Duration::from_secs(self.limit))
    }
}
