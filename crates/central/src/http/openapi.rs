//! The description of the routes (OpenAPI 3.1), made of what declares them.

use std::collections::BTreeMap;

use axum::http::Method;
use cacah_wire::command::Failure;
use cacah_wire::error::Code;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

use super::page::{CUSTOM_HEADER, SESSION_COOKIE};
use super::routes::operations;
use super::table::{Auth, Content, Operation, Parameter};
use crate::storage::Storage;

/// What any route may answer.
const ALWAYS: &[Code] = &[Code::BadRequest, Code::TooMany, Code::Busy, Code::Internal];

/// What an endpoint answers to, as JSON.
#[must_use]
pub fn openapi<S: Storage + 'static>() -> Value {
    describe(&operations::<S>())
}

/// Describes routes.
fn describe(operations: &[Operation]) -> Value {
    let settings = SchemaSettings::draft2020_12();
    let settings =
        settings.with(|settings| settings.definitions_path = "/components/schemas".into());
    let mut schemas = settings.into_generator();
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for operation in operations {
        let method = operation.method.as_str().to_ascii_lowercase();
        paths.entry(operation.path).or_default().insert(method, one(operation, &mut schemas));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Cacah",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The endpoint. /v1 is for laptops and hubs, /api for the pages in a browser.",
        },
        "paths": paths,
        "components": {
            "schemas": schemas.take_definitions(true),
            "securitySchemes": {
                "device": { "type": "http", "scheme": "bearer", "description": "Token of an enrolment." },
                "hub": { "type": "http", "scheme": "bearer", "description": "Token of a hub." },
                "session": { "type": "apiKey", "in": "cookie", "name": SESSION_COOKIE },
            },
        },
    })
}

fn one(operation: &Operation, schemas: &mut SchemaGenerator) -> Value {
    let mut described = json!({
        "summary": operation.says,
        "operationId": id(operation),
        "parameters": parameters(operation, schemas),
        "responses": responses(operation, schemas),
        "security": security(operation.auth),
    });
    if let Some(request) = operation.request {
        described["requestBody"] =
            json!({ "required": true, "content": content(request, schemas) });
    }
    described
}

/// `get_v1_tally_idsubsls`.
fn id(operation: &Operation) -> String {
    let path: Vec<&str> = operation
        .path
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty())
        .collect();
    format!("{}_{}", operation.method.as_str().to_ascii_lowercase(), path.join("_"))
}

fn parameters(operation: &Operation, schemas: &mut SchemaGenerator) -> Vec<Value> {
    let mut all: Vec<Value> =
        operation.parameters.iter().map(|one| parameter(one, schemas)).collect();
    if unsafe_page(operation) {
        all.push(json!({
            "name": CUSTOM_HEADER, "in": "header", "required": true,
            "description": "Only a page of ours sends it; together with Origin or Sec-Fetch-Site.",
            "schema": { "const": "1" },
        }));
    }
    all
}

fn parameter(one: &Parameter, schemas: &mut SchemaGenerator) -> Value {
    json!({
        "name": one.name, "in": one.place, "required": one.required, "description": one.says,
        "schema": (one.schema)(schemas),
    })
}

fn unsafe_page(operation: &Operation) -> bool {
    matches!(operation.auth, Auth::Session | Auth::Page) && operation.method != Method::GET
}

fn responses(operation: &Operation, schemas: &mut SchemaGenerator) -> Value {
    let mut all = Map::new();
    let done = match operation.reply {
        Some(reply) => json!({ "description": "Done.", "content": content(reply, schemas) }),
        None => json!({ "description": "Done." }),
    };
    all.insert(if operation.reply.is_some() { "200" } else { "204" }.into(), done);
    let failure = schemas.subschema_for::<Failure>();
    for (status, codes) in failures(operation) {
        let words: Vec<String> =
            codes.iter().map(|code| format!("`{code}`: {}", code.english())).collect();
        all.insert(
            status.to_string(),
            json!({
                "description": words.join("\n\n"),
                "content": { "application/json": { "schema": failure.clone() } },
            }),
        );
    }
    Value::Object(all)
}

fn failures(operation: &Operation) -> BTreeMap<u16, Vec<Code>> {
    let guarded: &[Code] = match operation.auth {
        Auth::Open | Auth::Page => &[],
        Auth::Device | Auth::Hub => &[Code::Unauthorized],
        Auth::Session => &[Code::SignedOut],
    };
    let foreign: &[Code] = if unsafe_page(operation) { &[Code::ForeignPage] } else { &[] };
    let large: &[Code] = if operation.request.is_some() { &[Code::TooLarge] } else { &[] };
    let mut by_status: BTreeMap<u16, Vec<Code>> = BTreeMap::new();
    for code in [ALWAYS, guarded, foreign, large, &operation.errors].concat() {
        let codes = by_status.entry(code.status()).or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    by_status
}

fn security(auth: Auth) -> Value {
    match auth {
        Auth::Open | Auth::Page => json!([]),
        Auth::Device => json!([{ "device": [] }]),
        Auth::Hub => json!([{ "hub": [] }]),
        Auth::Session => json!([{ "session": [] }]),
    }
}

fn content(content: Content, schemas: &mut SchemaGenerator) -> Value {
    let schema = match content.schema {
        Some(schema) => schema(schemas).to_value(),
        None => json!({}),
    };
    json!({ content.media: { "schema": schema } })
}
