//! A vendor's module as its golden tests see it, and the macros that define them.

use std::borrow::Cow;
use std::fmt::Debug;

use serde::Serialize;
use serde_json::Value;
use ::webhook_events::{Misfit, ParseError};

/// The functions of a vendor's module.
pub(crate) trait Vendor {
    /// The vendor's `Delivery`.
    type Delivery: Debug + PartialEq + Serialize;

    /// The folder of its golden files.
    const FOLDER: &'static str;

    /// True if bodies name their event.
    const BODY_NAMES_EVENT: bool = false;

    /// The vendor's `parse`, if bodies name their event.
    fn parse(_body: &[u8]) -> Result<Self::Delivery, ParseError> {
        panic!("no body of this vendor names its event")
    }

    /// The vendor's `parse_strict`, if bodies name their event.
    fn parse_strict(_body: &[u8]) -> Result<Self::Delivery, ParseError> {
        panic!("no body of this vendor names its event")
    }

    /// The vendor's `peek`, if bodies name their event.
    fn peek(_body: &[u8]) -> Result<Option<String>, ParseError> {
        panic!("no body of this vendor names its event")
    }

    /// The body through `Deserialize`, if bodies name their event.
    fn deserialize(_body: &str) -> serde_json::Result<Self::Delivery> {
        panic!("no body of this vendor names its event")
    }

    /// The header that names the event, if a header does.
    const NAME_HEADER: Option<&'static str> = None;

    /// The vendor's `parse_request`, if requests name their event.
    fn parse_request(
        _headers: &[(&str, &str)],
        _body: &[u8],
    ) -> Result<Self::Delivery, ParseError> {
        panic!("no request of this vendor names its event")
    }

    /// The vendor's `parse_named`.
    fn parse_named(event_name: &str, body: &[u8]) -> Result<Self::Delivery, ParseError>;

    /// The vendor's `parse_named_strict`.
    fn parse_named_strict(event_name: &str, body: &[u8]) -> Result<Self::Delivery, ParseError>;

    /// The misfits of a delivery.
    fn misfits(delivery: &Self::Delivery) -> &[Misfit];

    /// The pointers of a delivery's unknown members.
    fn unknown_members(delivery: &Self::Delivery) -> Vec<String>;

    /// True if a delivery has an envelope.
    fn has_envelope(_delivery: &Self::Delivery) -> bool {
        false
    }

    /// The event on its own, as JSON text.
    fn event(delivery: &Self::Delivery) -> String;

    /// The event's name.
    fn name(delivery: &Self::Delivery) -> &str;

    /// The name of an event that is not known.
    fn unknown_name(delivery: &Self::Delivery) -> Option<&str>;

    /// Name, payload and error of a malformed event.
    fn malformed(delivery: &Self::Delivery) -> Option<(&str, &Value, &ParseError)>;

    /// The body of a payload.
    fn encode(payload: &str) -> Cow<'_, str> {
        Cow::Borrowed(payload)
    }

    /// The vendor's `Delivery::to_form`, if bodies are forms.
    fn to_form(_delivery: &Self::Delivery) -> Option<String> {
        None
    }

    /// The captures of a delivery's message, each with its name and its `Debug` text.
    fn captures(_delivery: &Self::Delivery) -> Option<Vec<(&'static str, String)>> {
        None
    }
}

