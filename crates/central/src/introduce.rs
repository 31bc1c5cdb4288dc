//! Telling a laptop with a typed ticket who the endpoint is (ADR 0027).

use cacah_wire::introduce::{IntroduceReply, IntroduceRequest, Introduction};
use cacah_wire::orders::Authority;

use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::Storage;

/// What the endpoint is known by.
#[derive(Debug, Clone, Default)]
pub(crate) struct KnownBy {
    /// The certificates laptops trust, PEM.
    certificate: String,
    /// What is told of them, once they ever changed.
    pub announced: Option<Authority>,
}

impl<S: Storage> Central<S> {
    /// The same endpoint, known by these certificates (PEM); `announced` once they ever changed.
    #[must_use]
    pub fn known_by(mut self, certificate: &str, announced: Option<Authority>) -> Self {
        self.known_by = KnownBy { certificate: certificate.to_owned(), announced };
        self
    }

    /// Proves the endpoint's certificate to whoever knows the code of a ticket that may still be
    /// used. Every live ticket is tried, and a proof is made for a stranger too, so that the time of
    /// the answer tells nothing.
    ///
    /// # Errors
    /// [`CentralError::TicketSpent`], as for a code that is unknown.
    pub fn introduce(&self, request: &IntroduceRequest) -> Result<IntroduceReply> {
        let codes = self.storage.live_codes(self.host.now())?;
        let (mut introduction, mut known) = (Introduction::of(request.id), false);
        for code in codes {
            let live = Introduction::of(code);
            if live.is(request.id) {
                (introduction, known) = (live, true);
            }
        }
        let certificate = self.known_by.certificate.clone();
        let proof = introduction.proof(request.nonce, &certificate);
        if known {
            Ok(IntroduceReply { certificate, proof })
        } else {
            Err(CentralError::TicketSpent)
        }
    }
}
