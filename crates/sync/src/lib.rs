//! What to send next (pure) and sending it, over any Transport.
