//! The data beside this crate.

use std::path::{Path, PathBuf};

use webhook_catalog::{
    BodyNaming, Case, Naming, Signature, SignedPart, SigningScheme, SourceFile, TimestampPlace,
    VendorId, read_profiles, read_samples,
};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn checked_in(name: &str) -> SourceFile {
    let bytes = std::fs::read(root().join(name)).expect("the file is checked in");
    SourceFile {
        label: format!("catalog/{name}"),
        path: name.to_owned(),
        bytes,
    }
}

fn below(folder: &Path, prefix: &str, files: &mut Vec<SourceFile>) {
    for entry in std::fs::read_dir(folder).expect("the folder is checked in") {
        let entry = entry.expect("the folder can be listed");
        let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            below(&entry.path(), &format!("{path}/"), files);
        } else {
            let bytes = std::fs::read(entry.path()).expect("the file can be read");
            files.push(SourceFile {
                label: format!("catalog/samples/{path}"),
                path,
                bytes,
            });
        }
    }
}

#[cfg(feature = "parquet")]
#[test]
fn the_snapshot_has_1119_rows_of_30_vendors_and_equals_its_own_jsonl() {
    use std::collections::BTreeSet;

    use crate::rows::{jsonl, read_clean};
    let rows = read_clean(&[checked_in("saas-webhook-catalog.parquet")]);
    let vendors: BTreeSet<&str> = rows.iter().map(|row| row.vendor.as_str()).collect();
    assert_eq!((rows.len(), vendors.len()), (1_119, 30));
    let slack = rows.iter().filter(|row| row.vendor.as_str() == "slack");
    let slack: Vec<_> = slack.collect();
    assert_eq!(slack.len(), 113);
    assert!(
        slack
            .iter()
            .all(|row| row.category.as_deref() == Some("collaboration"))
    );
    let mut written: Vec<_> = rows
        .iter()
        .map(webhook_catalog::EventRow::to_json)
        .collect();
    written.reverse();
    assert_eq!(read_clean(&[jsonl(&written)]), rows);
}

#[cfg(not(feature = "parquet"))]
#[test]
fn a_build_without_parquet_says_so() {
    let checked =
        webhook_catalog::read_rows(&[checked_in("saas-webhook-catalog.parquet")], &[], &[]);
    assert_eq!(checked.value, []);
    let [diagnostic] = &checked.diagnostics[..] else {
        panic!("one diagnostic, found {:?}", checked.diagnostics)
    };
    assert_eq!(diagnostic.code.as_str(), "E008");
    assert_eq!(
        diagnostic.message,
        "this is a Parquet file, and this build reads no Parquet"
    );
    assert_eq!(
        diagnostic.place.to_string(),
        "catalog/saas-webhook-catalog.parquet"
    );
}

#[test]
fn the_samples() {
    let mut files = Vec::new();
    below(&root().join("samples"), "", &mut files);
    let checked = read_samples(&files);
    assert_eq!(checked.diagnostics, []);
    for sample in &checked.value {
        let provenance = sample.provenance.as_ref().expect("it is said");
        match sample.vendor.as_str() {
            "revenuecat" => assert_eq!(provenance.kind, Case::Documented),
            _ => assert_eq!(provenance.kind, Case::Composed),
        }
        let value: serde_json::Value = serde_json::from_slice(&sample.bytes).expect("it is JSON");
        assert_eq!(value, sample.value);
    }
}

#[test]
fn nine_payloads_are_quoted_byte_for_byte() {
    let mut files = Vec::new();
    below(
        &root().join("samples/revenuecat"),
        "revenuecat/",
        &mut files,
    );
    let checked = read_samples(&files);
    let names: Vec<&str> = checked
        .value
        .iter()
        .map(|sample| sample.event_name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "Billing Issue",
            "Cancellation",
            "Initial Purchase",
            "Non Subscription Purchase",
            "Product Change",
            "Renewal",
            "Trial Cancelled",
            "Trial Converted",
            "Trial Started",
        ]
    );
    for sample in &checked.value {
        assert_eq!(sample.case, "documented");
        assert!(sample.trigger.is_some() && sample.docs_url.is_some());
        assert!(
            sample.bytes.ends_with(b"}"),
            "no line break was added to {}",
            sample.label
        );
    }
}

