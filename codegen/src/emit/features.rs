//! The `#[cfg]` attributes of what only some features compile.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ident::cargo_feature;
use crate::model::{SharedFile, Variant, Vendor};

/// The attribute for an item of one variant; empty if every feature of the vendor compiles it.
pub(super) fn variant_cfg(vendor: &Vendor, variant: &Variant<'_>) -> TokenStream {
    let feature = vendor.api.event_features.get(&variant.main().name);
    feature.map_or_else(
        TokenStream::new,
        |feature| quote!(#[cfg(feature = #feature)]),
    )
}

/// The line with the attribute for the module of a shared definition; empty if every feature of the vendor compiles it.
pub(super) fn shared_cfg(file: &SharedFile) -> String {
    if file.features.is_empty() {
        return String::new();
    }
    format!("#[cfg({})]\n", any_of(&file.features))
}

/// The attribute for an item of a shared definition; empty if every feature of the vendor compiles it.
pub(super) fn shared_attribute(file: &SharedFile) -> TokenStream {
    let mut features = file.features.iter();
    match (features.len(), features.next()) {
        (1, Some(feature)) => quote!(#[cfg(feature = #feature)]),
        (0, _) => TokenStream::new(),
        _ => {
            let features = file.features.iter();
            quote!(#[cfg(any(#(feature = #features),*))])
        }
    }
}

/// The condition for a vendor's module, as text.
pub(crate) fn module_cfg(vendor: &Vendor) -> String {
    let features = &vendor.api.features;
    if features.is_empty() {
        return whole_cfg(vendor);
    }
    any_of(features)
}

/// The condition for code that needs every event of a vendor, as text.
pub(crate) fn whole_cfg(vendor: &Vendor) -> String {
    format!("feature = \"{}\"", cargo_feature(&vendor.id))
}

fn any_of<'f>(features: impl IntoIterator<Item = &'f String>) -> String {
    let features: Vec<String> = features
        .into_iter()
        .map(|feature| format!("feature = \"{feature}\""))
        .collect();
    match &features[..] {
        [feature] => feature.clone(),
        _ => format!("any({})", features.join(", ")),
    }
}
