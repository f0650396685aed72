//! Stored deliveries and constructors of the emitted crate, as tests of a receiver use them.

use webhook_events::slack::{
    self, AppMention, Delivery, Envelope, Event, MessageEvent, PlainMessage,
};
use webhook_events::verify::{Headers, Secret};
use webhook_events::{github, stripe, twilio};

macro_rules! check_samples {
    ($($vendor:ident)*) => {$(
        for sample in webhook_events::$vendor::samples::ALL {
            let delivery = sample.delivery();
            assert_eq!(delivery.event.name(), sample.event_name);
            assert_eq!(delivery.misfits(), [], "{sample:?}");
        }
    )*};
}

#[test]
fn every_sample_is_a_delivery_of_its_event() {
    check_samples! {
        asana ashby attio bamboohr calendly clickup close discord freshdesk front github greenhouse gusto help_scout hubspot intercom
        jira linear loom mailchimp microsoft_teams notion pagerduty pipedrive revenuecat salesforce slack stripe twilio zendesk zoom
    }
}

#[test]
fn a_sample_is_received_like_a_request() {
    let push = github::samples::push();
    let delivery = github::parse_request(push.headers(), push.body()).expect("it is read");
    assert_eq!(delivery, push.delivery());
    let message = twilio::samples::message_received();
    let delivery = twilio::parse(message.body()).expect("a form");
    assert_eq!(delivery, message.delivery());
    let invoice = stripe::samples::invoice_paid();
    let event = invoice.delivery().event;
    let stripe::Event::InvoicePaid(paid) = &event else {
        panic!("it is an invoice");
    };
    assert_eq!(event.invoice(), Some(&*paid.object));
    assert_eq!(event.charge(), None);
}

#[test]
fn a_signed_sample_is_verified() {
    let sample = slack::samples::app_mention();
    let secret = Secret::new("8f742231b10e8888abcd99yyyzzz85a5");
    let at = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_531_420_618);
    let signed = slack::sign(&secret, at, sample.body()).expect("a scheme");
    let headers: &dyn Headers = &signed;
    slack::verify(&headers, sample.body(), &[secret], at).expect("the signature fits");
}

#[test]
fn the_ordinary_case_is_the_first_sample() {
    let Event::Message(message) = slack::samples::message().delivery().event else {
        panic!("it is a message");
    };
    assert!(matches!(message.0, MessageEvent::PlainMessage(_)));
    assert_eq!(message.text(), Some("Is the release out?"));
    assert_eq!(message.thread_ts(), None);
}

#[test]
fn a_kind_of_a_message_becomes_the_event() {
    let plain = PlainMessage::new("C0123", "1515449522.000016");
    let message = slack::Message::from(plain.clone());
    assert_eq!(message.0, MessageEvent::from(plain.clone()));
    assert_eq!(message, slack::Message::from(MessageEvent::from(plain)));
    let event = Event::from(message);
    assert_eq!(event.name(), "message");
    assert_eq!(event.channel(), Some("C0123"));
}

#[test]
fn a_delivery_is_built_from_its_required_members() {
    let mut mention = AppMention::new("C0123", "1515449522.000016", "hi", "1515449522.000016");
    mention.user = Some("U0123".into());
    let mut envelope = Envelope::new("A0123", "Ev0123", 1_515_449_522_u64);
    envelope.team_id = webhook_events::Nullable::Value("T0123".into());
    let event = Event::AppMention(Box::new(mention));
    let delivery = Delivery::new(envelope, event);
    let body = serde_json::to_vec(&delivery).expect("it is written");
    assert_eq!(slack::parse_strict(&body).expect("it fits"), delivery);
}

#[test]
fn what_requires_nothing_has_a_default() {
    let mut attachment = slack::shared::Attachment::default();
    attachment.text = Some("And here's an attachment!".into());
    let written = serde_json::to_string(&attachment).expect("it is written");
    assert_eq!(written, r#"{"text":"And here's an attachment!"}"#);
}