#[test]
fn the_profiles() {
    let checked = read_profiles(&checked_in("profiles.toml"));
    assert_eq!(checked.diagnostics, []);
    let profile = |vendor: &str| &checked.value.0[&VendorId::new(vendor).expect("a vendor")];
    assert_eq!(profile("revenuecat").category.as_deref(), Some("payments"));
    assert_eq!(profile("slack").event, "/event");
    let Some(Naming::Body(BodyNaming {
        pointers,
        places,
        join,
        rules,
        unenveloped,
    })) = &profile("slack").naming
    else {
        panic!("named in the body")
    };
    assert_eq!(pointers[..], ["/event/type", "/event/channel_type"]);
    assert_eq!((&places[..], join), (&[vec![0]][..], &None));
    let unenveloped = unenveloped.as_ref().expect("bodies without an envelope");
    assert_eq!(unenveloped.pointers[..], ["/type", "/channel_type"]);
    assert_eq!(unenveloped.unless[..], ["event_callback"]);
    let rules: Vec<String> = rules
        .iter()
        .map(|rule| format!("{} {:?}", rule.event, rule.conditions[1].test))
        .collect();
    assert_eq!(
        rules,
        [
            "message.app_home Equals(String(\"app_home\"))",
            "message.channels Equals(String(\"channel\"))",
            "message.groups Equals(String(\"group\"))",
            "message.im Equals(String(\"im\"))",
            "message.mpim Equals(String(\"mpim\"))",
        ]
    );
}

#[test]
fn every_profile_says_how_deliveries_name_their_event() {
    let checked = read_profiles(&checked_in("profiles.toml"));
    assert_eq!(checked.diagnostics, []);
    let mut lines = Vec::new();
    for (vendor, profile) in &checked.value.0 {
        let naming = match &profile.naming {
            Some(Naming::Body(naming)) => {
                let join = format!(" {} ", naming.join.as_deref().unwrap_or_default());
                let places = naming.places.iter().map(|place| {
                    let pointers = place.iter().map(|index| naming.pointers[*index].as_str());
                    pointers.collect::<Vec<_>>().join(&join)
                });
                places.collect::<Vec<_>>().join(" or ")
            }
            Some(Naming::Header { name, .. }) => name.clone(),
            Some(Naming::MessageTemplates(wording)) => {
                format!("the wording at {}", wording.texts.join(" and "))
            }
            None => "the receiver knows".to_owned(),
        };
        lines.push(format!("{vendor}: {naming}"));
    }
    assert_eq!(
        lines,
        [
            "asana: /events/0/resource/resource_type . /events/0/action or /events/0/type . /events/0/action",
            "ashby: /action",
            "attio: /events/0/event_type",
            "bamboohr: /type",
            "calendly: /event",
            "clickup: /event",
            "close: /event/object_type . /event/action",
            "discord: /t or /event/type",
            "freshdesk: /freshdesk_webhook/triggered_event",
            "front: /payload/type",
            "github: X-GitHub-Event",
            "greenhouse: /action",
            "gusto: /event_type",
            "help-scout: X-HelpScout-Event",
            "hubspot: /0/subscriptionType or /0/eventType",
            "intercom: /topic",
            "jira: /webhookEvent",
            "linear: /type . /action",
            "loom: /type",
            "mailchimp: /type",
            "microsoft-teams: /value/0/lifecycleEvent or /value/0/resourceData/@odata.type . /value/0/changeType or /value/0/changeType or /type",
            "notion: /type",
            "pagerduty: /event/event_type",
            "pipedrive: /event or /meta/action . /meta/entity or /meta/action . /meta/object",
            "revenuecat: the wording at /payload/attachments/0/fallback and /payload/attachments/0/fields/0/value",
            "salesforce: /channel",
            "slack: /event/type",
            "stripe: /type",
            "twilio: /EventType",
            "zendesk: /type",
            "zoom: /event",
        ]
    );
}

