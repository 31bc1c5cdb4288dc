//! The cable between laptop and office: it carries sealed bytes, and can be cut at the worst moment.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::thread;

/// A request this long is a batch: a handshake and a plain question stay below.
const BATCH: usize = 2048;

/// What happens to bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Carries {
    /// Everything, both ways.
    Everything,
    /// Everything up; of the answer to a batch, nothing.
    NoAnswer,
    /// Half a batch, then nothing.
    HalfABatch,
}

/// A listening cable. It ends with the program.
#[derive(Debug)]
pub struct Cable {
    address: SocketAddr,
    state: Arc<State>,
}

#[derive(Debug, Default)]
struct State {
    carries: AtomicU8,
    up: AtomicUsize,
    cut: AtomicBool,
}

impl Cable {
    /// A cable to `office`.
    ///
    /// # Panics
    /// When no port is free.
    #[must_use]
    pub fn to(office: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("its address");
        let state = Arc::new(State::default());
        thread::spawn({
            let state = Arc::clone(&state);
            move || {
                for laptop in listener.incoming().flatten() {
                    if let Ok(office) = TcpStream::connect(office) {
                        carry(&state, &laptop, &office);
                    }
                }
            }
        });
        Self { address, state }
    }

    /// The laptop's end.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// From now on.
    pub fn set(&self, carries: Carries) {
        self.state.up.store(0, Ordering::SeqCst);
        self.state.cut.store(false, Ordering::SeqCst);
        self.state.carries.store(carries as u8, Ordering::SeqCst);
    }

    /// Bytes that went up since the last setting.
    #[must_use]
    pub fn sent(&self) -> usize {
        self.state.up.load(Ordering::SeqCst)
    }

    /// True once the fault has happened.
    #[must_use]
    pub fn was_cut(&self) -> bool {
        self.state.cut.load(Ordering::SeqCst)
    }
}

fn carry(state: &Arc<State>, laptop: &TcpStream, office: &TcpStream) {
    let ends = || Some((laptop.try_clone().ok()?, office.try_clone().ok()?));
    let (Some((from, to)), Some((back_to, back_from))) = (ends(), ends()) else { return };
    let (up, down) = (Arc::clone(state), Arc::clone(state));
    thread::spawn(move || pump(from, to, |count| up.lets_up(count)));
    thread::spawn(move || pump(back_from, back_to, |_| down.lets_down()));
}

/// Copies until an end closes or `lets` says no; then closes both ends.
fn pump(mut from: TcpStream, mut to: TcpStream, lets: impl Fn(usize) -> bool) {
    let mut buffer = [0; 1024];
    while let Ok(count @ 1..) = from.read(&mut buffer) {
        if !lets(count) || to.write_all(&buffer[..count]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

impl State {
    fn is(&self, carries: Carries) -> bool {
        self.carries.load(Ordering::SeqCst) == carries as u8
    }

    fn lets_up(&self, count: usize) -> bool {
        let sent = self.up.fetch_add(count, Ordering::SeqCst) + count;
        if self.is(Carries::HalfABatch) && sent > BATCH {
            self.cut.store(true, Ordering::SeqCst);
            return false;
        }
        true
    }

    fn lets_down(&self) -> bool {
        if self.is(Carries::NoAnswer) && self.up.load(Ordering::SeqCst) > BATCH {
            self.cut.store(true, Ordering::SeqCst);
            return false;
        }
        true
    }
}
