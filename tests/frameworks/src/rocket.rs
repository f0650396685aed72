//! Rocket: a data guard, which has the request beside the body. Its `HeaderMap` is a type of its own, so a closure gives access to it.

use rocket::data::{self, Data, FromData, ToByteUnit};
use rocket::http::Status;
use rocket::outcome::Outcome;
use rocket::{Request, post};
use webhook_events::verify::Secret;

/// The status of the answer.
pub struct Received(Status);

#[rocket::async_trait]
impl<'r> FromData<'r> for Received {
    type Error = std::io::Error;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> data::Outcome<'r, Self> {
        let body = match data.open(1.mebibytes()).into_bytes().await {
            Ok(body) if body.is_complete() => body.into_inner(),
            Ok(_) => return Outcome::Success(Self(Status::PayloadTooLarge)),
            Err(error) => return Outcome::Error((Status::BadRequest, error)),
        };
        let secrets = request.rocket().state::<Vec<Secret>>();
        let secrets = secrets.map_or(&[][..], Vec::as_slice);
        let headers = |name: &str| request.headers().get_one(name).map(str::as_bytes);
        let status = crate::receive(&headers, &body, secrets);
        Outcome::Success(Self(Status::new(status)))
    }
}

/// The route, for a `Rocket` whose state are the secrets.
#[post("/github", data = "<received>")]
pub fn receive(received: Received) -> Status {
    received.0
}