/// A scheme on one line: the signed parts, the algorithm, and the places of signature and time.
fn shown(scheme: &SigningScheme) -> String {
    let signed: String = scheme.signed.iter().map(SignedPart::to_string).collect();
    let (algorithm, encoding) = (scheme.algorithm, scheme.encoding);
    let headers = [&scheme.header].into_iter().chain(&scheme.header_aliases);
    let header = headers.map(String::as_str).collect::<Vec<_>>().join(" or ");
    let prefix = &scheme.prefix;
    let mut line = format!("{header}: {prefix}{encoding}({algorithm}({signed}))");
    if let Some(timestamp) = &scheme.timestamp {
        let place = match &timestamp.place {
            TimestampPlace::Header(header) => format!("{header}:"),
            TimestampPlace::Part(prefix) => format!("{prefix} beside it,"),
        };
        let (form, tolerance) = (timestamp.form, timestamp.tolerance);
        line += &format!("; {place} {form}, {tolerance}");
    }
    line
}

#[test]
fn every_profile_says_how_deliveries_are_signed() {
    let checked = read_profiles(&checked_in("profiles.toml"));
    assert_eq!(checked.diagnostics, []);
    let mut lines = Vec::new();
    let mut others = Vec::new();
    for (vendor, profile) in &checked.value.0 {
        match &profile.signature {
            Some(Signature::Supported(scheme)) => {
                lines.push(format!("{vendor}: {}", shown(scheme)))
            }
            Some(Signature::Unsupported { .. }) => others.push(vendor.as_str()),
            None => panic!("nobody has looked how {vendor} signs"),
        }
    }
    assert_eq!(
        lines,
        [
            "asana: X-Hook-Signature: hex(sha256({body}))",
            "ashby: Ashby-Signature: sha256=hex(sha256({body}))",
            "attio: Attio-Signature or X-Attio-Signature: hex(sha256({body}))",
            "bamboohr: X-BambooHR-Signature: hex(sha256({body}{header:X-BambooHR-Timestamp}))",
            "calendly: Calendly-Webhook-Signature: v1=hex(sha256({timestamp}.{body})); t= beside it, seconds, 180",
            "clickup: X-Signature: hex(sha256({body}))",
            "close: close-sig-hash: hex(sha256({timestamp}{body})); close-sig-timestamp: seconds, 300",
            "discord: X-Signature-Ed25519: hex(ed25519({timestamp}{body})); X-Signature-Timestamp: seconds, 300",
            "front: X-Front-Signature: base64(sha256({timestamp}:{body})); X-Front-Request-Timestamp: milliseconds, 300",
            "github: X-Hub-Signature-256: sha256=hex(sha256({body}))",
            "greenhouse: Signature: sha256 hex(sha256({body}))",
            "gusto: X-Gusto-Signature: hex(sha256({body}))",
            "help-scout: X-HelpScout-Signature: base64(sha1({body}))",
            "hubspot: X-HubSpot-Signature-v3: base64(sha256({method}{uri}{body}{timestamp})); X-HubSpot-Request-Timestamp: milliseconds, 300",
            "intercom: X-Hub-Signature: sha1=hex(sha1({body}))",
            "jira: X-Hub-Signature: sha256=hex(sha256({body}))",
            "linear: Linear-Signature: hex(sha256({body}))",
            "notion: X-Notion-Signature: sha256=hex(sha256({body}))",
            "pagerduty: X-PagerDuty-Signature: v1=hex(sha256({body}))",
            "slack: X-Slack-Signature: v0=hex(sha256(v0:{timestamp}:{body})); X-Slack-Request-Timestamp: seconds, 300",
            "stripe: Stripe-Signature: v1=hex(sha256({timestamp}.{body})); t= beside it, seconds, 300",
            "twilio: X-Twilio-Signature: base64(sha1({uri}{form}))",
            "zendesk: X-Zendesk-Webhook-Signature: base64(sha256({timestamp}{body})); X-Zendesk-Webhook-Signature-Timestamp: rfc3339, 300",
            "zoom: x-zm-signature: v0=hex(sha256(v0:{timestamp}:{body})); x-zm-request-timestamp: seconds, 300",
        ]
    );
    assert_eq!(
        others,
        [
            "freshdesk",
            "loom",
            "mailchimp",
            "microsoft-teams",
            "pipedrive",
            "revenuecat",
            "salesforce",
        ]
    );
}
