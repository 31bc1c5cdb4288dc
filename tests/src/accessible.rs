//! What a screen reader is told: role and name of an element, as the engine computes them.

use fantoccini::wd::WebDriverCompatibleCommand;
use http::Method;
use url::{ParseError, Url};

/// A question about one element that fantoccini has no method for.
#[derive(Debug)]
pub(crate) struct Computed {
    /// The element, as the session knows it.
    pub(crate) element: String,
    /// `computedrole` or `computedlabel`.
    pub(crate) what: &'static str,
}

impl WebDriverCompatibleCommand for Computed {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, ParseError> {
        let session = session.unwrap_or_default();
        base.join(&format!("session/{session}/element/{}/{}", self.element, self.what))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        (Method::GET, None)
    }
}
