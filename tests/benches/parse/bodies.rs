//! Deliveries in Slack's format, composed for the bench: compact, with `/` escaped.

/// A named body.
pub(crate) struct Body {
    /// Its name in tables and in criterion's folders.
    pub(crate) name: String,
    /// The body itself.
    pub(crate) text: String,
}

/// Position of the members that identify the event.
#[derive(Clone, Copy, PartialEq)]
enum TagPosition {
    /// The event is the body's first member, and its tag the event's first member.
    First,
    /// The event is the body's last member, and its tag the event's last member.
    Last,
}

/// All bodies, small ones first.
pub(crate) fn all() -> Vec<Body> {
    let mut bodies = Vec::new();
    for (kind, event) in [
        ("small", channel_archive()),
        ("mention", message("app_mention", 3)),
        ("message", message("message", 3)),
        ("user", user_change()),
        ("large", message("message", 45)),
    ] {
        let size = if kind == "small" { 0 } else { 1 };
        for (position, tag) in [("first", TagPosition::First), ("last", TagPosition::Last)] {
            let name = format!("{kind}-{position}");
            let text = delivery(&event, size, tag);
            bodies.push(Body { name, text });
        }
    }
    let mut event = message("app_mention", 3);
    event.others.extend(unknown_members("event", 30));
    bodies.push(Body {
        name: "unknown-first".to_owned(),
        text: delivery(&event, 20, TagPosition::First),
    });
    bodies
}

/// The members of an event, each as JSON text.
struct Event {
    /// The members that identify the event.
    tags: Vec<(String, String)>,
    others: Vec<(String, String)>,
}

fn member(name: &str, json: impl Into<String>) -> (String, String) {
    (name.to_owned(), json.into())
}

fn text(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\\\"").replace('/', "\\/"))
}

fn object<'m>(members: impl IntoIterator<Item = &'m (String, String)>) -> String {
    let members: Vec<String> = members
        .into_iter()
        .map(|(name, json)| format!("\"{name}\":{json}"))
        .collect();
    format!("{{{}}}", members.join(","))
}

/// A body. `size` 0 has the minimal envelope, 1 that of Slack today, and a larger one adds undeclared members.
fn delivery(event: &Event, size: usize, tag: TagPosition) -> String {
    let event = match tag {
        TagPosition::First => object(event.tags.iter().chain(&event.others)),
        TagPosition::Last => object(event.others.iter().chain(&event.tags)),
    };
    let mut members = vec![
        member("token", text("XXYYZZxxyyzz0123456789ab")),
        member("team_id", text("T0123456789")),
        member("api_app_id", text("A0123456789")),
        member("type", text("event_callback")),
        member("event_id", text("Ev0123456789")),
        member("event_time", "1515449522"),
    ];
    if size > 0 {
        members.extend([
            member("context_team_id", text("T0123456789")),
            member("context_enterprise_id", "null"),
            member(
                "authorizations",
                r#"[{"enterprise_id":null,"team_id":"T0123456789","user_id":"U0BOT567890","is_bot":true,"is_enterprise_install":false}]"#,
            ),
            member("is_ext_shared_channel", "false"),
            member(
                "event_context",
                text("4-eyJldCI6Im1lc3NhZ2UiLCJ0aWQiOiJUMDEyMzQ1Njc4OSIsImFpZCI6IkEwMTIzNDU2Nzg5IiwiY2lkIjoiQzAxMjM0NTY3ODkifQ"),
            ),
        ]);
        members.extend(unknown_members("body", size - 1));
    }
    let event = member("event", event);
    match tag {
        TagPosition::First => members.insert(0, event),
        TagPosition::Last => members.push(event),
    }
    object(&members)
}

/// About 300 bytes with its envelope.
fn channel_archive() -> Event {
    Event {
        tags: vec![member("type", text("channel_archive"))],
        others: vec![
            member("channel", text("C0123456789")),
            member("user", text("U0123456789")),
            member("event_ts", text("1515449522.000016")),
        ],
    }
}

