//! Definitions that several events of a vendor share.

use webhook_codegen::Generated;

use end_to_end::{inputs, outcome};

/// Test program of the emitted crate. It names each shared type once for all of its events.
pub(crate) const PROGRAM: &str = r##"//! Events that share a definition have one type of it.

use webhook_events::acme::{self, shared};

const ORDER: &str = r#"{"customer":{"id":"c","email":"e"},"amount":{"amount":1,"currency":"EUR"},"customers":[{"id":"d"}]}"#;

/// The same function for every event.
fn ids(customer: &shared::Customer, others: Option<&Vec<shared::Customer>>) -> Vec<String> {
    let others = others.into_iter().flatten();
    [customer].into_iter().chain(others).map(|customer| customer.id.clone()).collect()
}

#[test]
fn events_share_a_customer() {
    let created: acme::OrderCreated = serde_json::from_str(ORDER).expect("it fits");
    let paid: acme::OrderPaid = serde_json::from_str(ORDER).expect("it fits");
    assert_eq!(created.customer, paid.customer);
    let ids_of = [
        ids(&created.customer, created.customers.as_ref()),
        ids(&paid.customer, paid.customers.as_ref()),
    ];
    assert_eq!(ids_of, [["c", "d"], ["c", "d"]]);
    for event in ["order.created", "order.paid", "order.cancelled"] {
        let delivery = acme::parse_named(event, ORDER.as_bytes()).expect("it fits");
        assert_eq!(serde_json::to_string(&delivery).expect("JSON").len(), ORDER.len());
    }
}

#[test]
fn an_event_keeps_a_customer_that_differs() {
    let refunded = r#"{"customer":{"id":7},"amount":{"amount":1,"currency":"EUR"}}"#;
    let refunded: acme::OrderRefunded = serde_json::from_str(refunded).expect("it fits");
    let customer: acme::order_refunded::Customer = refunded.customer;
    let amount: Option<shared::Money> = refunded.amount;
    assert_eq!(customer.id.to_string(), "7");
    assert_eq!(amount.map(|amount| amount.currency).as_deref(), Some("EUR"));
}

#[test]
fn circles_are_shared() {
    let body = r#"{"folder":{"first":{"name":"n","children":[{"name":"m"}],"parent":{"kind":"open"}}}}"#;
    let opened: acme::FolderOpened = serde_json::from_str(body).expect("it fits");
    let closed: acme::FolderClosed = serde_json::from_str(body).expect("it fits");
    let folder: Option<shared::Folder> = opened.folder;
    assert_eq!(folder, closed.folder);
}

#[test]
fn two_definitions_of_one_name_are_told_apart_by_an_event() {
    let text = acme::parse_named("thing.made", br#"{"thing":{"kind":"a","id":"1"}}"#).expect("it fits");
    let number = acme::parse_named("thing.sold", br#"{"thing":{"kind":"a","id":1}}"#).expect("it fits");
    let (acme::Event::ThingMade(made), acme::Event::ThingSold(sold)) = (text.event, number.event) else {
        panic!("both are known");
    };
    assert!(matches!(made.thing, shared::Thing::A(_)));
    assert!(matches!(sold.thing, shared::ThingGoneThing::A(_)));
}
"##;

/// The crate that the fixture's rows give.
pub(crate) fn generated() -> Generated {
    let rows = inputs::file("tests/fixtures/shared_definitions/rows.jsonl");
    let (generated, diagnostics) = outcome::of_rows(&[rows]);
    generated.unwrap_or_else(|| panic!("the rows are emitted: {diagnostics:?}"))
}
