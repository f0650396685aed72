//! A program that receives deliveries with one side's crate.

use std::collections::BTreeSet;

use webhook_codegen::OutputTree;

/// Reads lines of deliveries from stdin and writes each with the answers of the crate. Unsigned deliveries are signed first.
const PROGRAM: &str = r#"#![allow(warnings)]
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};
use webhook_events::ParseError;
use webhook_events::verify::{Secret, SignatureScheme};

type Headers = Vec<(String, String)>;

fn secret() -> Secret {
    Secret::new("00112233445566778899aabbccddeeff")
}

fn at() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(1_800_000_000)
}

macro_rules! vendor {
    ($vendor:ident, $event:ident, $body:ident, $headers:ident $(, $parse:ident)?) => {{
        use webhook_events::$vendor as vendor;
        let headers = match $headers {
            Some(headers) => headers,
            None => match vendor::sign(&secret(), at(), $body) {
                Ok(signed) => signed
                    .into_iter()
                    .map(|(name, value)| (name.to_string(), value.to_string()))
                    .collect(),
                Err(_) => Headers::new(),
            },
        };
        let verified = match vendor::SIGNATURE {
            SignatureScheme::Supported(_) => vendor::verify(&headers, $body, &[secret()], at())
                .map(drop)
                .map_err(|error| error.to_string()),
            _ => Ok(()),
        };
        let answer = |read: Result<vendor::Delivery, ParseError>| match (&verified, read) {
            (Err(error), _) => json!({"error": error}),
            (Ok(()), Err(error)) => json!({"error": error.to_string()}),
            (Ok(()), Ok(read)) => json!({"event": read.event.facts().map(|facts| facts.name)}),
        };
        let answers = json!({"parse_named": answer(vendor::parse_named_strict($event, $body)) $(, "parse": answer(vendor::$parse($body)))?});
        (headers, answers)
    }};
}

fn receive(vendor: &str, event: &str, body: &[u8], headers: Option<Headers>) -> Option<(Headers, Value)> {
    Some(match vendor {
VENDORS
        _ => return None,
    })
}

fn main() {
    for line in std::io::stdin().lines() {
        let mut line: Value = serde_json::from_str(&line.expect("text")).expect("JSON");
        let text = |name: &str| line[name].as_str().expect("a text").to_owned();
        let headers = line.get("headers").map(|headers| serde_json::from_value(headers.clone()).expect("headers"));
        let (vendor, event, body) = (text("vendor"), text("event"), text("body"));
        if let Some((headers, answers)) = receive(&vendor, &event, body.as_bytes(), headers) {
            line["headers"] = json!(headers);
            line["answers"] = answers;
            println!("{line}");
        }
    }
}
"#;

/// The program for every vendor of the tree. It reads strictly: `parse` keeps what does not fit. It calls `parse_named_strict`,
/// and `parse_strict` if the vendor's module has it.
pub(crate) fn program(tree: &OutputTree) -> String {
    let mut arms = BTreeSet::new();
    for (path, text) in tree.iter() {
        if let ["src", vendor, "mod.rs"] = path.split('/').collect::<Vec<_>>()[..]
            && vendor != "support"
        {
            let parse = if text.contains("\npub fn parse(") {
                ", parse_strict"
            } else {
                ""
            };
            let slug = vendor.replace('_', "-");
            arms.insert(format!(
                "        \"{slug}\" => vendor!({vendor}, event, body, headers{parse}),"
            ));
        }
    }
    let arms: Vec<String> = arms.into_iter().collect();
    PROGRAM.replace("VENDORS", &arms.join("\n"))
}
