//! The JSON that forms are read as, by the rules of `codegen/support/form.rs`.

use serde_json::{Map, Value, json};

/// Path of the first value that no form is read as; `None` if a form is read as this body.
pub(crate) fn unlike_form(body: &Value) -> Option<Vec<String>> {
    let Value::Object(members) = body else {
        return Some(Vec::new());
    };
    let mut members = members.iter();
    members.find_map(|(name, value)| {
        let is_unnamed = name.is_empty() && !is_text(value);
        if is_unnamed || name.contains('[') {
            return Some(vec![name.clone()]);
        }
        let mut path = unlike_field(value)?;
        path.push(name.clone());
        path.reverse();
        Some(path)
    })
}

/// The same for a value below a name, with the path from its end.
fn unlike_field(value: &Value) -> Option<Vec<String>> {
    let (is_read, members): (bool, Vec<(String, &Value)>) = match value {
        Value::String(_) => return None,
        Value::Null | Value::Bool(_) | Value::Number(_) => (false, Vec::new()),
        Value::Array(items) if items.iter().all(Value::is_string) => (items.len() > 1, Vec::new()),
        Value::Array(items) => {
            let named = items.iter().enumerate();
            let named = named.map(|(index, item)| (index.to_string(), item));
            (!items.iter().any(is_text), named.collect())
        }
        Value::Object(members) => {
            let is_named = |name: &String| !name.contains(['[', ']']);
            let named = members.iter();
            (
                !members.is_empty() && members.keys().all(is_named) && !is_list(members),
                named.map(|(name, value)| (name.clone(), value)).collect(),
            )
        }
    };
    if !is_read {
        return Some(Vec::new());
    }
    members.into_iter().find_map(|(name, value)| {
        let mut path = unlike_field(value)?;
        path.push(name);
        Some(path)
    })
}

/// True for the values of fields by one name: a text, or several.
fn is_text(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.iter().all(Value::is_string),
        _ => value.is_string(),
    }
}

/// True if an object's names are the indices of a list.
fn is_list(members: &Map<String, Value>) -> bool {
    let is_item = |index: usize| {
        members
            .get(&index.to_string())
            .is_some_and(|item| !is_text(item))
    };
    (0..members.len()).all(is_item)
}

/// A value as a form has it, or one of the same type that a form has; `None` if there is none.
pub(crate) fn nearest_of_form(value: Value) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(_) => Some(value),
        Value::Bool(_) | Value::Number(_) => Some(json!(value.to_string())),
        Value::Array(items) => {
            let mut items: Vec<_> = items.into_iter().filter_map(nearest_of_form).collect();
            if let [Value::String(text)] = &*items {
                items.push(json!(text));
            }
            let list = Value::Array(items);
            unlike_field(&list).is_none().then_some(list)
        }
        Value::Object(members) => {
            let named = members
                .into_iter()
                .filter(|(name, _)| !name.contains(['[', ']']));
            let members = named.filter_map(|(name, value)| Some((name, nearest_of_form(value)?)));
            let members: Map<_, _> = members.collect();
            match members.is_empty() {
                true => Some(json!({ "any": "value" })),
                false => Some(Value::Object(members)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_that_no_form_is_read_as_are_found() {
        let found = |body: Value| unlike_form(&body).map(|path| format!("/{}", path.join("/")));
        for body in [
            json!({}),
            json!({"a": "", "b.c": ["x", "y"], "]": "z", "": "w"}),
            json!({"a": {"": "x", "0": "y", "b": {"1": {"c": "z"}}}}),
            json!({"a": [{"b": "x"}, [{"c": ["y", "z"]}]], "0": {"d": "x"}}),
            json!({"a": {"0": ["x", "y"]}}),
        ] {
            assert_eq!(found(body.clone()), None, "{body}");
        }
        for (body, place) in [
            (json!([]), "/"),
            (json!({"a": "x", "b": null}), "/b"),
            (json!({"a": {"b": 1}}), "/a/b"),
            (json!({"a": [{"b": "x"}, {"c": true}]}), "/a/1/c"),
            (json!({"a": {}}), "/a"),
            (json!({"a": []}), "/a"),
            (json!({"a": ["x"]}), "/a"),
            (json!({"a": ["x", {"b": "y"}]}), "/a"),
            (json!({"a": [["x", "y"]]}), "/a"),
            (json!({"a": {"0": {"b": "x"}}}), "/a"),
            (json!({"a": {"b]": "x"}}), "/a"),
            (json!({"a[b]": "x"}), "/a[b]"),
            (json!({"": {"a": "x"}}), "/"),
        ] {
            assert_eq!(found(body.clone()).as_deref(), Some(place), "{body}");
        }
    }

    #[test]
    fn values_are_changed_to_those_of_a_form() {
        let body = json!({"a": 1.5, "b": null, "c": [true], "d": [], "e": {}, "f": [{"g": []}], "h[i]": "x", "j": ["x", {"k": "y"}]});
        let nearest = nearest_of_form(body).expect("an object");
        let expected = json!({"a": "1.5", "c": ["true", "true"], "e": {"any": "value"}, "f": [{"any": "value"}]});
        assert_eq!(nearest, expected);
        assert_eq!(unlike_form(&nearest), None);
    }
}
