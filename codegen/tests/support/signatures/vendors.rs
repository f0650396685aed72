//! The schemes of all vendors as their profiles describe them, each with a delivery that the vendor could have signed.

use std::collections::BTreeSet;

use webhook_catalog::{Profiles, Signature, SourceFile, read_profiles};

use super::*;

/// A signed request.
struct Vector {
    vendor: &'static str,
    /// The secret of the receiver.
    secret: &'static str,
    uri: &'static str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
    /// The signed time in milliseconds since 1970; `None` if the scheme has none.
    sent_at: Option<u64>,
}

const SIMPLE: Vector = Vector {
    vendor: "",
    secret: "a secret",
    uri: "",
    headers: &[],
    body: r#"{"id":"evt_1"}"#,
    sent_at: None,
};

/// HMAC with SHA-256 of the simple body, by Python's `hmac`.
const SHA256: &str = "4c31657e6e104415ffb04d7b52560600fdf32fdfea000fc70d9eaa634dd930d7";
const PREFIXED_SHA256: &str =
    "sha256=4c31657e6e104415ffb04d7b52560600fdf32fdfea000fc70d9eaa634dd930d7";

const SLACK_EXAMPLE: &str = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&\
    channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&\
    response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F\
    96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

/// Signed by the rules of the pages named here: published values where there are any, those of a vendor's own package, or values of
/// Python's `hmac`.
const VECTORS: &[Vector] = &[
    // https://github.com/Asana/devrel-examples (javascript/webhooks-nodejs): in hexadecimal digits, with the secret of the handshake.
    Vector {
        vendor: "asana",
        headers: &[("X-Hook-Signature", SHA256)],
        ..SIMPLE
    },
    // https://developers.ashbyhq.com/docs/authenticating-webhooks
    Vector {
        vendor: "ashby",
        headers: &[("Ashby-Signature", PREFIXED_SHA256)],
        ..SIMPLE
    },
    // https://docs.attio.com/rest-api/how-to/webhooks
    Vector {
        vendor: "attio",
        headers: &[("Attio-Signature", SHA256), ("X-Attio-Signature", SHA256)],
        ..SIMPLE
    },
    Vector {
        vendor: "attio",
        headers: &[("X-Attio-Signature", SHA256)],
        ..SIMPLE
    },
    // https://documentation.bamboohr.com/docs/webhooks-2: the body, then the time.
    Vector {
        vendor: "bamboohr",
        headers: &[
            ("X-BambooHR-Timestamp", "1700000000"),
            (
                "X-BambooHR-Signature",
                "2843512707ce848e995f54226607f29a5535fd2a35c42854466294212182867b",
            ),
        ],
        ..SIMPLE
    },
    // https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures
    Vector {
        vendor: "calendly",
        headers: &[(
            "Calendly-Webhook-Signature",
            "t=1700000000,v1=4874522873064605f20d3c462f752b73c936fde66bb6b53dac56a532e7471773",
        )],
        sent_at: Some(1_700_000_000_000),
        ..SIMPLE
    },
    // https://developer.clickup.com/docs/webhooksignature: its body and secret; it shortens the signature.
    Vector {
        vendor: "clickup",
        secret: "secret",
        headers: &[(
            "X-Signature",
            "4830bf524f6e29a3e8da953936c6f21c1fea2b9669b825d3e1be293ef3416c8c",
        )],
        body: r#"{"webhook_id":"7689a169-a000-4985-8676-6902b96d6627","event":"taskCreated","task_id":"c0j"}"#,
        ..SIMPLE
    },
    // https://developer.close.com/topics/webhooks/: its key, which is decoded from hexadecimal digits, and its time.
    Vector {
        vendor: "close",
        secret: "058bfb6a3d8cfdc4da7c3be5901b16ae11da982b46a25fb2cd7016e97a140a1c",
        headers: &[
            ("close-sig-timestamp", "1544271440"),
            (
                "close-sig-hash",
                "5cbb2c4a4fb8e1c48d45fed19483286c378591aaf5ae6235ba7c84b3f2793bc9",
            ),
        ],
        sent_at: Some(1_544_271_440_000),
        ..SIMPLE
    },
    // Signed with Node's `crypto`, and accepted by `verifyKey` of discord-interactions 4.4.0, the vendor's package.
    Vector {
        vendor: "discord",
        secret: "3ccd241cffc9b3618044b97d036d8614593d8b017c340f1dee8773385517654b",
        headers: &[
            ("X-Signature-Timestamp", "1700000000"),
            (
                "X-Signature-Ed25519",
                "da73fb15eeb6efaf7613051ac4e39a8790e531b9f9d8a21c776a92614296b9f3\
                 def8d917b31b1694d07f6e9b15b2a05d1f0ce6e2a9bf0b9f2311ddd4f9d0da04",
            ),
        ],
        body: r#"{"version":1,"application_id":"1","type":0}"#,
        sent_at: Some(1_700_000_000_000),
        ..SIMPLE
    },
    // https://dev.frontapp.com/docs/application-webhooks
    Vector {
        vendor: "front",
        headers: &[
            ("X-Front-Request-Timestamp", "1700000000123"),
            (
                "X-Front-Signature",
                "A1OytIrTB5D+cuN1HfdMWkUF1nZaoY2x5FmTX3/5BVI=",
            ),
        ],
        sent_at: Some(1_700_000_000_123),
        ..SIMPLE
    },
    // Published at https://docs.github.com/en/webhooks/using-webhooks/validating-webhook-deliveries.
    Vector {
        vendor: "github",
        secret: "It's a Secret to Everybody",
        headers: &[(
            "X-Hub-Signature-256",
            "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
        )],
        body: "Hello, World!",
        ..SIMPLE
    },
    // https://developers.greenhouse.io/webhooks.html
    Vector {
        vendor: "greenhouse",
        headers: &[(
            "Signature",
            "sha256 4c31657e6e104415ffb04d7b52560600fdf32fdfea000fc70d9eaa634dd930d7",
        )],
        ..SIMPLE
    },
    // https://docs.gusto.com/embedded-payroll/docs/webhooks
    Vector {
        vendor: "gusto",
        headers: &[("X-Gusto-Signature", SHA256)],
        ..SIMPLE
    },
    // https://developer.helpscout.com/webhooks
    Vector {
        vendor: "help-scout",
        headers: &[("X-HelpScout-Signature", "aoq43QA4xnd+ODpEIru3Umx1iSc=")],
        ..SIMPLE
    },
    // Signed by `Signature.getSignature` of @hubspot/api-client 13.5.0, the vendor's package, with the secret of its tests.
    Vector {
        vendor: "hubspot",
        secret: "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy",
        uri: "https://www.example.com/webhook_uri",
        headers: &[
            ("X-HubSpot-Request-Timestamp", "1700000000000"),
            (
                "X-HubSpot-Signature-v3",
                "rQEKkaNUiu+1qGF//O/pw4BCzstSqO1PyUnGICmf+7o=",
            ),
        ],
        body: r#"{"example_field":"example_value"}"#,
        sent_at: Some(1_700_000_000_000),
    },
    // The same with `https://www.example.com/webhook_uri?email=ada@example.com&at=10:30`: encoded characters are decoded first, by
    // https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/request-validation.
    Vector {
        vendor: "hubspot",
        secret: "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy",
        uri: "https://www.example.com/webhook_uri?email=ada%40example.com&at=10%3A30",
        headers: &[
            ("X-HubSpot-Request-Timestamp", "1700000000000"),
            (
                "X-HubSpot-Signature-v3",
                "vcOX/SYWWZd3PYul6ChMCbLGvrk20ouEPQm3C9czo6k=",
            ),
        ],
        body: r#"{"example_field":"example_value"}"#,
        sent_at: Some(1_700_000_000_000),
    },
    // https://developers.intercom.com/intercom-api-reference/v1.0/reference/signed-notifications: SHA-1 in hexadecimal digits.
    Vector {
        vendor: "intercom",
        headers: &[(
            "X-Hub-Signature",
            "sha1=6a8ab8dd0038c6777e383a4422bbb7526c758927",
        )],
        ..SIMPLE
    },
    // Published at https://developer.atlassian.com/cloud/jira/platform/webhooks/.
    Vector {
        vendor: "jira",
        secret: "It's a Secret to Everybody",
        headers: &[(
            "X-Hub-Signature",
            "sha256=a4771c39fbe90f317c7824e83ddef3caae9cb3d976c214ace1f2937e133263c9",
        )],
        body: "Hello World!",
        ..SIMPLE
    },
    // https://linear.app/developers/webhooks
    Vector {
        vendor: "linear",
        headers: &[("Linear-Signature", SHA256)],
        ..SIMPLE
    },
    // https://developers.notion.com/reference/webhooks
    Vector {
        vendor: "notion",
        headers: &[("X-Notion-Signature", PREFIXED_SHA256)],
        ..SIMPLE
    },
    // https://developer.pagerduty.com/docs/28e906a0e4f36-verifying-signatures
    Vector {
        vendor: "pagerduty",
        headers: &[(
            "X-PagerDuty-Signature",
            "v1=0000000000000000000000000000000000000000000000000000000000000000,\
             v1=4c31657e6e104415ffb04d7b52560600fdf32fdfea000fc70d9eaa634dd930d7",
        )],
        ..SIMPLE
    },
    // Published at https://docs.slack.dev/authentication/verifying-requests-from-slack.
    Vector {
        vendor: "slack",
        secret: "8f742231b10e8888abcd99yyyzzz85a5",
        headers: &[
            ("X-Slack-Request-Timestamp", "1531420618"),
            (
                "X-Slack-Signature",
                "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
            ),
        ],
        body: SLACK_EXAMPLE,
        sent_at: Some(1_531_420_618_000),
        ..SIMPLE
    },
    // Signed by `webhooks.generateTestHeaderString` of stripe 23.1.0, the vendor's package.
    Vector {
        vendor: "stripe",
        headers: &[(
            "Stripe-Signature",
            "t=1700000000,v1=4874522873064605f20d3c462f752b73c936fde66bb6b53dac56a532e7471773",
        )],
        sent_at: Some(1_700_000_000_000),
        ..SIMPLE
    },
    // Published at https://www.twilio.com/docs/usage/security.
    Vector {
        vendor: "twilio",
        secret: "12345",
        uri: "https://mycompany.com/myapp.php?foo=1&bar=2",
        headers: &[("X-Twilio-Signature", "GvWf1cFY/Q7PnoempGyD5oXAezc=")],
        body: "Digits=1234&To=%2B18005551212&From=%2B14158675310&Caller=%2B14158675310&CallSid=CA1234567890ABCDE",
        ..SIMPLE
    },
    // The body and its hash are those of twilio-python's tests.
    Vector {
        vendor: "twilio",
        secret: "12345",
        uri: "https://mycompany.com/myapp.php?foo=1&bar=2&\
              bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620",
        headers: &[("X-Twilio-Signature", "a9nBmqA0ju/hNViExpshrM61xv4=")],
        body: r#"{"property": "value", "boolean": true}"#,
        ..SIMPLE
    },
    // https://developer.zendesk.com/documentation/webhooks/verifying/, with the secret that it gives for tests.
    Vector {
        vendor: "zendesk",
        secret: "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==",
        headers: &[
            (
                "X-Zendesk-Webhook-Signature-Timestamp",
                "2023-11-14T22:13:20Z",
            ),
            (
                "X-Zendesk-Webhook-Signature",
                "g5bdOhIspftlNQxfm00dvqT/72raJmu4Gl+w7GKIqA8=",
            ),
        ],
        sent_at: Some(1_700_000_000_000),
        ..SIMPLE
    },
    // https://developers.zoom.us/docs/api/webhooks/
    Vector {
        vendor: "zoom",
        headers: &[
            ("x-zm-request-timestamp", "1700000000"),
            (
                "x-zm-signature",
                "v0=1efac8bb049f387d3f3c53d9549301f0b5df3889448a9909dacb1e277009bf93",
            ),
        ],
        sent_at: Some(1_700_000_000_000),
        ..SIMPLE
    },
];