/// Implements [`Vendor`] for a vendor's module: `parse` if bodies name their event or the header that does, `.envelope` if they have
/// one, `(to_form)` if they are forms, and the captures of its messages if there are any.
macro_rules! vendor {
    ($vendor:ident $($parse:ident)? $([$header:literal])? $(.$envelope:ident)? $(($to_form:ident))? $(|$captures:ident| { $($name:ident: $value:expr,)* })?) => {
        struct Vendor;

        impl crate::check::Vendor for Vendor {
            type Delivery = ::webhook_events::$vendor::Delivery;

            const FOLDER: &'static str = stringify!($vendor);

            $(
                const BODY_NAMES_EVENT: bool = true;

                fn $parse(body: &[u8]) -> Result<Self::Delivery, ::webhook_events::ParseError> {
                    ::webhook_events::$vendor::$parse(body)
                }

                fn parse_strict(
                    body: &[u8],
                ) -> Result<Self::Delivery, ::webhook_events::ParseError> {
                    ::webhook_events::$vendor::parse_strict(body)
                }

                fn peek(body: &[u8]) -> Result<Option<String>, ::webhook_events::ParseError> {
                    Ok(::webhook_events::$vendor::peek(body)?.map(Into::into))
                }

                fn deserialize(body: &str) -> ::serde_json::Result<Self::Delivery> {
                    ::serde_json::from_str(body)
                }

                fn parse_request(
                    headers: &[(&str, &str)],
                    body: &[u8],
                ) -> Result<Self::Delivery, ::webhook_events::ParseError> {
                    ::webhook_events::$vendor::parse_request(headers, body)
                }
            )?

            $(
                const NAME_HEADER: Option<&'static str> = Some($header);

                fn parse_request(
                    headers: &[(&str, &str)],
                    body: &[u8],
                ) -> Result<Self::Delivery, ::webhook_events::ParseError> {
                    ::webhook_events::$vendor::parse_request(headers, body)
                }
            )?

            fn parse_named(
                event_name: &str,
                body: &[u8],
            ) -> Result<Self::Delivery, ::webhook_events::ParseError> {
                ::webhook_events::$vendor::parse_named(event_name, body)
            }

            fn parse_named_strict(
                event_name: &str,
                body: &[u8],
            ) -> Result<Self::Delivery, ::webhook_events::ParseError> {
                ::webhook_events::$vendor::parse_named_strict(event_name, body)
            }

            fn misfits(delivery: &Self::Delivery) -> &[::webhook_events::Misfit] {
                delivery.misfits()
            }

            fn unknown_members(delivery: &Self::Delivery) -> Vec<String> {
                let pointers = delivery.unknown_members();
                pointers.iter().map(ToString::to_string).collect()
            }

            $(
                fn has_envelope(delivery: &Self::Delivery) -> bool {
                    delivery.$envelope.is_some()
                }
            )?

            fn event(delivery: &Self::Delivery) -> String {
                ::serde_json::to_string(&delivery.event).expect("every type writes JSON")
            }

            fn name(delivery: &Self::Delivery) -> &str {
                delivery.event.name()
            }

            fn unknown_name(delivery: &Self::Delivery) -> Option<&str> {
                match &delivery.event {
                    ::webhook_events::$vendor::Event::Unknown(event) => Some(&event.name),
                    _ => None,
                }
            }

            fn malformed(
                delivery: &Self::Delivery,
            ) -> Option<(&str, &::serde_json::Value, &::webhook_events::ParseError)> {
                match &delivery.event {
                    ::webhook_events::$vendor::Event::Malformed(event) => {
                        Some((&event.name, &event.payload, &event.error))
                    }
                    _ => None,
                }
            }

            $(
                fn encode(payload: &str) -> ::std::borrow::Cow<'_, str> {
                    crate::check::forms::encode(payload).into()
                }

                fn $to_form(delivery: &Self::Delivery) -> Option<String> {
                    Some(delivery.$to_form())
                }
            )?

            $(
                fn captures(delivery: &Self::Delivery) -> Option<Vec<(&'static str, String)>> {
                    let $captures = delivery.captures()?;
                    Some(vec![$((stringify!($name), format!("{:?}", $value))),*])
                }
            )?
        }
    };
}
pub(crate) use vendor;

/// Defines the tests of a vendor: a module an event, a function a test, and one function about all of them.
macro_rules! golden {
    ($vendor:ident: $($module:ident $event:ident $name:literal: $($test:ident)*;)*) => {
        $(
            #[allow(clippy::module_inception, reason = "a vendor may call an event as itself")]
            mod $module {
                $(
                    #[test]
                    fn $test() {
                        let event = crate::check::Event {
                            folder: stringify!($module),
                            name: $name,
                            reread: crate::check::reread::<::webhook_events::$vendor::$event>,
                        };
                        event.check::<super::Vendor>(stringify!($test));
                    }
                )*
            }
        )*

        #[test]
        fn every_event_is_tested() {
            let tested = [$($name),*];
            let known: Vec<&str> = ::webhook_events::$vendor::EVENTS
                .iter()
                .map(|facts| facts.name)
                .collect();
            assert_eq!(known, tested);
        }

        #[test]
        fn every_file_is_read() {
            crate::check::every_file_is_read::<Vendor>(&[
                $((stringify!($module), &[$(stringify!($test)),*])),*
            ]);
        }
    };
}
pub(crate) use golden;
