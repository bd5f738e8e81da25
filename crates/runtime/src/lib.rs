//! What ends up inside every executable that Wastrel produces.
