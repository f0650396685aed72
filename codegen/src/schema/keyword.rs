//! Every keyword of JSON Schema 2020-12, and of earlier drafts and OpenAPI where they are spelled otherwise, with its
//! treatment. Another keyword is an annotation by the standard; it is reported once per vendor.
//!
//! *Modelled* keywords shape the type. *Constraints* become a note in the docs and are not enforced, since a type may
//! accept more than the schema but never less. *Annotations* become docs, or are left out if they are of no use to a
//! reader of the type.
//!
//! A type has a limited size (`codegen/src/lower/size_limits.rs`): an object of more than 1,000 members becomes a map, a string
//! enum of more than 4,000 values a string, and a tuple of more than 100 places an array, with the warning `E134`. A value of
//! more than 256 alternatives stays JSON.
//!
//! | Keyword | Treatment | How | Test |
//! |---|---|---|---|
//! | `$schema` | annotation | left out; under draft 4, `id` counts as `$id`. The catalogue's reader warns of another draft than 2020-12 | `schema_of_another_draft_changes_nothing_else` |
//! | `$id` | modelled | base for the references below it | `id_is_the_base_of_references` |
//! | `$ref` | modelled | the definition's type; keywords beside it apply too | `ref_beside_other_keywords` |
//! | `$anchor` | modelled | a name for references | `anchor_is_found_by_reference` |
//! | `$dynamicRef` | modelled | resolved if one `$dynamicAnchor` has the name, else any JSON value | `dynamic_ref_with_one_candidate` |
//! | `$dynamicAnchor` | modelled | as `$anchor` | `dynamic_ref_with_several_candidates_falls_back` |
//! | `$vocabulary` | annotation | left out | `other_annotations_are_left_out` |
//! | `$comment` | annotation | left out | `other_annotations_are_left_out` |
//! | `$defs` | modelled | lowered where they are referred to | `defs_are_lowered_where_they_are_used` |
//! | `prefixItems` | modelled | tuple | `prefix_items_make_a_tuple` |
//! | `items` | modelled | list | `items_make_a_list` |
//! | `contains` | constraint | note | `contains_is_a_note` |
//! | `additionalProperties` | modelled | map if no properties are named, else a note | `additional_properties_make_a_map` |
//! | `properties` | modelled | object | `properties_make_an_object` |
//! | `patternProperties` | modelled | map if one closed pattern is the only keyword about members; beside members, a map of those that `^literal` matches; a note of all others | `pattern_properties_make_a_map` |
//! | `dependentSchemas` | modelled | members declared there are optional, of any value | `dependent_schemas_declare_optional_members` |
//! | `propertyNames` | constraint | note | `property_names_is_a_note` |
//! | `if` | constraint | note | `if_then_else_declare_optional_members` |
//! | `then` | modelled | members declared there are optional, of any value | `if_then_else_declare_optional_members` |
//! | `else` | modelled | as `then` | `if_then_else_declare_optional_members` |
//! | `allOf` | modelled | merged | `all_of_is_merged` |
//! | `anyOf` | modelled | union | `any_of_is_a_union` |
//! | `oneOf` | modelled | union | `one_of_is_told_apart_by_constants` |
//! | `not` | constraint | note | `not_is_a_note` |
//! | `unevaluatedItems` | constraint | note | `unevaluated_items_is_a_note` |
//! | `unevaluatedProperties` | constraint | note | `unevaluated_properties_is_a_note` |
//! | `type` | modelled | the JSON type; a list is a union, `null` makes it nullable | `type_lists` |
//! | `enum` | modelled | string enum; other values give the scalar and a note | `enums` |
//! | `const` | modelled | text that is always the same is a `String`, another value its type | `const_of_any_type` |
//! | `multipleOf` | constraint | note | `number_constraints_are_notes` |
//! | `maximum` | constraint | note | `number_constraints_are_notes` |
//! | `exclusiveMaximum` | constraint | note | `number_constraints_are_notes` |
//! | `minimum` | constraint | note | `number_constraints_are_notes` |
//! | `exclusiveMinimum` | constraint | note; the boolean of draft 4 too | `number_constraints_are_notes` |
//! | `maxLength` | constraint | note | `string_constraints_are_notes` |
//! | `minLength` | constraint | note | `string_constraints_are_notes` |
//! | `pattern` | constraint | note | `string_constraints_are_notes` |
//! | `maxItems` | constraint | note | `array_constraints_are_notes` |
//! | `minItems` | modelled | makes places of a tuple required; note | `prefix_items_make_a_tuple` |
//! | `uniqueItems` | constraint | note | `array_constraints_are_notes` |
//! | `maxContains` | constraint | note | `contains_is_a_note` |
//! | `minContains` | constraint | note | `contains_is_a_note` |
//! | `maxProperties` | constraint | note | `object_constraints_are_notes` |
//! | `minProperties` | constraint | note | `object_constraints_are_notes` |
//! | `required` | modelled | presence | `required_decides_presence` |
//! | `dependentRequired` | constraint | note | `dependent_required_is_a_note` |
//! | `format` | modelled | `date-time` and `unix-time` give types of their own; another format is a note | `times_have_types_of_their_own` |
//! | `contentEncoding` | constraint | note | `content_keywords_are_notes` |
//! | `contentMediaType` | constraint | note | `content_keywords_are_notes` |
//! | `contentSchema` | constraint | note | `content_keywords_are_notes` |
//! | `title` | annotation | docs | `title_description_and_deprecated_are_docs` |
//! | `description` | annotation | docs | `title_description_and_deprecated_are_docs` |
//! | `default` | annotation | note | `default_and_examples_are_notes` |
//! | `deprecated` | annotation | docs | `title_description_and_deprecated_are_docs` |
//! | `readOnly` | annotation | left out: a payload is always read | `other_annotations_are_left_out` |
//! | `writeOnly` | annotation | left out: a payload is always read | `other_annotations_are_left_out` |
//! | `examples` | annotation | note | `default_and_examples_are_notes` |
//! | `definitions` | modelled | as `$defs` (to draft 7) | `definitions_of_earlier_drafts` |
//! | `id` | modelled | as `$id` under a draft 4 `$schema`, else left out | `id_of_draft_4` |
//! | `additionalItems` | modelled | items after those of an `items` list (to 2019-09) | `items_lists_of_earlier_drafts` |
//! | `$recursiveRef` | modelled | as `$dynamicRef` (2019-09) | `recursive_ref_of_2019_09` |
//! | `$recursiveAnchor` | modelled | as `$dynamicAnchor` (2019-09) | `recursive_ref_of_2019_09` |
//! | `dependencies` | modelled | as `dependentRequired` and `dependentSchemas` (to draft 7) | `dependencies_of_earlier_drafts` |
//! | `nullable` | modelled | `null` is allowed too (OpenAPI 3.0) | `nullable_of_openapi` |
//! | `example` | annotation | as `examples` (OpenAPI) | `default_and_examples_are_notes` |
//! | `discriminator` | modelled | its `propertyName` alone decides, where each alternative has a constant there or forbids it; any other text is kept (OpenAPI). Each value of an `enum` there is an alternative of the same type | `a_discriminator_decides` |
//! | `externalDocs` | annotation | left out (OpenAPI) | `other_annotations_are_left_out` |
//! | `xml` | annotation | left out (OpenAPI) | `other_annotations_are_left_out` |
//! | `x-lazy` | modelled | `true`: the value is kept as text, and decoded when it is looked at (ours, for values of members, items and maps) | `lazy_values_are_kept_as_text` |
//! | `x-id` | modelled | `true`: the text has a type of its own, named by the definition; `false`: no `x-members` applies (ours) | `ids_have_types_of_their_own` |
//! | `x-members` | modelled | names of members that a definition of the vendor's overlay gives its `x-id` or `format` (ours) | `members_take_types_by_their_names` |

