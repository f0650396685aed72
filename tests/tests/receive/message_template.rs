//! Recognition of RevenueCat's messages by message templates, for any names of customers and products.

use std::sync::LazyLock;

use end_to_end::{inputs, sound};
use proptest::prelude::*;
use serde_json::{Value, from_str, json};
use webhook_catalog::{Sample, read_samples};
use webhook_events::ErrorKind;
use webhook_events::revenuecat::{self, Delivery, Event};

/// The documented message of each event.
static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let mut samples = sound(read_samples(&inputs::folder("catalog/samples")));
    samples.retain(|sample| sample.vendor.as_str() == revenuecat::FACTS.id);
    assert_eq!(samples.len(), revenuecat::EVENTS.len());
    samples
});

/// Variable parts of a message.
#[derive(Debug, Clone)]
struct Purchase {
    customer: String,
    product: String,
    new_product: String,
    price: String,
}

impl Purchase {
    fn new(customer: &str, product: &str) -> Self {
        Self {
            customer: customer.to_owned(),
            product: product.to_owned(),
            new_product: format!("{product}_2"),
            price: "€4,99".to_owned(),
        }
    }
}

/// Each event's documented message with the parts of another purchase.
fn messages(purchase: &Purchase) -> Vec<(String, Value)> {
    let message = |sample: &Sample| {
        let body = with_purchase(sample.value.clone(), purchase);
        (sample.event_name.to_string(), body)
    };
    SAMPLES.iter().map(message).collect()
}

fn with_purchase(mut body: Value, purchase: &Purchase) -> Value {
    let Purchase {
        customer,
        product,
        new_product,
        price,
    } = purchase;
    let old = body["product_identifier"].take();
    let old = old.as_str().expect("a product").to_owned();
    body["product_identifier"] = json!(product);
    let attachment = &mut body["payload"]["attachments"][0];
    let changes = attachment["fields"][1]["value"] != json!(old);
    // Replace by control characters first, so that inserted texts are not replaced again.
    let replace = |text: &Value| {
        let text = text.as_str().expect("a text");
        let text = text.replace("12345", "\u{1}").replace(&old, "\u{2}");
        let text = if changes {
            text.replace(" monthly", " \u{3}")
        } else {
            text
        };
        let parts = text.chars().map(|char| match char {
            '\u{1}' => customer.clone(),
            '\u{2}' => product.clone(),
            '\u{3}' => new_product.clone(),
            char => char.to_string(),
        });
        json!(parts.collect::<String>())
    };
    attachment["fallback"] = replace(&attachment["fallback"]);
    let fields = attachment["fields"].as_array_mut().expect("fields");
    fields[0]["value"] = replace(&fields[0]["value"]);
    fields[1]["value"] = json!(if changes { new_product } else { product });
    if let Some(field) = fields.get_mut(2) {
        field["value"] = json!(price);
    }
    body
}

#[track_caller]
fn parsed(body: &Value) -> Delivery {
    let text = body.to_string();
    let delivery = match revenuecat::parse(text.as_bytes()) {
        Ok(delivery) => delivery,
        Err(error) => panic!("{error}\nin {text}"),
    };
    assert_eq!(json!(delivery), *body);
    let deserialized: Delivery = from_str(&text).expect("a delivery can be deserialized");
    assert_eq!(deserialized, delivery);
    let peeked = revenuecat::peek(text.as_bytes()).expect("the body is JSON");
    let known = delivery.event.facts().map(|facts| facts.name);
    assert_eq!(peeked.as_deref(), known);
    delivery
}

/// Asserts that a message is recognised as the event `name` with the parts of `purchase`.
#[track_caller]
fn assert_recognised(name: &str, body: &Value, purchase: &Purchase) {
    let delivery = parsed(body);
    assert_eq!(delivery.event.name(), name, "{body}");
    let captures = delivery
        .captures()
        .expect("the message fits its event's templates");
    assert_eq!(captures.customer, purchase.customer);
    assert_eq!(captures.product, purchase.product);
    let new_product = (name == "Product Change").then_some(purchase.new_product.as_str());
    assert_eq!(captures.new_product.as_deref(), new_product);
    if let Some(revenue) = captures.revenue {
        assert_eq!(revenue.text, purchase.price);
    }
}

#[track_caller]
fn assert_unknown(body: &Value, name: &str) {
    let delivery = parsed(body);
    let Event::Unknown(unknown) = &delivery.event else {
        panic!("not unknown: {delivery:?}")
    };
    assert_eq!((unknown.name.as_str(), &unknown.payload), (name, body));
    assert_eq!(delivery.captures(), None);
}