fn profiles() -> Profiles {
    let text = include_bytes!("../../../../catalog/profiles.toml");
    let checked = read_profiles(&SourceFile {
        label: "profiles.toml".to_owned(),
        path: "profiles.toml".to_owned(),
        bytes: text.to_vec(),
    });
    assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
    checked.value
}

/// The scheme as the emitted crate has it.
fn emitted(signature: &Signature) -> Option<SigningScheme> {
    use webhook_catalog as catalog;

    let Signature::Supported(scheme) = signature else {
        return None;
    };
    let leak = |text: &String| -> &'static str { text.clone().leak() };
    let timestamp = scheme.timestamp.as_ref().map(|timestamp| Timestamp {
        place: match &timestamp.place {
            catalog::TimestampPlace::Header(header) => TimestampPlace::Header(leak(header)),
            catalog::TimestampPlace::Part(prefix) => TimestampPlace::Part(leak(prefix)),
        },
        form: match timestamp.form {
            catalog::TimestampForm::Seconds => TimestampForm::Seconds,
            catalog::TimestampForm::Milliseconds => TimestampForm::Milliseconds,
            catalog::TimestampForm::Rfc3339 => TimestampForm::Rfc3339,
        },
        tolerance: Duration::from_secs(timestamp.tolerance),
    });
    let signed = scheme.signed.iter().map(|part| match part {
        catalog::SignedPart::Literal(text) => SignedPart::Literal(leak(text)),
        catalog::SignedPart::Timestamp => SignedPart::Timestamp,
        catalog::SignedPart::Body => SignedPart::Body,
        catalog::SignedPart::Form { body_hash } => SignedPart::Form {
            body_hash: body_hash.as_ref().map(leak),
        },
        catalog::SignedPart::Method => SignedPart::Method,
        catalog::SignedPart::Uri { decoded } => SignedPart::Uri {
            decoded: leak(decoded),
        },
        catalog::SignedPart::Header(name) => SignedPart::Header(leak(name)),
    });
    let aliases = scheme.header_aliases.iter().map(leak);
    Some(SigningScheme {
        algorithm: match scheme.algorithm {
            catalog::SigningAlgorithm::HmacSha1 => SigningAlgorithm::HmacSha1,
            catalog::SigningAlgorithm::HmacSha256 => SigningAlgorithm::HmacSha256,
            catalog::SigningAlgorithm::HmacSha512 => SigningAlgorithm::HmacSha512,
            catalog::SigningAlgorithm::Ed25519 => SigningAlgorithm::Ed25519,
        },
        secret: match scheme.secret {
            catalog::SecretForm::Text => SecretForm::Text,
            catalog::SecretForm::Hex => SecretForm::Hex,
            catalog::SecretForm::Base64 => SecretForm::Base64,
        },
        header: leak(&scheme.header),
        header_aliases: aliases.collect::<Vec<_>>().leak(),
        separator: scheme.separator.as_ref().map(leak),
        prefix: leak(&scheme.prefix),
        encoding: match scheme.encoding {
            catalog::Encoding::Hex => Encoding::Hex,
            catalog::Encoding::Base64 => Encoding::Base64,
        },
        timestamp,
        signed: signed.collect::<Vec<_>>().leak(),
    })
}

