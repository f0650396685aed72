//! The files of the emitted crate: sources, golden tests, and the package around them.

use crate::emit::{self, VendorEmitter, VendorFile};
use crate::model::{Event, Model, Vendor};
use crate::options::Options;
use crate::output::OutputTree;
use crate::watch::{Stage, Watch};
use crate::{golden, parallel};

/// Emits the whole crate. Each vendor's part of the model is dropped once its files are there.
pub(crate) fn emit(model: Model, options: &Options, watch: &dyn Watch) -> OutputTree {
    let events: usize = model.vendors.iter().map(|vendor| vendor.events.len()).sum();
    watch.begin(Stage::Emit, 2 * events);
    let mut tree = OutputTree::default();
    emit::emit_package(&model, options, &mut tree);
    golden::emit(&model, options, &mut tree);
    let mut vendors = model.vendors.into_iter();
    loop {
        let batch = next_batch(&mut vendors);
        if batch.is_empty() {
            return tree;
        }
        let events: usize = batch.iter().map(|vendor| vendor.events.len()).sum();
        emit_sources(&batch, options, &mut tree);
        watch.done(events);
        emit_samples(&batch, options, &mut tree);
        emit_golden(&batch, options, &mut tree);
        watch.done(events);
    }
}

/// Number of events that are emitted at once: enough to keep every core busy, too few to fill the memory.
const BATCH_EVENTS: usize = 200;

/// Takes vendors until they have [`BATCH_EVENTS`] events. Empty when none is left.
fn next_batch(vendors: &mut impl Iterator<Item = Vendor>) -> Vec<Vendor> {
    let (mut batch, mut events) = (Vec::new(), 0);
    while events < BATCH_EVENTS
        && let Some(vendor) = vendors.next()
    {
        events += vendor.events.len();
        batch.push(vendor);
    }
    batch
}

fn emit_sources(vendors: &[Vendor], options: &Options, tree: &mut OutputTree) {
    let emitters: Vec<VendorEmitter<'_>> = vendors.iter().map(VendorEmitter::new).collect();
    let files = emitters
        .iter()
        .flat_map(|emitter| emitter.files().map(move |file| (emitter, file)));
    let files: Vec<(&VendorEmitter<'_>, VendorFile<'_>)> = files.collect();
    for (path, text) in parallel::map(files, |(emitter, file)| emitter.emit(file, options)) {
        tree.insert(path, text);
    }
}

fn emit_samples(vendors: &[Vendor], options: &Options, tree: &mut OutputTree) {
    for vendor in vendors {
        let krate = options.crate_path(&vendor.module);
        let text = emit::emit_samples(vendor, &golden::samples(vendor), &krate);
        tree.insert(format!("src/{}/samples.rs", vendor.module.unraw()), text);
    }
}

fn emit_golden(vendors: &[Vendor], options: &Options, tree: &mut OutputTree) {
    let events = vendors
        .iter()
        .flat_map(|vendor| vendor.events.iter().map(move |event| (vendor, event)));
    let events: Vec<(&Vendor, &Event)> = events.collect();
    let tests = parallel::map(events, |(vendor, event)| golden::event_tests(vendor, event));
    let mut tests = tests.into_iter();
    for vendor in vendors {
        let tests = tests.by_ref().take(vendor.events.len()).collect();
        golden::emit_vendor(vendor, tests, options, tree);
    }
}
