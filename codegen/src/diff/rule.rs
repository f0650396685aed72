//! The table of rules: id, direction and purpose of each.

macro_rules! rules {
    ($($rule:ident $id:literal $direction:ident $purpose:literal)*) => {
        /// A rule that judges one kind of change. The order is that of the ids.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Rule {
            $(#[doc = concat!("`", $id, "`: ", $purpose, ".")] $rule,)*
        }

        impl Rule {
            /// Every rule, sorted by id.
            pub const ALL: &'static [Self] = &[$(Self::$rule),*];

            /// The name in reports, fingerprints and fixtures.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$rule => $id,)*
                }
            }

            /// The changes that the rule finds, as a fragment without a full stop.
            pub const fn purpose(self) -> &'static str {
                match self {
                    $(Self::$rule => $purpose,)*
                }
            }

            /// The direction of the changes that the rule finds.
            pub const fn direction(self) -> Direction {
                match self {
                    $(Self::$rule => Direction::$direction,)*
                }
            }
        }
    };
}

/// The direction of a change in the set of payloads that a vendor may send. Payloads are received, so widening may break
/// readers and narrowing does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// More than before.
    Widening,
    /// Less than before.
    Narrowing,
    /// Something else instead.
    Replacing,
    /// Neither more nor less, or either.
    Neutral,
}

impl Direction {
    /// The direction as one word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Widening => "widening",
            Self::Narrowing => "narrowing",
            Self::Replacing => "replacing",
            Self::Neutral => "neutral",
        }
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}

