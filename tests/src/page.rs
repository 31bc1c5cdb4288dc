//! A page under a WebDriver: real keys, polling instead of sleeping, pictures of what is painted.

use std::path::Path;
use std::time::{Duration, Instant};

use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::key::Key;
use fantoccini::wd::Capabilities;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::accessible::Computed;
use crate::programs::root;

/// How long anything may take that a story waits for. A busy machine is slow; a hang is a failure.
const PATIENCE: Duration = Duration::from_secs(30);

/// Asks again until `probe` has an answer.
///
/// # Panics
/// When none came in time; the message says what was waited for.
pub fn until<T>(what: &str, probe: impl FnMut() -> Option<T>) -> T {
    patient(probe).unwrap_or_else(|| panic!("waited {PATIENCE:?} in vain: {what}"))
}

#[expect(clippy::disallowed_methods, reason = "patience runs out by the real clock")]
fn patient<T>(mut probe: impl FnMut() -> Option<T>) -> Option<T> {
    let started = Instant::now();
    loop {
        match probe() {
            None if started.elapsed() < PATIENCE => {
                std::thread::sleep(Duration::from_millis(15));
            }
            outcome => return outcome,
        }
    }
}

/// What a window or a tab shows, the same for both engines.
#[derive(Debug)]
pub struct Page {
    runtime: Runtime,
    client: Client,
}

