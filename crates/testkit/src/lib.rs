//! Synthetic Ternate, fake host, in-process endpoint; for tests and the demonstration only.