rules! {
    AliasChanged "alias_changed" Replacing "what a delivery says in place of the event's name is another one"
    AlternativeAdded "alternative_added" Widening "a union has an alternative more"
    AlternativeGuardChanged "alternative_guard_changed" Replacing "what a value must look like before an alternative is tried is another one"
    AlternativeRemoved "alternative_removed" Narrowing "a union has an alternative less"
    AlternativesReordered "alternatives_reordered" Neutral "the alternatives of a union are tried in another order"
    AuthMethodChanged "auth_method_changed" Neutral "the way in which a delivery shows that it is genuine is another one"
    BareAdded "bare_added" Widening "some deliveries have no envelope"
    BareChanged "bare_changed" Replacing "deliveries without envelope name their event in another way"
    BareRemoved "bare_removed" Narrowing "all deliveries have an envelope"
    BoxChanged "box_changed" Neutral "a value is kept behind a `Box`, or no longer"
    ConstantChanged "constant_changed" Neutral "a text is always the same, no longer so, or another one"
    ConstraintChanged "constraint_changed" Neutral "a constraint, default or example that the type does not enforce is another one"
    DeclarationChanged "declaration_changed" Neutral "who says that a member is there is another one"
    DeliveryGuaranteeChanged "delivery_guarantee_changed" Neutral "how often a delivery may arrive is another one"
    DeprecationChanged "deprecation_changed" Neutral "a type or member is deprecated, or no longer"
    DescriptionChanged "description_changed" Neutral "the description of a type or member is another one"
    EnumValueAdded "enum_value_added" Widening "an enum knows a value more"
    EnumValueRemoved "enum_value_removed" Narrowing "an enum knows a value less"
    EnvelopeAdded "envelope_added" Replacing "deliveries have an envelope"
    EnvelopeRemoved "envelope_removed" Replacing "deliveries have no envelope any more"
    EventAdded "event_added" Widening "an event is new"
    EventDocsUrlChanged "event_docs_url_changed" Neutral "the address of the event's documentation is another one"
    EventIdHeaderChanged "event_id_header_changed" Neutral "the header with the delivery's id is another one"
    EventMemberChanged "event_member_changed" Replacing "the event stands in another member of the body"
    EventNotesChanged "event_notes_changed" Neutral "the catalogue's notes are others"
    EventOverlayChanged "event_overlay_changed" Neutral "an overlay begins or ceases to describe the payload of an event"
    EventRemoved "event_removed" Narrowing "an event is gone"
    EventRowAdded "event_row_added" Neutral "an event that samples alone showed has a row"
    EventRowRemoved "event_row_removed" Narrowing "the row of an event is gone, and samples alone show it"
    EventWordingChanged "event_wording_changed" Replacing "an event is worded otherwise"
    FallbackChanged "fallback_changed" Neutral "the reason why a value is kept as JSON is another one"
    FieldAdded "field_added" Widening "a member is described that was not"
    FieldOptionalToRequired "field_optional_to_required" Narrowing "a member or place that may be absent must be there"
    FieldRemoved "field_removed" Narrowing "a member is described no longer"
    FieldRequiredToOptional "field_required_to_optional" Widening "a member or place that must be there may be absent"
    FormatChanged "format_changed" Neutral "the format of a text is another one"
    IdempotencyHeaderChanged "idempotency_header_changed" Neutral "the header by which repeats are known is another one"
    ItemRenamed "item_renamed" Neutral "the same thing has another Rust name"
    MaxPayloadChanged "max_payload_changed" Widening "the largest payload is another one"
    MethodAdded "method_added" Widening "there is a method that was not there"
    MethodRemoved "method_removed" Narrowing "a method is gone"
    MethodRetyped "method_retyped" Neutral "a method returns another type"
    NamespaceChanged "namespace_changed" Neutral "the vendor's group of the event is another one"
    NamingChanged "naming_changed" Replacing "a delivery names its event in another way"
    NamingMemberRemoved "naming_member_removed" Narrowing "the member that names the event is described no longer"
    NullAllowed "null_allowed" Widening "a value that is never null may be null"
    NullNoLongerAllowed "null_no_longer_allowed" Narrowing "a value that may be null never is"
    OtherMembersChanged "other_members_changed" Neutral "what is said of members and items that are not described is something else"
    PlaceholderAdded "placeholder_added" Widening "something that deliveries say is told apart"
    PlaceholderChanged "placeholder_changed" Replacing "something that deliveries say is found or written otherwise"
    PlaceholderRemoved "placeholder_removed" Narrowing "something that deliveries say is told apart no longer"
    RetryPolicyChanged "retry_policy_changed" Neutral "what the vendor does when a delivery fails is another one"
    ScopesChanged "scopes_changed" Widening "the OAuth scopes that the app needs are others"
    SignatureDescribed "signature_described" Neutral "a signature that could not be checked can be"
    SignatureDetailChanged "signature_detail_changed" Neutral "the description of the signature is another one"
    SignatureHeaderChanged "signature_header_changed" Neutral "the header that holds the signature is another one"
    SignatureReasonChanged "signature_reason_changed" Neutral "the reason why a signature cannot be checked is another one"
    SignatureSchemeChanged "signature_scheme_changed" Replacing "deliveries are signed in another way"
    SignatureToleranceChanged "signature_tolerance_changed" Neutral "the time that a signature allows is another one"
    SignatureUndescribed "signature_undescribed" Replacing "a signature that could be checked cannot be any more"
    SubscriptionEventChanged "subscription_event_changed" Neutral "the subscription that brings the event is another one"
    TitleChanged "title_changed" Neutral "the title of a type or member is another one"
    TransportChanged "transport_changed" Neutral "how the payload travels is another one"
    TriggerChanged "trigger_changed" Neutral "what makes the vendor send the event is another one"
    TuplePlaceAdded "tuple_place_added" Widening "a tuple has a place more"
    TuplePlaceRemoved "tuple_place_removed" Narrowing "a tuple has a place less"
    TypeAdded "type_added" Widening "there is a type that was not there"
    TypeKindChanged "type_kind_changed" Replacing "a type of the same name has another form"
    TypeNarrowed "type_narrowed" Narrowing "values look like only a part of what they did"
    TypeRemoved "type_removed" Narrowing "a type is gone"
    TypeReplaced "type_replaced" Replacing "values look otherwise than they did"
    TypeRespelled "type_respelled" Neutral "the same values have another Rust type"
    TypeWidened "type_widened" Widening "values may look like what they did, and otherwise"
    UnionTagChanged "union_tag_changed" Replacing "the member that tells the alternatives of a union apart is another one"
    VendorAdded "vendor_added" Widening "a vendor is new"
    VendorCategoryChanged "vendor_category_changed" Neutral "the vendor's category is another one"
    VendorDisplayNameChanged "vendor_display_name_changed" Neutral "the vendor's name is another one"
    VendorDocsUrlChanged "vendor_docs_url_changed" Neutral "the address of the vendor's documentation is another one"
    VendorRemoved "vendor_removed" Narrowing "a vendor is gone"
    WordingChanged "wording_changed" Replacing "the texts that tell events apart are others"
}
