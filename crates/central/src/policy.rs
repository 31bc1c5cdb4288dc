//! What the office asks of every laptop.

use cacah_family::trail::{Act, Deed};
use cacah_wire::orders::Policy;

use crate::access::Action;
use crate::central::Central;
use crate::error::{CentralError, Result};
use crate::storage::Storage;

impl<S: Storage> Central<S> {
    /// What is asked now; nothing before anything was.
    ///
    /// # Errors
    /// [`CentralError::Storage`].
    pub fn policy(&self) -> Result<Option<Policy>> {
        Ok(self.storage.policy()?)
    }

    /// Asks this from now on, in place of all before; laptops hear it at their next contact. The
    /// number given is not used.
    ///
    /// # Errors
    /// [`CentralError::NotAllowed`]; [`CentralError::Request`] for days or minutes no laptop could
    /// keep. Nothing was changed then.
    pub fn set_policy(&self, by: &str, asked: &Policy) -> Result<Policy> {
        let by = self.allow(by, Action::SetPolicy, "")?;
        let bounded = [
            (asked.contact_days, 1..=365),
            (asked.keep_days, 1..=3_650),
            (asked.curtain_minutes, 1..=30),
            (asked.lock_minutes, 5..=120),
        ];
        if bounded.iter().any(|(asked, bounds)| asked.is_some_and(|asked| !bounds.contains(&asked)))
        {
            return Err(CentralError::Request("a policy no laptop could keep"));
        }
        let before = self.storage.policy()?.map_or(0, |before| before.number);
        let number = (before + 1).max(u64::try_from(self.host.now()).unwrap_or(0));
        let policy = Policy { number, ..asked.clone() };
        self.storage.put_policy(&policy)?;
        let deed = Deed::new(Act::Policy).kind("policy");
        self.storage.note(Some(by), None, deed, self.host.now())?;
        Ok(policy)
    }
}
