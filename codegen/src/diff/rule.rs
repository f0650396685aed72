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

            /// True if the crate does not differ, but somebody has to look at the inputs.
            pub const fn needs_review(self) -> bool {
                matches!(self, Self::OverlayChangeCovered | Self::OverlayContradicted)
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
    AliasChanged "alias_changed" Replacing "the values that identify an event in place of its name changed"
    AlternativeAdded "alternative_added" Widening "an alternative was added to a union"
    AlternativeGuardChanged "alternative_guard_changed" Replacing "the condition for trying an alternative changed"
    AlternativeRemoved "alternative_removed" Narrowing "an alternative was removed from a union"
    AlternativesReordered "alternatives_reordered" Neutral "the alternatives of a union are tried in another order"
    AuthMethodChanged "auth_method_changed" Neutral "the authentication method of deliveries changed"
    BareAdded "bare_added" Widening "deliveries without envelope were added"
    BareChanged "bare_changed" Replacing "deliveries without envelope name their event in another way"
    BareRemoved "bare_removed" Narrowing "deliveries without envelope were removed"
    BodyFormatChanged "body_format_changed" Replacing "the format of the bodies changed"
    BoxChanged "box_changed" Neutral "a value was moved into or out of a `Box`"
    ConstantChanged "constant_changed" Neutral "the constant of a string was added, removed or changed"
    ConstraintChanged "constraint_changed" Neutral "a constraint, default or example that the type does not enforce changed"
    DeclarationChanged "declaration_changed" Neutral "the declaration of a member changed, but not its presence"
    DeliveryGuaranteeChanged "delivery_guarantee_changed" Neutral "the delivery guarantee changed"
    DeprecationChanged "deprecation_changed" Neutral "a type or member was deprecated, or is no longer"
    DescriptionChanged "description_changed" Neutral "the description of a type or member changed"
    EnumValueAdded "enum_value_added" Widening "a value was added to an enum"
    EnumValueRemoved "enum_value_removed" Narrowing "a value was removed from an enum"
    EnvelopeAdded "envelope_added" Replacing "an envelope was added to deliveries"
    EnvelopeRemoved "envelope_removed" Replacing "the envelope of deliveries was removed"
    EventAdded "event_added" Widening "an event was added"
    EventDocsUrlChanged "event_docs_url_changed" Neutral "the documentation URL of an event changed"
    EventFeatureChanged "event_feature_changed" Neutral "the feature that compiles an event changed"
    EventGradeChanged "event_grade_changed" Neutral "the evidence for the type of an event became stronger or weaker"
    EventIdHeaderChanged "event_id_header_changed" Neutral "the header with the delivery's id changed"
    EventMemberChanged "event_member_changed" Replacing "the event moved to another member of the body"
    EventNotesChanged "event_notes_changed" Neutral "the catalogue's notes about an event changed"
    EventOptionalToRequired "event_optional_to_required" Narrowing "the member that holds an event became required"
    EventOverlayChanged "event_overlay_changed" Neutral "an overlay starts or stops describing the payload of an event"
    EventRemoved "event_removed" Narrowing "an event was removed"
    EventRequiredToOptional "event_required_to_optional" Widening "the member that holds an event became optional"
    EventRowAdded "event_row_added" Neutral "a row was added for an event known from samples alone"
    EventRowRemoved "event_row_removed" Narrowing "the row of an event was removed, and only samples describe it"
    EventWordingChanged "event_wording_changed" Replacing "the message templates of an event changed"
    FallbackChanged "fallback_changed" Neutral "the reason for keeping a value as JSON changed"
    FieldAdded "field_added" Widening "a member was added"
    FieldOptionalToRequired "field_optional_to_required" Narrowing "an optional member or tuple place became required"
    FieldRemoved "field_removed" Narrowing "a member was removed"
    FieldRequiredToOptional "field_required_to_optional" Widening "a required member or tuple place became optional"
    FormatChanged "format_changed" Neutral "the format of a string changed"
    HandshakeChanged "handshake_changed" Neutral "the answer that a vendor expects to its check of the receiver changed"
    IdempotencyHeaderChanged "idempotency_header_changed" Neutral "the header with the idempotency key changed"
    ItemRenamed "item_renamed" Neutral "the Rust name of an item changed"
    ItemRespelled "item_respelled" Replacing "the vendor's name of an item changed, but not its Rust name"
    MaxPayloadChanged "max_payload_changed" Widening "the maximum payload size changed"
    MethodAdded "method_added" Widening "a method was added"
    MethodRemoved "method_removed" Narrowing "a method was removed"
    MethodRetyped "method_retyped" Neutral "a method returns another type"
    NamespaceChanged "namespace_changed" Neutral "the namespace of an event changed"
    NamingChanged "naming_changed" Replacing "the place of the event name in deliveries changed"
    NamingMemberRemoved "naming_member_removed" Narrowing "the member that names the event was removed"
    NamingValuesChanged "naming_values_changed" Replacing "the values in the deliveries of an event name another event"
    NotEventAdded "not_event_added" Neutral "a kind of request is told from events now"
    NotEventChanged "not_event_changed" Neutral "the conditions of a kind of request that is no event changed, or the answer to it"
    NotEventRemoved "not_event_removed" Neutral "a kind of request is not told from events any more"
    NullAllowed "null_allowed" Widening "a value may be `null` now"
    NullNoLongerAllowed "null_no_longer_allowed" Narrowing "a value may not be `null` any more"
    OtherMembersChanged "other_members_changed" Neutral "a constraint on undescribed members or items changed"
    OverlayChangeCovered "overlay_change_covered" Neutral "a row changed where an overlay decides, so that nothing shows"
    OverlayContradicted "overlay_contradicted" Neutral "a row changed against an overlay, or says the same now"
    PlaceholderAdded "placeholder_added" Widening "a placeholder was added to the message templates"
    PlaceholderChanged "placeholder_changed" Replacing "a placeholder of the message templates changed"
    PlaceholderRemoved "placeholder_removed" Narrowing "a placeholder was removed from the message templates"
    RetryPolicyChanged "retry_policy_changed" Neutral "the retry policy changed"
    ScopesChanged "scopes_changed" Widening "the required OAuth scopes changed"
    SignatureDescribed "signature_described" Neutral "signatures can be checked now"
    SignatureDetailChanged "signature_detail_changed" Neutral "the description of the signature changed"
    SignatureHeaderChanged "signature_header_changed" Neutral "the header with the signature changed"
    SignatureReasonChanged "signature_reason_changed" Neutral "the reason why signatures cannot be checked changed"
    SignatureSchemeChanged "signature_scheme_changed" Replacing "the signature scheme changed"
    SignatureToleranceChanged "signature_tolerance_changed" Neutral "the tolerance of the signature's timestamp changed"
    SignatureUndescribed "signature_undescribed" Replacing "signatures cannot be checked any more"
    SubscriptionEventChanged "subscription_event_changed" Neutral "the required subscription changed"
    TitleChanged "title_changed" Neutral "the title of a type or member changed"
    TransportChanged "transport_changed" Neutral "the transport of the payload changed"
    TriggerChanged "trigger_changed" Neutral "the trigger of an event changed"
    TuplePlaceAdded "tuple_place_added" Widening "a place was added to a tuple"
    TuplePlaceRemoved "tuple_place_removed" Narrowing "a place was removed from a tuple"
    TypeAdded "type_added" Widening "a type was added"
    TypeKindChanged "type_kind_changed" Replacing "a type of the same name is of another kind"
    TypeNarrowed "type_narrowed" Narrowing "a type accepts fewer values than before"
    TypeRemoved "type_removed" Narrowing "a type was removed"
    TypeReplaced "type_replaced" Replacing "a type accepts other values than before"
    TypeRespelled "type_respelled" Neutral "the Rust type of the same values changed"
    TypeWidened "type_widened" Widening "a type accepts more values than before"
    UnionTagChanged "union_tag_changed" Replacing "the tag of a union was added, removed or changed"
    VendorAdded "vendor_added" Widening "a vendor was added"
    VendorCategoryChanged "vendor_category_changed" Neutral "the vendor's category changed"
    VendorDeliveryIdChanged "vendor_delivery_id_changed" Replacing "the place of a delivery's id changed"
    VendorDisplayNameChanged "vendor_display_name_changed" Neutral "the vendor's display name changed"
    VendorDocsUrlChanged "vendor_docs_url_changed" Neutral "the vendor's documentation URL changed"
    VendorRemoved "vendor_removed" Narrowing "a vendor was removed"
    WordingChanged "wording_changed" Replacing "the strings that identify events by message template changed"
    WrapperChanged "wrapper_changed" Replacing "the wrapper in which requests come changed"
}
