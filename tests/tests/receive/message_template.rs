//! Messages that name no event are recognised by their wording, whatever customers and products are called.

use std::sync::LazyLock;

use end_to_end::{inputs, sound};
use proptest::prelude::*;
use serde_json::{Value, from_str, json};
use webhook_catalog::{Sample, read_samples};
use webhook_events::revenuecat::{self, Delivery, Event};

/// The documented messages, one of each event.
static SAMPLES: LazyLock<Vec<Sample>> = LazyLock::new(|| {
    let mut samples = sound(read_samples(&inputs::folder("catalog/samples")));
    samples.retain(|sample| sample.vendor.as_str() == revenuecat::FACTS.id);
    assert_eq!(samples.len(), revenuecat::EVENTS.len());
    samples
});

/// What varies from message to message.
#[derive(Debug, Clone)]
struct Purchase {
    customer: String,
    product: String,
    new_product: String,
    price: String,
}

impl Purchase {
    fn of(customer: &str, product: &str) -> Self {
        Self {
            customer: customer.to_owned(),
            product: product.to_owned(),
            new_product: format!("{product}_2"),
            price: "€4,99".to_owned(),
        }
    }
}

/// Each event's documented message, told of another purchase.
fn messages(purchase: &Purchase) -> Vec<(String, Value)> {
    let message = |sample: &Sample| {
        let body = retold(sample.value.clone(), purchase);
        (sample.event_name.to_string(), body)
    };
    SAMPLES.iter().map(message).collect()
}

fn retold(mut body: Value, purchase: &Purchase) -> Value {
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
    // Marks first, so that nothing put in is taken for something to be replaced.
    let told = |text: &Value| {
        let text = text.as_str().expect("a text");
        let text = text.replace("12345", "\u{1}").replace(&old, "\u{2}");
        let text = if changes {
            text.replace(" monthly", " \u{3}")
        } else {
            text
        };
        let words = text.chars().map(|char| match char {
            '\u{1}' => customer.clone(),
            '\u{2}' => product.clone(),
            '\u{3}' => new_product.clone(),
            char => char.to_string(),
        });
        json!(words.collect::<String>())
    };
    attachment["fallback"] = told(&attachment["fallback"]);
    let fields = attachment["fields"].as_array_mut().expect("fields");
    fields[0]["value"] = told(&fields[0]["value"]);
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
    let again: Delivery = from_str(&text).expect("serde reads a delivery");
    assert_eq!(again, delivery);
    let peeked = revenuecat::peek(text.as_bytes()).expect("the body is JSON");
    let known = delivery.event.facts().map(|facts| facts.name);
    assert_eq!(peeked.as_deref(), known);
    delivery
}

/// The message is the one event it is meant to be, and says what it was told.
#[track_caller]
fn assert_recognised(name: &str, body: &Value, purchase: &Purchase) {
    let delivery = parsed(body);
    assert_eq!(delivery.event.name(), name, "{body}");
    let captures = delivery.captures().expect("it is worded as its event");
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
        let purchase = Purchase::of(customer, product);
        for (name, body) in messages(&purchase) {
            assert_recognised(&name, &body, &purchase);
        }
    }
}

#[test]
fn what_a_message_says_is_there_as_values() {
    let mut purchase = Purchase::of("67890", "weekly");
    purchase.price = "-$1,234.56".to_owned();
    let (_, mut body) = messages(&purchase).swap_remove(5);
    body["payload"]["attachments"][0]["ts"] = json!(1_700_000_000);
    let delivery = parsed(&body);
    assert!(matches!(delivery.event, Event::Renewal(_)), "{delivery:?}");
    let captures = delivery.captures().expect("it is worded as its event");
    assert_eq!(
        captures.activity,
        "https://app.revenuecat.com/activity/123abcd45/67890"
    );
    assert_eq!(captures.time.expect("a time"), 1_700_000_000_i64);
    let revenue = captures.revenue.expect("a renewal is paid for");
    assert_eq!(revenue.currency.as_deref(), Some("$"));
    let amount = revenue.amount.expect("it can be read in one way only");
    assert_eq!(
        (amount.digits, amount.decimals, amount.to_string()),
        (-123_456, 2, "-1234.56".to_owned())
    );
}