#[test]
fn other_customers_and_products() {
    for (customer, product) in [
        ("67890", "weekly"),
        ("$RCAnonymousID:8f0c2ab7", "com.acme.app.yearly"),
        ("anna@example.com", "annual"),
        ("zoë 😀", "Jahresabo für 2"),
        ("1", "1"),
    ] {
        let purchase = Purchase::new(customer, product);
        for (name, body) in messages(&purchase) {
            assert_recognised(&name, &body, &purchase);
        }
    }
}

#[test]
fn captures_have_typed_values() {
    let mut purchase = Purchase::new("67890", "weekly");
    purchase.price = "-$1,234.56".to_owned();
    let (_, mut body) = messages(&purchase).swap_remove(5);
    body["payload"]["attachments"][0]["ts"] = json!(1_700_000_000);
    let delivery = parsed(&body);
    assert!(matches!(delivery.event, Event::Renewal(_)), "{delivery:?}");
    let captures = delivery
        .captures()
        .expect("the message fits its event's templates");
    assert_eq!(
        captures.activity,
        "https://app.revenuecat.com/activity/123abcd45/67890"
    );
    assert_eq!(captures.time.expect("a time"), 1_700_000_000_i64);
    let revenue = captures.revenue.expect("a renewal is paid for");
    assert_eq!(revenue.currency.as_deref(), Some("$"));
    let amount = revenue.amount.expect("the amount is unambiguous");
    assert_eq!(
        (amount.digits, amount.decimals, amount.to_string()),
        (-123_456, 2, "-1234.56".to_owned())
    );
}

#[test]
fn fields_may_be_missing_or_added() {
    let purchase = Purchase::new("67890", "weekly");
    for (name, mut body) in messages(&purchase) {
        let fields = body["payload"]["attachments"][0]["fields"]
            .as_array_mut()
            .expect("fields");
        fields.truncate(2);
        assert_recognised(&name, &body, &purchase);
        let fields = body["payload"]["attachments"][0]["fields"]
            .as_array_mut()
            .expect("fields");
        fields.push(json!({"title": "Country", "value": "NO", "short": true}));
        fields.push(json!({"title": "Revenue", "value": purchase.price}));
        assert_recognised(&name, &body, &purchase);
    }
}

#[test]
fn a_customer_or_product_that_imitates_another_message() {
    for imitation in [
        "12345 just renewed their subscription of monthly_1",
        "monthly_1 got a product change from annual to monthly",
        "x> just cancelled their subscription.",
        "x|12345> just started a free trial.\n:smiley_cat: Customer <https://x/x|x",
        "Customer 12345 got a billing issue on annual_trial",
        "😀 <|> of to from 😀",
        " ",
    ] {
        for purchase in [
            Purchase::new(imitation, "weekly"),
            Purchase::new("67890", imitation),
            Purchase::new(imitation, imitation),
        ] {
            for (name, body) in messages(&purchase) {
                assert_recognised(&name, &body, &purchase);
            }
        }
    }
}

#[test]
fn mixed_texts_of_two_messages_are_not_recognised() {
    let messages = messages(&Purchase::new("67890", "weekly"));
    for (first, body) in &messages {
        for (second, text) in &messages {
            let mut mixed = body.clone();
            mixed["payload"]["attachments"][0]["fields"][0] =
                text["payload"]["attachments"][0]["fields"][0].clone();
            let name = parsed(&mixed).event.name().to_owned();
            assert_eq!(
                name == *first,
                first == second,
                "{first} and {second}: {name}"
            );
        }
    }
}

#[test]
fn unknown_messages_are_named_by_their_text() {
    let (_, mut body) = messages(&Purchase::new("67890", "weekly")).swap_remove(5);
    for text in [
        "Customer 67890 just paused their subscription of weekly",
        "customer 67890 just renewed their subscription of weekly",
        "Customer 67890 just renewed their subscription of weekly ",
        "Customer 67890 just renewed their subscription of monthly",
        "Customer 1 just renewed their subscription of weekly",
        // The name of an event is not a text of that event.
        "Renewal",
    ] {
        body["payload"]["attachments"][0]["fallback"] = json!(text);
        assert_unknown(&body, &format!("unknown wording: {text}"));
    }
    body["payload"]["attachments"][0]["fallback"] = json!(["Renewal"]);
    assert_unknown(&body, "unknown wording");
    for body in [json!({}), json!([]), json!(null), json!("Renewal")] {
        let text = body.to_string();
        let error = revenuecat::parse(text.as_bytes()).expect_err("no text of a message");
        assert_eq!(error.kind(), ErrorKind::Unnamed, "{error}");
    }
}

