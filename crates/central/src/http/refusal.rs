//! An error as an HTTP answer.

use axum::Json;
use axum::extract::rejection::BytesRejection;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use cacah_wire::command::Failure;
use cacah_wire::error::Code;

use crate::error::CentralError;

/// A refused request.
#[derive(Debug)]
pub struct Refusal {
    failure: Failure,
    retry_after: Option<u32>,
    status: u16,
}

impl Refusal {
    /// With a code's own words.
    pub fn of(code: Code) -> Self {
        let message = code.indonesian().to_owned();
        let failure = Failure { code, message, place: None };
        Self { failure, retry_after: None, status: code.status() }
    }

    /// Asks to come back after so many seconds.
    pub fn busy(seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..Self::of(Code::Busy) }
    }

    /// More than an address may ask; again after so many seconds.
    pub fn too_many(seconds: u32) -> Self {
        Self { retry_after: Some(seconds), ..Self::of(Code::TooMany) }
    }

    /// A path of ours, asked in a way it is not.
    pub fn method() -> Self {
        Self { status: 405, ..Self::of(Code::BadRequest) }
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.failure.code
    }
}

impl From<CentralError> for Refusal {
    fn from(error: CentralError) -> Self {
        let status = error.code().status();
        Self { failure: error.failure(), retry_after: None, status }
    }
}

impl From<BytesRejection> for Refusal {
    fn from(rejection: BytesRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Self::of(Code::TooLarge),
            _ => Self::of(Code::BadRequest),
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status);
        let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, Json(self.failure)).into_response();
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
        }
        response
    }
}
