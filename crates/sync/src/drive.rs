//! A sending: takes steps from [`plan`] until nothing waits or the link fails, then takes what comes
//! down, then compares.

use std::collections::HashSet;

use cacah_family::area::Idsubsls;
use cacah_family::host::Host;
use cacah_family::id::BatchId;
use cacah_store::{ClaimedBatch, ClaimedSegment, Settlement, Store, StoreError};
use cacah_wire::batch::{MAX_FAMILIES, SealedBatch};
use cacah_wire::down::Hello;
use cacah_wire::error::Code;
use cacah_wire::seal::Hash;

use crate::build::stored;
use crate::chunks;
use crate::claim::{Claimed, claim};
use crate::compare;
use crate::down::{Brought, Compile, apply_page};
use crate::error::SyncError;
use crate::incarnation;
use crate::pace::Pace;
use crate::plan::{Step, plan};
use crate::receipt::{note, prove};
use crate::schedule::Ended;
use crate::transport::{Answer, Transport, TransportError};

/// Setting: families in the next batch.
const PACE: &str = "pace";
/// Setting: how far this clock is from the endpoint's, milliseconds.
const CLOCK_OFFSET: &str = "clock_offset_ms";
/// Setting: age recipient of the endpoint, for sticks.
pub(crate) const STICK_RECIPIENT: &str = "stick_recipient";
/// Setting: a batch that the endpoint failed over, and how often: `id times`.
const FAILED: &str = "failed_batch";
/// How often a batch may make the endpoint fail before it is taken apart.
const FAILURES: u32 = 3;
/// Rounds of sending and comparing in one sending.
const ROUNDS: u32 = 3;
/// Pages taken in one sending at most: 1,000 of 256 KiB are more than any laptop holds.
const PAGES: u32 = 1_000;

/// Lends the store for a moment; held between requests only.
pub trait Access {
    /// Runs `work` on the open store.
    ///
    /// # Errors
    /// [`SyncError::Locked`] when it is not open any more, else what `work` says.
    fn with<R>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<R, SyncError>,
    ) -> Result<R, SyncError>;
}

/// What a sending is to do.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// Somebody asked for it: what was refused or unreadable is offered once more.
    pub by_hand: bool,
    /// Unfinished documents too, as safety copies.
    pub copies: bool,
    /// The other side is a hub of the office, whatever it says of itself.
    pub hub: bool,
    /// Tells whether a form that comes down loads.
    pub compile: Compile<'a>,
}

impl std::fmt::Debug for Order<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Order({}, {})", self.by_hand, self.copies)
    }
}

/// What a sending did.
#[derive(Debug, Default)]
pub struct Report {
    /// Batches receipted.
    pub batches: u32,
    /// Batches a hub keeps.
    pub at_hub: u32,
    /// Segments stored, or already there.
    pub stored: u32,
    /// Segments held or unreadable.
    pub held: u32,
    /// Families stepped over: no batch could be made of them, or none was taken.
    pub refused: u32,
    /// Segments that were missing at the endpoint and are offered again.
    pub reoffered: u32,
    /// SLS in which both sides count differently although all was offered again.
    pub differ: Vec<Idsubsls>,
    /// Chunks of files receipted.
    pub chunks: u32,
    /// Chunks of files that came down.
    pub fetched: u32,
    /// What came down.
    pub brought: Brought,
    /// Why it stopped before everything was done.
    pub stopped: Option<SyncError>,
}

impl Report {
    /// How it ended, for the [`Schedule`](crate::Schedule).
    #[must_use]
    pub fn ended(&self) -> Ended {
        match &self.stopped {
            None => Ended::Well,
            Some(SyncError::Transport(TransportError::Busy(seconds))) => Ended::Busy(*seconds),
            Some(_) => Ended::Badly,
        }
    }
}

