//! Answering a challenge: which laptop asks, may it be answered, and what opens it.

use cacah_family::id::{DeviceId, OfficerId};
use cacah_family::radio::Misread;
use cacah_family::recovery::{self, Challenge, PointName};
use cacah_family::trail::{Act, Deed, Subject};
use cacah_wire::seal::Hash;
use zeroize::Zeroizing;

use super::{RecoveryError, RecoveryIdentity, Result};
use crate::access::Action;
use crate::central::Central;
use crate::error::CentralError;
use crate::storage::{AnswerRow, Device, PointRow, Storage};

/// What somebody on the telephone asks, and who answers.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The challenge, as it was heard.
    pub challenge: &'a str,
    /// Code of the officer who calls, when it was asked.
    pub officer: Option<&'a str>,
    /// Code of whoever answers.
    pub by: &'a str,
    /// Why.
    pub reason: &'a str,
    /// A revoked laptop too.
    pub revoked_too: bool,
}

/// What to read back.
pub struct Answered {
    /// In groups.
    pub code: Zeroizing<String>,
    /// The laptop and the code of its officer, when the endpoint knows them.
    pub laptop: Option<(DeviceId, String)>,
    /// Which use of this laptop's it is, modulo 1,024.
    pub count: u16,
    /// What was answered to the laptop before, oldest first.
    pub before: Vec<AnswerRow>,
}

/// Never prints the code.
impl std::fmt::Debug for Answered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Answered({:?}, {})", self.laptop, self.count)
    }
}

impl Answered {
    /// The same challenge was answered before: the laptop never took that answer, or somebody asks
    /// again with an old one.
    #[must_use]
    pub fn is_again(&self) -> bool {
        self.before.iter().any(|row| row.count == self.count)
    }

    /// A later challenge of this laptop was answered before: a copy of its vault may be asking. The
    /// count goes round after 1,024, so it is the one before last that tells.
    #[must_use]
    pub fn is_late(&self) -> bool {
        let half = 1 << 9;
        self.before.iter().any(|row| (1..half).contains(&((row.count + 1024 - self.count) % 1024)))
    }
}

impl<S: Storage> Central<S> {
    /// Whether somebody may split the recovery key.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`].
    pub fn may_split(&self, by: &str) -> Result<OfficerId> {
        Ok(self.allow(by, Action::SplitKey, "")?)
    }

    /// The recipient laptops agree with from now on.
    pub fn recovery_recipient(&self) -> &str {
        &self.keys.recovery
    }

    /// Writes down that a key was split among so many keepers: the one there was, or a new one.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn note_split(&self, by: OfficerId, what: &'static str, keepers: u8) -> Result<()> {
        let deed = Deed::new(Act::KeySplit).kind(what).count(keepers.into());
        Ok(self.storage.note(Some(by), None, deed, self.host.now()).map_err(CentralError::from)?)
    }

    /// Answers a challenge. That it was answered, by whom and why is durable before this returns.
    ///
    /// # Errors
    /// [`RecoveryError`]: misheard, unknown, ambiguous, revoked, another key.
    pub fn answer_challenge(
        &self,
        question: &Question<'_>,
        identity: &RecoveryIdentity,
    ) -> Result<Answered> {
        let action = Action::AnswerRecovery;
        self.warrant(question.by, action)?;
        let challenge = heard(question.challenge)?;
        let asking = self.asking(&challenge, question.officer)?;
        let by = match &asking {
            Some((_, device, _)) => self.allow_device(question.by, action, device.id)?,
            None => self.allow(question.by, action, "")?,
        };
        let point = match (&asking, challenge.point) {
            (Some((row, device, _)), _) => {
                if device.revoked.is_some() && !question.revoked_too {
                    return Err(RecoveryError::Revoked);
                }
                if row.recipient != identity.recipient() {
                    return Err(RecoveryError::OtherKey(row.recipient.clone()));
                }
                row.point
            }
            (None, PointName::Whole(point)) => Hash(point),
            (None, PointName::Known(_)) => return Err(RecoveryError::Unknown),
        };
        let code = opens(identity, &point.0, challenge.count)?;
        let before = self.storage.answers(point).map_err(CentralError::from)?;
        let (count, at) = (challenge.count, self.host.now());
        let reason = question.reason.to_owned();
        let deed = Deed::new(Act::RecoveryAnswered).count(count.into());
        let deed = asking.iter().fold(deed, |deed, (_, device, _)| {
            deed.on(Subject::Device(device.id)).on(Subject::Officer(device.officer))
        });
        let device = asking.as_ref().map(|(_, device, _)| device.id);
        self.storage.note(Some(by), device, deed, at).map_err(CentralError::from)?;
        let row = AnswerRow { point, count, at, by, reason };
        self.storage.put_answer(&row).map_err(CentralError::from)?;
        let laptop = asking.map(|(_, device, officer)| (device.id, officer));
        Ok(Answered { code, laptop, count, before })
    }

    /// The laptop that asks, with its officer's code; none for a whole point nobody enrolled with.
    fn asking(
        &self,
        challenge: &Challenge,
        officer: Option<&str>,
    ) -> Result<Option<(PointRow, Device, String)>> {
        let (name, whole) = match challenge.point {
            PointName::Known(name) => (name, None),
            PointName::Whole(point) => (recovery::name(&point), Some(Hash(point))),
        };
        let mut found = Vec::new();
        for row in self.storage.points_named(name).map_err(CentralError::from)? {
            let device = self.storage.device(row.device).map_err(CentralError::from)?;
            let Some(device) = device.filter(|_| whole.is_none_or(|whole| row.point == whole))
            else {
                continue;
            };
            let owner = self.storage.officer_by_id(device.officer).map_err(CentralError::from)?;
            found.push((row, device, owner.map(|owner| owner.code).unwrap_or_default()));
        }
        if let Some(officer) = officer {
            let others = found.iter().find(|(_, _, code)| code != officer).cloned();
            found.retain(|(_, _, code)| code == officer);
            if let (true, Some((_, _, other))) = (found.is_empty(), others) {
                return Err(RecoveryError::OtherOfficer(other));
            }
        }
        match found.len() {
            0 if whole.is_none() => Err(RecoveryError::Unknown),
            0 | 1 => Ok(found.pop()),
            _ => {
                Err(RecoveryError::Ambiguous(found.into_iter().map(|(_, _, code)| code).collect()))
            }
        }
    }
}

/// Answers a long challenge where the office's database is not at hand. Nothing is recorded.
///
/// # Errors
/// [`RecoveryError::LongOnly`] for a short one, [`RecoveryError::Misread`].
pub fn answer_alone(challenge: &str, identity: &RecoveryIdentity) -> Result<Zeroizing<String>> {
    let challenge = heard(challenge)?;
    let PointName::Whole(point) = challenge.point else { return Err(RecoveryError::LongOnly) };
    opens(identity, &point, challenge.count)
}

fn heard(text: &str) -> Result<Challenge> {
    Challenge::from_text(text).map_err(|error| match error {
        Misread::Group(group) => RecoveryError::Misread(group),
        Misread::Length { .. } => RecoveryError::Length,
    })
}

fn opens(identity: &RecoveryIdentity, point: &[u8; 32], count: u16) -> Result<Zeroizing<String>> {
    let shared = identity.agree(point).ok_or(RecoveryError::NoPoint)?;
    let answer = recovery::answer(&shared, point, &identity.public(), count);
    Ok(recovery::spell_answer(&answer))
}