/// About 2 KB with its envelope, all of it typed.
fn user_change() -> Event {
    let names = [
        ("title", "Engineer"),
        ("phone", "+1 555 0100"),
        ("skype", ""),
        ("real_name", "Robin Vale"),
        ("real_name_normalized", "Robin Vale"),
        ("display_name", "robin"),
        ("display_name_normalized", "robin"),
        ("first_name", "Robin"),
        ("last_name", "Vale"),
        ("status_text", "Out for a walk"),
        ("status_text_canonical", ""),
        ("status_emoji", ":walking:"),
        ("avatar_hash", "g1234567890a"),
        ("team", "T0123456789"),
    ];
    let mut profile: Vec<_> = names.map(|(name, value)| member(name, text(value))).into();
    profile.push(member("status_expiration", "0"));
    profile.push(member("is_custom_image", "true"));
    profile.extend(
        ["original", "24", "32", "48", "72", "192", "512", "1024"].map(|size| {
            let url = format!("https://avatars.example.com/2025-01-31/0123456789_{size}.png");
            member(&format!("image_{size}"), text(&url))
        }),
    );
    let mut user = vec![
        member("id", text("U0123456789")),
        member("team_id", text("T0123456789")),
        member("name", text("robin")),
        member("color", text("4bbe2e")),
        member("tz", text("Europe/Madrid")),
        member("tz_label", text("Central European Time")),
        member("tz_offset", "3600"),
        member("updated", "1515449500"),
        member("profile", object(&profile)),
    ];
    let flags = [
        "deleted",
        "is_admin",
        "is_owner",
        "is_primary_owner",
        "is_restricted",
        "is_ultra_restricted",
        "is_bot",
        "is_app_user",
    ];
    user.extend(flags.map(|flag| member(flag, "false")));
    Event {
        tags: vec![member("type", text("user_change"))],
        others: vec![
            member("user", object(&user)),
            member("cache_ts", "1515449522"),
            member("event_ts", text("1515449522.000016")),
        ],
    }
}

/// A message with `blocks` blocks: about 2 KB with three, 20 KB with 45.
fn message(event_type: &str, blocks: usize) -> Event {
    let blocks: Vec<String> = (0..blocks).map(block).collect();
    let mut tags = vec![member("type", text(event_type))];
    if event_type == "message" {
        tags.push(member("channel_type", text("channel")));
    }
    Event {
        tags,
        others: vec![
            member(
                "client_msg_id",
                text("5b0ef7a3-6a0f-4b2c-a5c2-7f0d7c0e1c11"),
            ),
            member("channel", text("C0123456789")),
            member("user", text("U0123456789")),
            member(
                "text",
                text(
                    "<@U0BOT567890> can you look at <https://example.com/plan|the plan> for Thursday \u{1F600} and tell the others?",
                ),
            ),
            member("ts", text("1515449522.000016")),
            member("thread_ts", text("1515449483.000108")),
            member("parent_user_id", text("U0987654321")),
            member("team", text("T0123456789")),
            member("blocks", format!("[{}]", blocks.join(","))),
            member(
                "edited",
                r#"{"user":"U0123456789","ts":"1515449605.000342"}"#,
            ),
            member("event_ts", text("1515449522.000016")),
        ],
    }
}

/// About 430 bytes of Block Kit.
fn block(number: usize) -> String {
    let url = text(&format!(
        "https://example.com/plans/{number}/summary?view=day"
    ));
    format!(
        r#"{{"type":"rich_text","block_id":"b{number:02}Xq","elements":[{{"type":"rich_text_section","elements":[{{"type":"user","user_id":"U0BOT567890"}},{{"type":"text","text":" can you look at "}},{{"type":"link","url":{url},"text":"the plan"}},{{"type":"text","text":" for Thursday ","style":{{"bold":true,"italic":false}}}},{{"type":"emoji","name":"grinning","unicode":"1f600"}},{{"type":"text","text":" and tell the others?"}}]}}]}}"#
    )
}

/// Undeclared members of several types.
fn unknown_members(parent: &str, count: usize) -> Vec<(String, String)> {
    (0..count)
        .map(|number| {
            let name = format!("x_{parent}_member_{number}");
            let json = match number % 5 {
                0 => text("a text of some length"),
                1 => format!("{}", 1_515_449_522 + number),
                2 => "null".to_owned(),
                3 => r#"{"id":"X0123456789","is_new":true}"#.to_owned(),
                _ => r#"["X0123456789","X0987654321"]"#.to_owned(),
            };
            (name, json)
        })
        .collect()
}
