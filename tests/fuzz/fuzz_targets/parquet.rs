#![no_main]

libfuzzer_sys::fuzz_target!(
    // A panic of the decoder is a diagnostic, not a finding; libFuzzer's own hook would end the process.
    init: {
        let default = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if std::thread::current().name() != Some(end_to_end::fuzz::PARQUET_THREAD) {
                default(panic);
            }
        }));
    },
    |bytes| end_to_end::fuzz::parquet(bytes)
);
