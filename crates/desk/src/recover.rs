//! A password is forgotten and there is no network: what to read to the office, and its answer.

use cacah_family::radio::Misread;
use cacah_family::recovery;
use cacah_family::trail::{Act, Deed};
use cacah_store::Store;
use cacah_wire::command::{ChallengeArgs, ChallengeView, Recover, StateView};
use cacah_wire::error::Code;

use crate::desk::Desk;
use crate::error::DeskError;
use crate::passwords::strong;

impl Desk {
    /// Needs no key: a challenge tells nothing.
    pub(crate) fn challenge(&self, args: &ChallengeArgs) -> Result<ChallengeView, DeskError> {
        let vault = self.folder.vault(&args.officer).ok_or(Code::WrongCode)?;
        let (mut challenge, mut long) = Store::challenge(&vault, &args.officer)?;
        if args.long {
            (challenge, long) = (Store::whole_challenge(&vault, &args.officer)?, true);
        }
        let marks = Store::officers(&vault)?;
        let asked = marks.iter().any(|mark| mark.code == args.officer && mark.asks_office);
        Ok(ChallengeView { text: challenge.to_text(), long, asked })
    }

    /// A slip is told before anything is tried; a weak password before the answer is used up.
    pub(crate) fn recover(&self, args: &Recover) -> Result<StateView, DeskError> {
        strong(&args.password, std::slice::from_ref(&args.officer))?;
        let answer = recovery::read_answer(&args.code).map_err(|error| match error {
            Misread::Group(group) => DeskError::At(Code::CodeMisread, group.to_string()),
            Misread::Length { .. } => Code::CodeMisread.into(),
        })?;
        let vault = self.folder.vault(&args.officer).ok_or(Code::WrongCode)?;
        // Whoever was in is out before the next is let in.
        self.close("next");
        let host = self.host.clone();
        let store = Store::recover(&vault, &args.officer, &answer, &args.password, host)?;
        let next = store.recovery_count()?;
        self.open(store)?;
        // Of the challenge that was answered.
        let recovered = Deed::new(Act::Recovered).count(next.saturating_sub(1).into());
        self.with(|session| session.enter(recovered))?;
        self.state()
    }
}