impl Page {
    pub(crate) fn connect(driver: &str, wanted: Capabilities, patience: Duration) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .expect("a runtime");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(wanted);
        let session = async { tokio::time::timeout(patience, builder.connect(driver)).await };
        let client = runtime.block_on(session).expect("a session in time").expect("a session");
        Self { runtime, client }
    }

    /// Goes to an address.
    ///
    /// # Panics
    /// When it cannot be loaded.
    pub fn open(&self, url: &str) {
        self.runtime.block_on(self.client.goto(url)).expect("the page loads");
    }

    /// Goes over to the window that has come in place of the one that was driven so far.
    ///
    /// # Panics
    /// When none comes.
    pub fn follow(&self) {
        // Gone already, or about to go.
        let before = self.runtime.block_on(self.client.window()).ok();
        until("another window has come alone", || {
            let windows = self.runtime.block_on(self.client.windows()).ok()?;
            let [window] = <[_; 1]>::try_from(windows).ok()?;
            let next = Some(window).filter(|window| before.as_ref() != Some(window))?;
            self.runtime.block_on(self.client.switch_to_window(next)).ok()
        });
    }

    /// Makes the page so large, CSS pixels, whatever the frame around it takes.
    ///
    /// # Panics
    /// When the driver refuses.
    pub fn resize(&self, width: u32, height: u32) {
        let frame =
            self.script("return [outerWidth - innerWidth, outerHeight - innerHeight]", Vec::new());
        let frame = |at: usize| frame[at].as_u64().and_then(|side| u32::try_from(side).ok());
        let (wide, high) = (frame(0).unwrap_or(0), frame(1).unwrap_or(0));
        let resized = self.client.set_window_rect(0, 0, width + wide, height + high);
        self.runtime.block_on(resized).expect("another size");
    }

    /// Runs a script in the page and hands back what it returns.
    ///
    /// # Panics
    /// When the script throws.
    pub fn script(&self, script: &str, args: Vec<Value>) -> Value {
        self.runtime.block_on(self.client.execute(script, args)).expect("the script runs")
    }

    /// Asks the page again until `probe` has an answer.
    ///
    /// # Panics
    /// When none came in time; a picture of the page then lies in `target/stories`.
    pub fn until<T>(&self, what: &str, probe: impl FnMut() -> Option<T>) -> T {
        patient(probe).unwrap_or_else(|| self.fail(&format!("waited {PATIENCE:?} in vain: {what}")))
    }

    /// Ends the story as failed.
    ///
    /// # Panics
    /// Always; a picture of the page then lies in `target/stories`.
    pub fn fail(&self, why: &str) -> ! {
        let story = std::thread::current().name().unwrap_or("story").replace("::", "-");
        let file = root().join("target/stories").join(format!("{story}.png"));
        self.picture(&file);
        panic!("{why}; see {}", file.display())
    }

    /// Waits until `css` stands in the page and can be seen.
    ///
    /// # Panics
    /// When it does not come.
    pub fn wait_for(&self, css: &str) {
        self.until(&format!("{css} in the page"), || self.sees(css).then_some(()));
    }

    /// True when something of `css` can be seen now.
    #[must_use]
    pub fn sees(&self, css: &str) -> bool {
        let script = "const found = document.querySelector(arguments[0]);
            return found !== null && found.getClientRects().length > 0";
        self.script(script, vec![json!(css)]) == json!(true)
    }

    /// The words of the first `css`, when there is one.
    #[must_use]
    pub fn text(&self, css: &str) -> Option<String> {
        let script = "return document.querySelector(arguments[0])?.textContent ?? null";
        self.script(script, vec![json!(css)]).as_str().map(str::to_owned)
    }

    /// Waits until the words of `css` contain `wanted`; hands back all of them.
    ///
    /// # Panics
    /// When they do not come.
    pub fn wait_for_text(&self, css: &str, wanted: &str) -> String {
        self.until(&format!("{wanted:?} in {css}"), || {
            self.text(css).filter(|text| text.contains(wanted))
        })
    }

    /// An attribute of every `css`, in the order of the page.
    #[must_use]
    pub fn all(&self, css: &str, attribute: &str) -> Vec<String> {
        let script = "return [...document.querySelectorAll(arguments[0])]
            .map((one) => one.getAttribute(arguments[1]) ?? '')";
        let found = self.script(script, vec![json!(css), json!(attribute)]);
        let found = found.as_array().into_iter().flatten();
        found.filter_map(|one| one.as_str().map(str::to_owned)).collect()
    }

    /// Clicks the first `css` as a person does, once it is there.
    ///
    /// # Panics
    /// When it cannot be clicked.
    pub fn click(&self, css: &str) {
        self.wait_for(css);
        let click = async { self.client.find(Locator::Css(css)).await?.click().await };
        self.runtime.block_on(click).unwrap_or_else(|error| panic!("click {css}: {error}"));
    }

    /// What a screen reader is told about the first `css`: its role and its name.
    ///
    /// # Panics
    /// When it is not there or the driver does not tell.
    #[must_use]
    pub fn announced(&self, css: &str) -> (String, String) {
        self.wait_for(css);
        let found =
            self.runtime.block_on(self.client.find(Locator::Css(css))).expect("it is there");
        let element = found.element_id().to_string();
        let ask = |what| {
            let computed = Computed { element: element.clone(), what };
            let answer = self.runtime.block_on(self.client.issue_cmd(computed));
            answer.expect("the driver tells").as_str().unwrap_or_default().to_owned()
        };
        (ask("computedrole"), ask("computedlabel"))
    }

    /// Types characters, one press and release each, into whatever has the focus.
    ///
    /// # Panics
    /// When the driver refuses.
    pub fn type_text(&self, text: &str) {
        self.strokes(text.chars().flat_map(press));
    }

    /// Presses one named key.
    ///
    /// # Panics
    /// When the driver refuses.
    pub fn press(&self, key: Key) {
        self.strokes(press(key.into()));
    }

    /// Presses `key` while `held` is down.
    ///
    /// # Panics
    /// When the driver refuses.
    pub fn chord(&self, held: Key, key: char) {
        let held: char = held.into();
        let around = |inner| {
            [KeyAction::Down { value: held }]
                .into_iter()
                .chain(inner)
                .chain([KeyAction::Up { value: held }])
        };
        self.strokes(around(press(key)));
    }

    fn strokes(&self, strokes: impl IntoIterator<Item = KeyAction>) {
        let keys = strokes
            .into_iter()
            .fold(KeyActions::new("keyboard".into()), |keys, stroke| keys.then(stroke));
        self.runtime.block_on(self.client.perform_actions(keys)).expect("the keys are pressed");
    }

    /// Waits until what was done last has been painted: two animation frames.
    ///
    /// # Panics
    /// When the page paints no more.
    pub fn painted(&self) {
        self.script_async(
            "const done = arguments[arguments.length - 1];
             requestAnimationFrame(() => requestAnimationFrame(() => done(true)))",
        );
    }

    /// Runs a script that ends by calling its last argument.
    ///
    /// # Panics
    /// When the script throws or never ends.
    pub fn script_async(&self, script: &str) {
        let _ = self.ask(script);
    }

    /// Runs a script that ends by calling its last argument with an answer.
    ///
    /// # Panics
    /// When the script throws or never ends.
    #[must_use]
    pub fn ask(&self, script: &str) -> Value {
        let ended = self.client.execute_async(script, Vec::new());
        self.runtime.block_on(ended).expect("the script ends")
    }

    /// A picture of the page as painted now.
    ///
    /// # Panics
    /// When it cannot be taken or written.
    pub fn picture(&self, file: &Path) {
        self.painted();
        let png = self.runtime.block_on(self.client.screenshot()).expect("a picture");
        let folder = file.parent().expect("a file lies in a folder");
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(file, png)).expect("written");
    }
}

/// The session ends politely where the driver still listens; a killed app has no more to say.
impl Drop for Page {
    fn drop(&mut self) {
        let _timers = self.runtime.enter();
        let bye = tokio::time::timeout(Duration::from_secs(5), self.client.clone().close());
        let _ = self.runtime.block_on(bye);
    }
}

fn press(key: char) -> [KeyAction; 2] {
    [KeyAction::Down { value: key }, KeyAction::Up { value: key }]
}