/// Sends all that waits and takes what is new. Stops at the first failure of the link; nothing is
/// given up.
pub fn send(
    access: &impl Access,
    transport: &impl Transport,
    host: &dyn Host,
    order: Order<'_>,
) -> Report {
    let mut drive = Drive { access, transport, host, order, report: Report::default(), hub: false };
    if let Err(error) = drive.run() {
        drive.report.stopped = Some(error);
    }
    drive.report
}

struct Drive<'a, A, T> {
    access: &'a A,
    transport: &'a T,
    host: &'a dyn Host,
    order: Order<'a>,
    report: Report,
    /// The other side is a hub.
    hub: bool,
}

impl<A: Access, T: Transport> Drive<'_, A, T> {
    fn run(&mut self) -> Result<(), SyncError> {
        let hello = self.hello()?;
        let most = MAX_FAMILIES.min(hello.max_families as usize).max(1);
        // An endpoint that knows more of this laptop than the laptop does is heard before anything
        // is numbered or sent.
        let by_hand = self.order.by_hand;
        self.compare(by_hand)?;
        for round in 1.. {
            self.send_all(most)?;
            self.take_pages()?;
            self.report.chunks += chunks::send(self.access, self.transport)?;
            let offered = self.compare(false)?;
            if offered == 0 || round == ROUNDS {
                break;
            }
        }
        self.fetch_chunks()
    }

    fn hello(&mut self) -> Result<Hello, SyncError> {
        let asked = self.host.monotonic();
        let hello = self.transport.hello()?;
        let trip = self.host.monotonic().saturating_sub(asked);
        // Hello is unsigned: a hub cannot say that it is none, nor tell the endpoint's key or epoch.
        self.hub = self.order.hub || hello.hub;
        let hub = self.hub;
        let (host, by_hand) = (self.host, self.order.by_hand);
        self.access.with(|store| {
            if !hub {
                // A hub's clock is its own, and its word ends no days without the office.
                store.heard(hello.now, u32::try_from(trip).unwrap_or(u32::MAX))?;
            }
            let offset = host.now().saturating_sub(hello.now);
            store.set_setting(CLOCK_OFFSET, &offset.to_string())?;
            if let Some(recipient) = hello.stick.as_ref().filter(|_| !hub) {
                store.set_setting(STICK_RECIPIENT, recipient)?;
            }
            if by_hand {
                store.reoffer_unreadable()?;
            }
            if !hub {
                store.hear_epoch(hello.epoch)?;
            }
            Ok(())
        })?;
        Ok(hello)
    }

    /// Batches without a receipt, then new ones, until nothing waits.
    fn send_all(&mut self, most: usize) -> Result<(), SyncError> {
        let mut asked = false;
        let mut passed: Option<BatchId> = None;
        loop {
            let (step, unconfirmed) = self.access.with(|store| next(store, asked, passed))?;
            match (step, unconfirmed) {
                (Step::AskReceipts { after }, _) => {
                    asked = true;
                    self.ask_receipts(after)?;
                }
                (Step::Resend(id), Some(claimed)) => {
                    let kept = self.hub && self.access.with(|s| Ok(s.kept_at_hub(id)?))?;
                    if kept && !asked {
                        // The note stands for the bytes; what the endpoint said since does not come
                        // by itself.
                        asked = true;
                        let after = self.access.with(|store| Ok(store.newest_receipt()?))?;
                        self.ask_receipts(after)?;
                        continue;
                    }
                    // By hand all the same: a hub that lost it, or was refused it, can only say so then.
                    if !kept || self.order.by_hand {
                        self.put(&stored(&claimed), &claimed.segments)?;
                    }
                    // What is still without a receipt now is not tried a second time.
                    passed = Some(id);
                }
                (Step::Build, _) => {
                    let Some(Claimed { batch, segments }) = self.claim(most)? else {
                        return Ok(());
                    };
                    passed = Some(batch.id);
                    self.put(&batch, &segments)?;
                }
                (Step::Resend(_) | Step::Rest, _) => return Ok(()),
            }
        }
    }

    fn ask_receipts(&mut self, after: u64) -> Result<(), SyncError> {
        for signed in self.transport.receipts(after)?.receipts {
            let report = &mut self.report;
            let settled = self.access.with(|store| settle(store, &prove(store, &signed)?, report));
            match settled {
                // Of a batch that a newer copy of this vault sent, or its double: nothing here
                // waits for it, and the next may be ours.
                Err(SyncError::Store(StoreError::ReceiptUnknown)) => {}
                settled => settled?,
            }
        }
        Ok(())
    }

    fn claim(&mut self, most: usize) -> Result<Option<Claimed>, SyncError> {
        let (host, copies, refused) = (self.host, self.order.copies, &mut self.report.refused);
        self.access.with(|store| {
            let families = pace(store)?.families().min(most);
            claim(store, host, families, copies, refused)
        })
    }

    fn put(&mut self, batch: &SealedBatch, claimed: &[ClaimedSegment]) -> Result<(), SyncError> {
        // What the vault no longer holds as it was sealed can only be made anew.
        if Hash::of(&batch.bytes) != batch.hash {
            return self.take_apart(batch.id, claimed, Code::BadHash);
        }
        let asked = self.host.monotonic();
        let answer = self.transport.put_batch(batch);
        let took = self.host.monotonic().saturating_sub(asked);
        match answer {
            Ok(Answer::Receipt(signed)) => {
                let report = &mut self.report;
                self.access.with(|store| {
                    let settlement = prove(store, &signed)?;
                    if settlement.batch != batch.id || !speaks_of_all(&settlement, claimed) {
                        return Err(SyncError::Receipt);
                    }
                    settle(store, &settlement, report)?;
                    keep_pace(store, pace(store)?.after(claimed.len(), took))
                })?;
                self.report.batches += 1;
            }
            Ok(Answer::Kept(signed)) => {
                self.access.with(|store| note(store, &signed, batch))?;
                self.report.at_hub += 1;
            }
            Err(TransportError::Refused(code)) => return self.refused(batch.id, claimed, code),
            Err(error) => {
                if error == TransportError::Down {
                    self.access.with(|store| keep_pace(store, pace(store)?.halved()))?;
                }
                return Err(error.into());
            }
        }
        Ok(())
    }

    /// Nothing of the batch was taken. What may lie at one family of it is narrowed down to that one;
    /// anything else waits for a better moment.
    fn refused(
        &mut self,
        batch: BatchId,
        claimed: &[ClaimedSegment],
        code: Code,
    ) -> Result<(), SyncError> {
        match code {
            Code::TooLarge | Code::BadBatch | Code::BadSignature | Code::BatchMismatch => {
                self.take_apart(batch, claimed, code)
            }
            Code::Internal if self.access.with(|store| failed(store, batch))? >= FAILURES => {
                self.take_apart(batch, claimed, code)
            }
            _ => Err(TransportError::Refused(code).into()),
        }
    }

    /// The claims of a batch are given back: its families go again in smaller batches, and one that
    /// was alone in it is stepped over.
    fn take_apart(
        &mut self,
        batch: BatchId,
        claimed: &[ClaimedSegment],
        code: Code,
    ) -> Result<(), SyncError> {
        let refused = self.access.with(|store| {
            store.dissolve(batch, code.as_str())?;
            if let [alone] = claimed {
                store.refuse(alone.family, code.as_str())?;
                return Ok(1);
            }
            let half = Pace::from_text(&claimed.len().to_string()).halved();
            keep_pace(store, half)?;
            Ok(0)
        })?;
        self.report.refused += refused;
        Ok(())
    }

    fn take_pages(&mut self) -> Result<(), SyncError> {
        for _ in 0..PAGES {
            let (after, incarnation) =
                self.access.with(|store| Ok((store.down_cursor()?, store.actor().incarnation)))?;
            let page = match self.transport.down(after.as_deref(), incarnation) {
                Ok(page) => page,
                // A cursor of a former life of the endpoint: from the beginning, which is harmless.
                Err(TransportError::Refused(Code::BadRequest)) if after.is_some() => {
                    self.access.with(|store| Ok(store.take(&[], "")?))?;
                    continue;
                }
                // A hub without its own link has no pages.
                Err(TransportError::Busy(_)) if self.hub => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            let (compile, brought) = (self.order.compile, &mut self.report.brought);
            self.access.with(|store| apply_page(store, &page, compile, brought))?;
            if !self.report.brought.more {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Pieces of the files of others, after everything else.
    fn fetch_chunks(&mut self) -> Result<(), SyncError> {
        match chunks::fetch(self.access, self.transport) {
            // A hub without its own link has none.
            Err(SyncError::Transport(TransportError::Busy(_))) if self.hub => Ok(()),
            fetched => {
                self.report.fetched += fetched?;
                Ok(())
            }
        }
    }

    /// Both sides count; how many segments are offered again.
    fn compare(&mut self, by_hand: bool) -> Result<usize, SyncError> {
        // A hub carries the tally unsigned: nothing is drawn, offered again or wiped on its word.
        if self.hub {
            return Ok(0);
        }
        let compared = compare::compare(self.access, self.transport, by_hand)?;
        if let Some(reason) = compared.ahead {
            let host = self.host;
            self.access.with(|store| incarnation::begin(store, host, reason))?;
        }
        self.report.reoffered += u32::try_from(compared.offered).unwrap_or(u32::MAX);
        self.report.differ = compared.differ;
        Ok(compared.offered)
    }
}

fn next(
    store: &mut Store,
    asked: bool,
    passed: Option<BatchId>,
) -> Result<(Step, Option<ClaimedBatch>), SyncError> {
    let gap = if asked { None } else { store.receipt_gaps()?.first().map(|number| number - 1) };
    let unconfirmed = store.next_unconfirmed(passed)?;
    let step = plan(gap, unconfirmed.as_ref().map(|batch| batch.id));
    Ok((step, unconfirmed))
}

fn pace(store: &Store) -> Result<Pace, SyncError> {
    Ok(store.setting(PACE)?.map_or_else(Pace::default, |text| Pace::from_text(&text)))
}

fn keep_pace(store: &mut Store, pace: Pace) -> Result<(), SyncError> {
    let text = pace.to_text();
    if store.setting(PACE)?.as_ref() != Some(&text) {
        store.set_setting(PACE, &text)?;
    }
    Ok(())
}

/// Counts how often the endpoint failed over a batch.
fn failed(store: &mut Store, batch: BatchId) -> Result<u32, SyncError> {
    let before = store.setting(FAILED)?.unwrap_or_default();
    let times = match before.split_once(' ') {
        Some((id, times)) if id == batch.to_string() => times.parse().unwrap_or(0),
        _ => 0,
    };
    let times = times + 1;
    store.set_setting(FAILED, &format!("{batch} {times}"))?;
    Ok(times)
}

/// One that leaves a segment out would have the batch sent again and again.
fn speaks_of_all(receipt: &Settlement, claimed: &[ClaimedSegment]) -> bool {
    let named: HashSet<_> = receipt.verdicts.iter().map(|(_, segment, _)| segment).collect();
    claimed.iter().all(|segment| named.contains(&segment.hash))
}

fn settle(
    store: &mut Store,
    settlement: &Settlement,
    report: &mut Report,
) -> Result<(), SyncError> {
    use cacah_store::Outcome::{Already, Held, Stored, Unreadable};
    for (_, _, outcome) in &settlement.verdicts {
        match outcome {
            Stored | Already => report.stored += 1,
            Held(_) | Unreadable(_) => report.held += 1,
        }
    }
    Ok(store.settle(settlement)?)
}
