//! The files of the emitted crate: sources, golden tests, and the package around them.

use crate::emit::{self, SourceFile, VendorEmitter};
use crate::model::{Event, Model, Vendor};
use crate::output::OutputTree;
use crate::{Options, golden, parallel};

/// Emits the whole crate. Each vendor's part of the model is dropped once its files are there.
pub(crate) fn emit(model: Model, options: &Options) -> OutputTree {
    let mut tree = OutputTree::default();
    emit::emit_package(&model, options, &mut tree);
    golden::emit(&model, options, &mut tree);
    let mut vendors = model.vendors.into_iter();
    loop {
        let batch = next_batch(&mut vendors);
        if batch.is_empty() {
            return tree;
        }
        let emitters: Vec<VendorEmitter<'_>> = batch.iter().map(VendorEmitter::new).collect();
        let files: Vec<VendorFile<'_>> = emitters.iter().flat_map(vendor_files).collect();
        for (path, text) in parallel::map(files, |file| file.emit(options)) {
            tree.insert(path, text);
        }
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

/// A file of one vendor.
#[derive(Clone, Copy)]
enum VendorFile<'m> {
    Source(&'m VendorEmitter<'m>, SourceFile<'m>),
    GoldenModule(&'m Vendor),
    GoldenEvent(&'m Vendor, &'m Event),
}

/// Every file of a vendor, those that take longest first.
fn vendor_files<'m>(emitter: &'m VendorEmitter<'m>) -> impl Iterator<Item = VendorFile<'m>> {
    let vendor = emitter.vendor();
    let sources = emitter.files();
    let golden_events = vendor.events.iter();
    sources
        .map(|file| VendorFile::Source(emitter, file))
        .chain([VendorFile::GoldenModule(vendor)])
        .chain(golden_events.map(|event| VendorFile::GoldenEvent(vendor, event)))
}

impl VendorFile<'_> {
    /// The file's path and text.
    fn emit(self, options: &Options) -> (String, String) {
        let golden = |vendor: &Vendor, name: &str| {
            let module = vendor.module.unraw();
            format!("tests/golden/{module}/{name}.rs")
        };
        match self {
            Self::Source(emitter, file) => emitter.emit(file, options),
            Self::GoldenModule(vendor) => {
                (golden(vendor, "mod"), golden::vendor_file(vendor, options))
            }
            Self::GoldenEvent(vendor, event) => (
                golden(vendor, event.module.unraw()),
                golden::event_file(vendor, event, options),
            ),
        }
    }
}