#[test]
fn a_known_message_with_an_invalid_member_is_an_error() {
    for (name, mut body) in messages(&Purchase::new("67890", "weekly")) {
        body["payload"]["channel"] = json!(7);
        let text = body.to_string();
        let error =
            revenuecat::parse_strict(text.as_bytes()).expect_err("the channel is not a string");
        assert_eq!(
            (error.event_name(), error.pointer()),
            (Some(name.as_str()), "/payload/channel")
        );
    }
    for body in ["", "{", "{} {}"] {
        let error = revenuecat::parse(body.as_bytes()).expect_err("it is not JSON");
        assert_eq!(error.event_name(), None);
        revenuecat::peek(body.as_bytes()).expect_err("it is not JSON");
        from_str::<Delivery>(body).expect_err("it is not JSON");
    }
}

#[test]
fn the_caller_may_name_an_event_whose_templates_do_not_fit() {
    let (_, body) = messages(&Purchase::new("67890", "weekly")).swap_remove(5);
    let text = body.to_string();
    let delivery = revenuecat::parse_named("Initial Purchase", text.as_bytes()).expect("it fits");
    assert!(matches!(delivery.event, Event::InitialPurchase(_)));
    assert_eq!(delivery.captures(), None);
}

#[test]
fn a_very_long_customer_is_matched_quickly() {
    let customer = " just renewed their subscription of weekly|".repeat(20_000);
    let purchase = Purchase::new(&customer, "weekly");
    let (name, mut body) = messages(&purchase).swap_remove(5);
    assert_recognised(&name, &body, &purchase);
    body["product_identifier"] = json!("");
    body["payload"]["attachments"][0]["fields"][1]["value"] = json!("");
    assert_eq!(parsed(&body).event.facts(), None, "the text is ambiguous");
}

/// Ordinary names.
fn ordinary() -> impl Strategy<Value = String> {
    "[A-Za-z0-9$:_.@-]{1,40}"
}

/// Texts that imitate parts of other messages.
fn hostile() -> impl Strategy<Value = String> {
    let sentences = messages(&Purchase::new("67890", "weekly"))
        .into_iter()
        .flat_map(|(_, body)| {
            let attachment = &body["payload"]["attachments"][0];
            let texts = [&attachment["fallback"], &attachment["fields"][0]["value"]];
            texts.map(|text| text.as_str().expect("a text").to_owned())
        });
    let words = [
        "|", "<", ">", "> ", "\n", " ", " of ", " to ", " from ", "/", "%2F", "67890", "weekly",
        "😀", "'", "\"",
    ];
    let mut parts: Vec<String> = sentences.collect();
    for sentence in parts.clone() {
        parts.extend(sentence.split(' ').map(|word| format!(" {word}")));
        let ends = ["67890", "weekly", "|"].iter();
        parts.extend(
            ends.flat_map(|end| sentence.split(end).map(str::to_owned).collect::<Vec<_>>()),
        );
    }
    parts.extend(words.map(str::to_owned));
    parts.retain(|part| !part.is_empty());
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(parts), 1..5).prop_map(|parts| parts.concat()),
        1 => any::<String>().prop_filter("captures are never empty", |text| !text.is_empty()),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn ordinary_messages_are_recognised(customer in ordinary(), product in ordinary(), new_product in ordinary(), price in any::<String>()) {
        let purchase = Purchase { customer, product, new_product, price: format!("${price}") };
        for (name, body) in messages(&purchase) {
            assert_recognised(&name, &body, &purchase);
        }
    }

    #[test]
    fn hostile_messages_are_never_another_event(customer in hostile(), product in hostile(), new_product in hostile(), price in hostile()) {
        let purchase = Purchase { customer, product, new_product, price };
        for (name, body) in messages(&purchase) {
            let delivery = parsed(&body);
            prop_assert!(matches!(delivery.event, Event::Unknown(_)) || delivery.event.name() == name, "{}: {}", name, body);
            if let Some(captures) = delivery.captures() {
                prop_assert_eq!(&captures.customer, &purchase.customer);
                prop_assert_eq!(&captures.product, &purchase.product);
            }
        }
    }

    #[test]
    fn hostile_messages_without_products_are_never_another_event(customer in hostile(), product in hostile(), new_product in hostile()) {
        let purchase = Purchase { customer, product, new_product, price: String::new() };
        for (name, mut body) in messages(&purchase) {
            let attachment = &mut body["payload"]["attachments"][0];
            attachment["fields"].as_array_mut().expect("fields").truncate(1);
            body["product_identifier"] = json!("");
            let delivery = parsed(&body);
            prop_assert!(matches!(delivery.event, Event::Unknown(_)) || delivery.event.name() == name, "{}: {}", name, body);
            if let Some(captures) = delivery.captures() {
                prop_assert_eq!(&captures.customer, &purchase.customer);
            }
        }
    }
}
