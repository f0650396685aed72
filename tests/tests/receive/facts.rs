//! Facts about events and vendors as constants.

use std::collections::BTreeSet;

use end_to_end::inputs;
use serde_json::json;
use webhook_events::slack::{self, AppMention, LinkShared};
use webhook_events::{AuthMethod, DeliveryGuarantee, EventFacts, revenuecat};

use crate::properties::smallest_event;

/// `FACTS` can be used in constants.
const MENTION: EventFacts = AppMention::FACTS;

#[test]
fn facts_are_constants() {
    assert_eq!(MENTION.name, "app_mention");
    assert_eq!(
        MENTION.trigger,
        Some("Fires when a user mentions the app in any channel the app belongs to.")
    );
    assert_eq!(
        MENTION.docs_url,
        Some("https://docs.slack.dev/reference/events/app_mention")
    );
    assert_eq!(MENTION.auth_method, Some(AuthMethod::HmacSha256));
    assert_eq!(MENTION.signature_header, Some("X-Slack-Signature"));
    assert_eq!(
        MENTION.delivery_guarantee,
        Some(DeliveryGuarantee::AtLeastOnce)
    );
    let retry = MENTION.retry.expect("the catalogue has the retry policy");
    assert_eq!(
        retry.backoff,
        Some("Slack retries failed deliveries with exponential backoff.")
    );
    assert_eq!(MENTION.scopes, None);
    assert_eq!(LinkShared::FACTS.name, "link_shared");
}

#[test]
fn facts_agree_with_the_rows() {
    let rows = inputs::of_vendors(&["slack"]).rows;
    assert_eq!(slack::EVENTS.len(), rows.len());
    for (facts, row) in slack::EVENTS.iter().zip(&rows) {
        let (name, expected) = (row.event_name.as_str(), &row.facts);
        assert_eq!(facts.name, name);
        let same = |found: Option<&str>, expected: Option<&str>| {
            assert_eq!(found, expected, "{name}");
        };
        same(facts.trigger, expected.trigger.as_deref());
        same(facts.docs_url, expected.docs_url.as_deref());
        same(facts.namespace, expected.namespace.as_deref());
        same(
            facts.auth_method.map(AuthMethod::as_str),
            expected.auth_method.map(|method| method.as_str()),
        );
        same(facts.signature_header, expected.signature_header.as_deref());
        same(facts.signature_detail, expected.signature_detail.as_deref());
        same(
            facts.delivery_guarantee.map(DeliveryGuarantee::as_str),
            expected.delivery_guarantee.map(|value| value.as_str()),
        );
        let retry = expected.retry.as_ref();
        same(
            facts.retry.and_then(|retry| retry.backoff),
            retry.and_then(|retry| retry.backoff.as_deref()),
        );
        same(facts.notes, expected.notes.as_deref());
    }
}

#[test]
fn every_vendor_lists_its_events() {
    let names: BTreeSet<&str> = slack::EVENTS.iter().map(|facts| facts.name).collect();
    assert_eq!(names.len(), 132);
    assert_eq!(
        (slack::FACTS.id, slack::FACTS.display_name),
        ("slack", "Slack")
    );
    let names: Vec<&str> = revenuecat::EVENTS.iter().map(|facts| facts.name).collect();
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
}

#[test]
fn every_listed_event_parses_from_its_smallest_body() {
    for facts in slack::EVENTS {
        let mut event = smallest_event(facts.name);
        event.insert("type".to_owned(), json!(facts.name));
        let body = crate::body::with_event(&json!(event).to_string());
        let delivery = slack::parse(body.as_bytes()).unwrap_or_else(|error| panic!("{error}"));
        // The message subscriptions have another name on the wire; their own name is recognised as well.
        assert_eq!(delivery.event.name(), facts.name);
        assert_eq!(delivery.event.facts(), Some(*facts));
    }
}