#[test]
fn deliveries_of_all_vendors() {
    let mut signing = BTreeSet::new();
    for (vendor, profile) in profiles().0 {
        let Some(scheme) = profile.signature.as_ref().and_then(emitted) else {
            continue;
        };
        signing.insert(vendor.to_string());
        for vector in VECTORS
            .iter()
            .filter(|vector| vector.vendor == vendor.as_str())
        {
            check(SignatureScheme::Supported(scheme), vector);
        }
    }
    let checked: BTreeSet<_> = VECTORS
        .iter()
        .map(|vector| vector.vendor.to_owned())
        .collect();
    assert_eq!(signing, checked, "every scheme has a vector");
}

/// Asserts that a delivery is accepted when it is signed, with its body and secret alone.
fn check(scheme: SignatureScheme, vector: &Vector) {
    let vendor = vector.vendor;
    let sent_at = vector
        .sent_at
        .map(|millis| UNIX_EPOCH + Duration::from_millis(millis));
    let clock = sent_at.unwrap_or(UNIX_EPOCH);
    let request = Request {
        method: "POST",
        uri: vector.uri,
        headers: vector.headers,
        body: vector.body.as_bytes(),
    };
    let secret = Secret::new(vector.secret);
    let verified = scheme
        .verify_request(&request, &[secret], clock)
        .unwrap_or_else(|error| panic!("{vendor}: {error}"));
    assert_eq!(verified.sent_at(), sent_at, "{vendor}");
    let other = Request {
        body: b"{}",
        ..request
    };
    let secret = Secret::new(vector.secret);
    assert_eq!(
        scheme.verify_request(&other, &[secret], clock),
        Err(VerifyError::Mismatch),
        "{vendor}"
    );
}