#[test]
fn a_member_that_the_samples_lack_may_be_there() {
    let purchase = Purchase::of("67890", "weekly");
    for (name, mut body) in messages(&purchase) {
        let fields = body["payload"]["attachments"][0]["fields"]
            .as_array_mut()
            .expect("fields");
        fields.truncate(2);
        let cut = body.clone();
        assert_recognised(&name, &cut, &purchase);
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
            Purchase::of(imitation, "weekly"),
            Purchase::of("67890", imitation),
            Purchase::of(imitation, imitation),
        ] {
            for (name, body) in messages(&purchase) {
                assert_recognised(&name, &body, &purchase);
            }
        }
    }
}

#[test]
fn the_texts_of_two_messages_are_none() {
    let messages = messages(&Purchase::of("67890", "weekly"));
    for (one, body) in &messages {
        for (other, text) in &messages {
            let mut mixed = body.clone();
            mixed["payload"]["attachments"][0]["fields"][0] =
                text["payload"]["attachments"][0]["fields"][0].clone();
            let name = parsed(&mixed).event.name().to_owned();
            assert_eq!(name == *one, one == other, "{one} and {other}: {name}");
        }
    }
}

#[test]
fn unknown_wording_is_kept_with_its_text() {
    let (_, mut body) = messages(&Purchase::of("67890", "weekly")).swap_remove(5);
    for text in [
        "Customer 67890 just paused their subscription of weekly",
        "customer 67890 just renewed their subscription of weekly",
        "Customer 67890 just renewed their subscription of weekly ",
        "Customer 67890 just renewed their subscription of monthly",
        "Customer 1 just renewed their subscription of weekly",
        // Not even the name of an event makes it that event.
        "Renewal",
    ] {
        body["payload"]["attachments"][0]["fallback"] = json!(text);
        assert_unknown(&body, &format!("unknown wording: {text}"));
    }
    body["payload"]["attachments"][0]["fallback"] = json!(["Renewal"]);
    assert_unknown(&body, "unknown wording");
    for body in [json!({}), json!([]), json!(null), json!("Renewal")] {
        assert_unknown(&body, "unknown wording");
    }
}

#[test]
fn a_message_of_known_wording_with_a_bad_field_is_an_error() {
    for (name, mut body) in messages(&Purchase::of("67890", "weekly")) {
        body["payload"]["channel"] = json!(7);
        let text = body.to_string();
        let error = revenuecat::parse(text.as_bytes()).expect_err("the channel is no text");
        assert_eq!(
            (error.event_name(), error.pointer()),
            (Some(name.as_str()), "/payload/channel")
        );
    }
    for body in ["", "{", "{} {}"] {
        let error = revenuecat::parse(body.as_bytes()).expect_err("it is no JSON");
        assert_eq!(error.event_name(), None);
        revenuecat::peek(body.as_bytes()).expect_err("it is no JSON");
        from_str::<Delivery>(body).expect_err("it is no JSON");
    }
}

#[test]
fn the_caller_may_name_an_event_that_is_worded_in_another_way() {
    let (_, body) = messages(&Purchase::of("67890", "weekly")).swap_remove(5);
    let text = body.to_string();
    let delivery = revenuecat::parse_named("Initial Purchase", text.as_bytes()).expect("it fits");
    assert!(matches!(delivery.event, Event::InitialPurchase(_)));
    assert_eq!(delivery.captures(), None);
}

#[test]
fn a_very_long_customer_takes_no_long_time() {
    let customer = " just renewed their subscription of weekly|".repeat(20_000);
    let purchase = Purchase::of(&customer, "weekly");
    let (name, mut body) = messages(&purchase).swap_remove(5);
    assert_recognised(&name, &body, &purchase);
    body["product_identifier"] = json!("");
    body["payload"]["attachments"][0]["fields"][1]["value"] = json!("");
    assert_eq!(
        parsed(&body).event.facts(),
        None,
        "it can be split in many ways"
    );
}

/// Names that nobody would find odd.
fn ordinary() -> impl Strategy<Value = String> {
    "[A-Za-z0-9$:_.@-]{1,40}"
}

/// Texts that somebody chose to mislead a reader.
fn hostile() -> impl Strategy<Value = String> {
    let sentences = messages(&Purchase::of("67890", "weekly"))
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
        1 => any::<String>().prop_filter("parts are never empty", |text| !text.is_empty()),
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
    fn without_the_products_members_nothing_is_another_event_either(customer in hostile(), product in hostile(), new_product in hostile()) {
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
