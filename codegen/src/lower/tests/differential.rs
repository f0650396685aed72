//! Random schemas and values: every value that a validator accepts must fit the lowered type.

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;

use super::arbitrary::{document, value};
use super::fits::{fits_type, is_claimed};
use super::{lower_schema, print};
use crate::misfit::misfit_of_body;

/// Checks that the type accepts all values that a validator accepts, and returns their number.
fn check(schema: &Value, values: &[Value]) -> Result<usize, TestCaseError> {
    let lowered = lower_schema(schema.clone());
    // Circles and references to nothing are refused, and a validator might not survive them.
    let [vendor] = &lowered.value.vendors[..] else {
        return Ok(0);
    };
    let validator = jsonschema::draft202012::new(schema)
        .map_err(|error| TestCaseError::fail(error.to_string()))?;
    let event = &vendor.events[0];
    for value in values {
        let misfit = misfit_of_body(vendor, event, value);
        prop_assert_eq!(
            misfit.is_none(),
            fits_type(vendor, event.root, value),
            "{} {:?}",
            value,
            misfit
        );
    }
    let accepted: Vec<&Value> = values
        .iter()
        .filter(|value| validator.is_valid(value))
        .collect();
    for value in &accepted {
        prop_assert!(
            is_claimed(vendor, vendor.events[0].root, value),
            "{value} is valid but no alternative claims it, or it does not fit\n{}",
            print(vendor)
        );
    }
    Ok(accepted.len())
}

#[test]
fn values_that_a_validator_accepts_fit_the_type() {
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let accepted = std::cell::Cell::new(0);
    runner
        .run(&(document(), vec(value(), 40)), |(schema, values)| {
            accepted.set(accepted.get() + check(&schema, &values)?);
            Ok(())
        })
        .unwrap_or_else(|failure| panic!("{failure}"));
    assert!(
        accepted.get() > 100,
        "too few values were valid to prove anything: {}",
        accepted.get()
    );
}
