//! How long the main job takes, and what reading one delivery costs beside plain `serde_json`.
//!
//! ```sh
//! cargo bench --package end-to-end                        # optimised, as users build
//! cargo bench --package end-to-end --profile dev          # as `cargo xtask regen` runs
//! cargo bench --package end-to-end -- receive             # one group alone
//! ```
//!
//! `regen` covers reading and generating, in memory; comparing with the disk comes on top. `receive` reads one Slack body:
//! `IgnoredAny` is the least that checking its syntax can cost, `Value` what a receiver without types pays.

use std::hint::black_box;
use std::time::Duration;

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use end_to_end::{emitted, inputs};
use serde::de::IgnoredAny;
use serde_json::Value;
use webhook_events::slack;

/// A direct message as Slack sends it, with a block.
const MESSAGE: &str = r#"{
  "token": "ZZZZZZWSxiZZZ2yIvs3peJ",
  "team_id": "T123ABC456",
  "api_app_id": "A123ABC456",
  "event": {
    "type": "message",
    "channel": "D024BE91L",
    "user": "U2147483697",
    "text": "Hello hello can you hear me? https:\/\/example.com\/a",
    "ts": "1355517523.000005",
    "client_msg_id": "5b0ef7a3-6a0f-4b2c-a5c2-7f0d7c0e1c11",
    "team": "T123ABC456",
    "blocks": [
      {
        "type": "rich_text",
        "block_id": "pX7",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "Hello hello can you hear me?"}]}]
      }
    ],
    "event_ts": "1355517523.000005",
    "channel_type": "im"
  },
  "type": "event_callback",
  "event_id": "Ev123ABC456",
  "event_time": 1355517523,
  "event_context": "4-eyJldCI6Im1lc3NhZ2UifQ",
  "is_ext_shared_channel": false,
  "authorizations": [
    {"enterprise_id": null, "team_id": "T123ABC456", "user_id": "U222222222", "is_bot": true, "is_enterprise_install": false}
  ]
}"#;

fn regen(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("regen");
    group
        .sample_size(20)
        .measurement_time(Duration::from_secs(4));
    group.bench_function("read", |bencher| bencher.iter(inputs::checked_in));
    let read = inputs::checked_in();
    group.bench_function("generate", |bencher| {
        bencher.iter_batched(|| read.clone(), emitted, BatchSize::PerIteration)
    });
    group.bench_function("read and generate", |bencher| {
        bencher.iter(|| emitted(inputs::checked_in()))
    });
    group.finish();
}

fn receive(criterion: &mut Criterion) {
    let body = MESSAGE.as_bytes();
    let mut group = criterion.benchmark_group("receive");
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("IgnoredAny", |bencher| {
        bencher.iter(|| serde_json::from_slice::<IgnoredAny>(black_box(body)).is_ok())
    });
    group.bench_function("peek", |bencher| {
        bencher.iter(|| slack::peek(black_box(body)).is_ok())
    });
    group.bench_function("parse", |bencher| {
        bencher.iter(|| slack::parse(black_box(body)).expect("the body is sound"))
    });
    group.bench_function("Value", |bencher| {
        bencher
            .iter(|| serde_json::from_slice::<Value>(black_box(body)).expect("the body is sound"))
    });
    let delivery = slack::parse(body).expect("the body is sound");
    group.bench_function("write", |bencher| {
        bencher.iter(|| serde_json::to_vec(black_box(&delivery)).expect("every type writes JSON"))
    });
    group.finish();
}

criterion_group!(benches, regen, receive);
criterion_main!(benches);
