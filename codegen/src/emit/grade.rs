//! Grades in code, docs and tables.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use super::imports::Imports;
use crate::docs::Text;
use crate::ident::NameKind;
use crate::model::{Event, Grade, Vendor};

/// Emits a grade as a value.
pub(super) fn emit_grade(grade: Grade, imports: &mut Imports) -> TokenStream {
    imports.support(["Grade"]);
    let variant = format_ident!("{}", variant(grade));
    quote!(Grade::#variant)
}

/// Emits the number of events of each grade.
pub(super) fn emit_counts(vendor: &Vendor, imports: &mut Imports) -> TokenStream {
    imports.support(["GradeCounts"]);
    let counts = vendor.grades();
    let count = |grade| Literal::usize_unsuffixed(counts.get(&grade).copied().unwrap_or(0));
    let [proven, documented, catalogue] =
        [Grade::Proven, Grade::Documented, Grade::Catalogue].map(count);
    quote!(GradeCounts { proven: #proven, documented: #documented, catalogue: #catalogue })
}

/// The event's grade, as a sentence.
pub(super) fn event_sentence(event: &Event) -> String {
    format!("Grade: {}.", link(event.grade))
}

/// The grades of the vendor's events, with links.
pub(super) fn vendor_docs(vendor: &Vendor) -> Text {
    let grades = counts(vendor, link);
    Text::default().markdown(&format!("Grade of the events: {grades}."))
}

/// Such as `45 documented, 12 catalogue`, or `documented` alone if all events have that grade.
pub(super) fn counts(vendor: &Vendor, print: impl Fn(Grade) -> String) -> String {
    let grades = vendor.grades();
    if let [(grade, _)] = Vec::from_iter(&grades)[..] {
        return print(*grade);
    }
    let strongest_first = grades.iter().rev();
    let counts = strongest_first.map(|(grade, count)| format!("{count} {}", print(*grade)));
    counts.collect::<Vec<_>>().join(", ")
}

fn link(grade: Grade) -> String {
    format!("[{grade}](crate::Grade::{})", variant(grade))
}

fn variant(grade: Grade) -> String {
    NameKind::Variant.name(grade.as_str())
}
