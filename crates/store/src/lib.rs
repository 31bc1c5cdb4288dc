//! The encrypted vault of a laptop: header with key slots, journal, snapshots, outbox, receipts.
