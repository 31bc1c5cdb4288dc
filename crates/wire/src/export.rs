//! The TypeScript of the window and the JSON Schemas of `schemas/wire/v1`, made from the Rust types.
//!
//! Both are committed; `tests/generated.rs` fails when they drift, `cargo xtask generate` renews them.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use ts_rs::{Config, TS, TypeVisitor as TsVisitor};

use crate::batch::BatchHeader;
use crate::command::{COMMANDS, Command, Failure, Reply, TypeVisitor, visit_types};
use crate::down::{EnrolReply, EnrolRequest, Hello, ReceiptList};
use crate::error::Code;
use crate::hub::{DeviceList, HubReply, HubRequest};
use crate::receipt::{HubNote, Receipt};
use crate::seal::Signed;
use crate::segment::SealedSegment;
use crate::stick::Manifest;

/// Generated files: path from the repository's root, contents.
#[must_use]
pub fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    files.insert("ui/src/shared/generated/wire.ts".into(), typescript());
    files.insert("ui/central/generated.ts".into(), pages());
    schema::<BatchHeader>(&mut files, "batch-header");
    schema::<SealedSegment>(&mut files, "segment");
    schema::<Receipt>(&mut files, "receipt");
    schema::<Signed>(&mut files, "signed");
    schema::<EnrolRequest>(&mut files, "enrol-request");
    schema::<EnrolReply>(&mut files, "enrol-reply");
    schema::<Hello>(&mut files, "hello");
    schema::<ReceiptList>(&mut files, "receipt-list");
    schema::<Manifest>(&mut files, "stick-manifest");
    schema::<HubRequest>(&mut files, "hub-request");
    schema::<HubReply>(&mut files, "hub-reply");
    schema::<DeviceList>(&mut files, "hub-devices");
    schema::<HubNote>(&mut files, "hub-note");
    schema::<Failure>(&mut files, "failure");
    schema::<Command>(&mut files, "command");
    schema::<Reply>(&mut files, "reply");
    files
}

/// JSON Schemas of every command and of every reply, for `cacah-desk schema`.
#[must_use]
pub fn command_schemas() -> serde_json::Value {
    serde_json::json!({
        "command": schemars::schema_for!(Command),
        "reply": schemars::schema_for!(Reply),
        "failure": schemars::schema_for!(Failure),
    })
}

/// The JSON Schema of one type, as `schemas/wire/v1/<name>.json`.
fn schema<T: JsonSchema>(files: &mut BTreeMap<String, String>, name: &str) {
    let schema = schemars::schema_for!(T);
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    files.insert(format!("schemas/wire/v1/{name}.json"), text);
}

const HEAD: &str = "// Made from crates/wire by `cargo xtask generate`; do not edit.\n\n";

/// Every type of the endpoint's pages.
fn pages() -> String {
    let mut declared = Declarations::new();
    crate::browser::visit_types(&mut declared);
    format!("{HEAD}{}", declared.text())
}

/// Every type of the command list and the typed signature of each command.
fn typescript() -> String {
    let mut declared = Declarations::new();
    visit_types(&mut declared);
    let mut text = format!("{HEAD}{}", declared.text());
    text.push_str("\n/** Arguments and reply of every command. */\nexport interface Commands {\n");
    for (name, args, reply) in COMMANDS {
        text.push_str(&format!("  {name}: {{ args: {args}; reply: {reply} }};\n"));
    }
    text.push_str("}\n\n/** Every error code, so that the catalogue must have a sentence for each. */\nexport const CODES = [\n");
    for code in Code::ALL {
        text.push_str(&format!("  \"{code}\",\n"));
    }
    text.push_str("] as const satisfies readonly Code[];\n\n/** The sentence of each code, as `error.rs` words it. */\nexport const SENTENCES = {\n");
    for code in Code::ALL {
        let (id, en) = (json(code.indonesian()), json(code.english()));
        text.push_str(&format!("  {code}: {{ id: {id}, en: {en} }},\n"));
    }
    text.push_str("} as const satisfies Record<Code, Text>;\n");
    text
}

/// A string as TypeScript reads it.
fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

struct Declarations {
    config: Config,
    seen: BTreeMap<String, String>,
}

impl Declarations {
    fn new() -> Self {
        Self { config: Config::new().with_large_int("number"), seen: BTreeMap::new() }
    }

    fn text(&self) -> String {
        self.seen.values().map(|declaration| format!("export {declaration}\n")).collect()
    }
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        TsVisitor::visit::<T>(self);
    }
}

impl TsVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        if T::output_path().is_some() && !self.seen.contains_key(&T::ident(&self.config)) {
            self.seen.insert(T::ident(&self.config), T::decl(&self.config));
            T::visit_dependencies(self);
        }
    }
}
