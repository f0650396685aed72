//! Bodies that hold anything, and how they must be read.

pub mod check;
pub mod edits;
pub mod forms;

use std::sync::LazyLock;

use serde_json::Value;
use webhook_codegen::{GoldenPayload, Inputs};

use crate::{built, inputs};
use check::check;
use edits::{Decisions, edited};

/// Slack's module.
#[allow(non_camel_case_types, reason = "named like the module")]
struct slack;

/// RevenueCat's module.
#[allow(non_camel_case_types, reason = "named like the module")]
struct revenuecat;

crate::tolerant_vendor!(slack parse);
crate::tolerant_vendor!(revenuecat parse);

/// A payload to edit.
struct Base {
    vendor: String,
    event: String,
    body: Value,
}

/// The samples, and a payload with every declared member for each event that has a row.
static BASES: LazyLock<Vec<Base>> = LazyLock::new(|| {
    let inputs = inputs::of_vendors(inputs::FEW_VENDORS);
    let composed = Inputs {
        samples: Vec::new(),
        ..inputs.clone()
    };
    let payloads = [inputs, composed].map(|inputs| built(inputs).payloads());
    payloads.into_iter().flatten().map(base).collect()
});

fn base(payload: GoldenPayload) -> Base {
    let body = serde_json::from_str(&payload.body).expect("a payload is JSON");
    Base {
        vendor: payload.vendor,
        event: payload.event,
        body,
    }
}

/// Number of payloads to edit.
pub fn base_count() -> usize {
    BASES.len()
}

/// Edits a payload as the bytes say, and checks how it is read.
pub fn check_edited(base: usize, decisions: &[u8]) {
    let Base {
        vendor,
        event,
        body,
    } = &BASES[base % BASES.len()];
    let body = edited(body, &mut Decisions(decisions));
    match &**vendor {
        "slack" => check::<slack>(event, &body),
        "revenuecat" => check::<revenuecat>(event, &body),
        other => panic!("no such vendor: {other}"),
    }
}
