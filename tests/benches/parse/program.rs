//! Measures all operations on each body.

mod bodies;
mod cpu_time;

use std::hint::black_box;
use std::time::{Duration, UNIX_EPOCH};

use criterion::{Criterion, Throughput};
use serde::de::IgnoredAny;
use serde_json::{Value, from_slice, from_str, to_vec};
use webhook_events::Lazy;
use webhook_events::slack::Block;
use webhook_events::slack::{self, Delivery, Event};
use webhook_events::verify::Secret;

use bodies::Body;
use cpu_time::CpuTime;

fn main() {
    let mut criterion = Criterion::default()
        .with_measurement(CpuTime)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1500))
        .configure_from_args();
    for body in bodies::all() {
        compare(&mut criterion, &body);
    }
    criterion.final_summary();
}

fn compare(criterion: &mut Criterion<CpuTime>, body: &Body) {
    let mut group = criterion.benchmark_group(&body.name);
    let bytes = body.text.as_bytes();
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    let emitted = slack::parse(bytes).expect("the crate accepts it");
    let derived = twin::parse(bytes).expect("the twin accepts it");
    let value: Value = from_slice(bytes).expect("it is JSON");

    group.bench_function("IgnoredAny", |bencher| {
        bencher.iter(|| from_slice::<IgnoredAny>(black_box(bytes)).is_ok());
    });
    group.bench_function("peek", |bencher| {
        bencher.iter(|| slack::peek(black_box(bytes)).is_ok());
    });
    group.bench_function("parse", |bencher| {
        bencher.iter(|| slack::parse(black_box(bytes)));
    });
    group.bench_function("parse looked", |bencher| {
        bencher.iter(|| slack::parse(black_box(bytes)).inspect(look));
    });
    // A body without blocks takes no time.
    let blocks = blocks(&value);
    let texts: Vec<String> = blocks.iter().map(|block| block.to_string()).collect();
    group.bench_function("look", |bencher| {
        bencher.iter(|| black_box(&blocks).iter().filter_map(|block| block.get().ok()).count());
    });
    group.bench_function("look Value", |bencher| {
        let read = |text: &String| from_str::<Value>(text).ok();
        bencher.iter(|| black_box(&texts).iter().filter_map(read).count());
    });
    group.bench_function("twin", |bencher| {
        bencher.iter(|| twin::parse(black_box(bytes)));
    });
    group.bench_function("twin keeping", |bencher| {
        bencher.iter(|| twin_keeping::parse(black_box(bytes)));
    });
    group.bench_function("Value", |bencher| {
        bencher.iter(|| from_slice::<Value>(black_box(bytes)));
    });
    group.bench_function("write", |bencher| {
        bencher.iter(|| to_vec(black_box(&emitted)));
    });
    group.bench_function("twin write", |bencher| {
        bencher.iter(|| to_vec(black_box(&derived)));
    });
    group.bench_function("Value write", |bencher| {
        bencher.iter(|| to_vec(black_box(&value)));
    });

    let at = UNIX_EPOCH + Duration::from_secs(1_515_449_522);
    let secrets = [Secret::new("8f742231b10e8888abcd99yyyzzz85a5")];
    let headers = slack::sign(&secrets[0], at, bytes).expect("it can be signed");
    let headers: Vec<(&str, &str)> = headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    slack::verify(&headers[..], bytes, &secrets, at).expect("the signature is valid");
    group.bench_function("verify", |bencher| {
        bencher.iter(|| slack::verify(black_box(&headers[..]), bytes, &secrets, at).is_ok());
    });
    group.finish();
}

/// The blocks of a message, still as text.
fn blocks(body: &Value) -> Vec<Lazy<Block>> {
    let blocks = body["event"].get("blocks").map(Value::to_string);
    blocks.map_or_else(Vec::new, |blocks| {
        from_str(&blocks).expect("blocks are a list")
    })
}

/// Looks at all blocks and attachments.
fn look(delivery: &Delivery) {
    if let Event::AppMention(mention) = &delivery.event {
        let blocks = mention.blocks().map(|block| black_box(block).is_ok());
        let attachments = mention.attachments().map(|one| black_box(one).is_ok());
        black_box(blocks.chain(attachments).count());
    } else if let Event::Message(message) = &delivery.event {
        let blocks = message.blocks().map(|block| black_box(block).is_ok());
        let attachments = message.attachments().map(|one| black_box(one).is_ok());
        black_box(blocks.chain(attachments).count());
    }
}
