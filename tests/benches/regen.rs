//! Time of reading the checked-in inputs and generating the crate.
//!
//! ```sh
//! cargo bench --package end-to-end --bench regen                 # optimised, as users build
//! cargo bench --package end-to-end --bench regen --profile dev   # as `cargo xtask regen` runs
//! ```
//!
//! All in memory, without the comparison with the files on disk. `scale` has larger catalogues.

use std::time::Duration;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use end_to_end::{emitted, inputs};

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

criterion_group!(benches, regen);
criterion_main!(benches);