/// Treatment of a keyword, as in the table above.
#[cfg(test)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Treatment {
    /// It shapes the type.
    Modelled,
    /// It is a note in the docs and not enforced.
    Constraint,
    /// It becomes docs or is left out; it never restricts values.
    Annotation,
}

#[cfg(test)]
impl Treatment {
    /// The word in the table above.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Modelled => "modelled",
            Self::Constraint => "constraint",
            Self::Annotation => "annotation",
        }
    }
}

/// Names each keyword, its spelling and its treatment in one place.
macro_rules! keywords {
    ($($name:ident = $text:literal, $treatment:ident;)+) => {
        /// A keyword of the standard or of a common dialect.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Keyword {
            $(#[doc = concat!("`", $text, "`")] $name,)+
        }

        impl Keyword {
            /// Every keyword, in the order of the table.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The keyword spelled `text`.
            pub(crate) fn from_text(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }

            /// Its spelling.
            pub(crate) const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Its treatment.
            #[cfg(test)]
            pub(crate) const fn treatment(self) -> Treatment {
                match self { $(Self::$name => Treatment::$treatment,)+ }
            }
        }
    };
}

keywords! {
    Schema = "$schema", Annotation;
    Id = "$id", Modelled;
    Ref = "$ref", Modelled;
    Anchor = "$anchor", Modelled;
    DynamicRef = "$dynamicRef", Modelled;
    DynamicAnchor = "$dynamicAnchor", Modelled;
    Vocabulary = "$vocabulary", Annotation;
    Comment = "$comment", Annotation;
    Defs = "$defs", Modelled;
    PrefixItems = "prefixItems", Modelled;
    Items = "items", Modelled;
    Contains = "contains", Constraint;
    AdditionalProperties = "additionalProperties", Modelled;
    Properties = "properties", Modelled;
    PatternProperties = "patternProperties", Modelled;
    DependentSchemas = "dependentSchemas", Modelled;
    PropertyNames = "propertyNames", Constraint;
    If = "if", Constraint;
    Then = "then", Modelled;
    Else = "else", Modelled;
    AllOf = "allOf", Modelled;
    AnyOf = "anyOf", Modelled;
    OneOf = "oneOf", Modelled;
    Not = "not", Constraint;
    UnevaluatedItems = "unevaluatedItems", Constraint;
    UnevaluatedProperties = "unevaluatedProperties", Constraint;
    Type = "type", Modelled;
    Enum = "enum", Modelled;
    Const = "const", Modelled;
    MultipleOf = "multipleOf", Constraint;
    Maximum = "maximum", Constraint;
    ExclusiveMaximum = "exclusiveMaximum", Constraint;
    Minimum = "minimum", Constraint;
    ExclusiveMinimum = "exclusiveMinimum", Constraint;
    MaxLength = "maxLength", Constraint;
    MinLength = "minLength", Constraint;
    Pattern = "pattern", Constraint;
    MaxItems = "maxItems", Constraint;
    MinItems = "minItems", Modelled;
    UniqueItems = "uniqueItems", Constraint;
    MaxContains = "maxContains", Constraint;
    MinContains = "minContains", Constraint;
    MaxProperties = "maxProperties", Constraint;
    MinProperties = "minProperties", Constraint;
    Required = "required", Modelled;
    DependentRequired = "dependentRequired", Constraint;
    Format = "format", Modelled;
    ContentEncoding = "contentEncoding", Constraint;
    ContentMediaType = "contentMediaType", Constraint;
    ContentSchema = "contentSchema", Constraint;
    Title = "title", Annotation;
    Description = "description", Annotation;
    Default = "default", Annotation;
    Deprecated = "deprecated", Annotation;
    ReadOnly = "readOnly", Annotation;
    WriteOnly = "writeOnly", Annotation;
    Examples = "examples", Annotation;
    Definitions = "definitions", Modelled;
    DraftFourId = "id", Modelled;
    AdditionalItems = "additionalItems", Modelled;
    RecursiveRef = "$recursiveRef", Modelled;
    RecursiveAnchor = "$recursiveAnchor", Modelled;
    Dependencies = "dependencies", Modelled;
    Nullable = "nullable", Modelled;
    Example = "example", Annotation;
    Discriminator = "discriminator", Modelled;
    ExternalDocs = "externalDocs", Annotation;
    Xml = "xml", Annotation;
    Lazy = "x-lazy", Modelled;
    TypedText = "x-id", Modelled;
    Members = "x-members", Modelled;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_and_the_keywords_agree() {
        let rows: Vec<Vec<&str>> = include_str!("keyword.rs")
            .lines()
            .filter_map(|line| line.strip_prefix("//! | `"))
            .map(|row| row.split('|').map(str::trim).collect())
            .collect();
        let listed: Vec<_> = rows
            .iter()
            .map(|row| (row[0].trim_end_matches('`'), row[1]))
            .collect();
        let known: Vec<_> = Keyword::ALL
            .iter()
            .map(|keyword| (keyword.as_str(), keyword.treatment().as_str()))
            .collect();
        assert_eq!(listed, known);
        let tests = [
            include_str!("../lower/tests/keywords/references.rs"),
            include_str!("../lower/tests/keywords/applicators.rs"),
            include_str!("../lower/tests/keywords/validation.rs"),
            include_str!("../lower/tests/keywords/annotations.rs"),
            include_str!("../lower/tests/keywords/dialects.rs"),
        ];
        for row in rows {
            let test = row[3].trim_matches('`');
            assert!(
                tests
                    .iter()
                    .any(|tests| tests.contains(&format!("fn {test}()"))),
                "the table names the test `{test}`, which is not there"
            );
        }
    }

    #[test]
    fn keywords_are_found_by_their_spelling() {
        for keyword in Keyword::ALL {
            assert_eq!(Keyword::from_text(keyword.as_str()), Some(*keyword));
        }
        assert_eq!(Keyword::from_text("x-vendor"), None);
    }
}
