//! Questions without an answer.

use super::*;

#[test]
fn what_is_not_there_is_refused_with_what_is_near() {
    let files = enveloped();
    assert_eq!(
        files.refused("payd", None),
        "E211: acme has no event `payd`; did you mean `paid`?"
    );
    assert_eq!(
        files.refused("gone-for-ever", None),
        "E211: acme has no event `gone-for-ever`; known are `lost`, `paid`"
    );
    assert_eq!(
        files.refused("paid", Some("/event/typ")),
        "E213: `/event` has nothing called `typ`; did you mean `/event/type`?"
    );
    assert_eq!(
        files.refused("paid", Some("/ts")),
        "E213: the body has nothing called `ts`; did you mean `/event/ts`?"
    );
    assert_eq!(
        files.refused("paid", Some("/event/nothing/inside")),
        "E213: `/event` has nothing called `nothing`; known are `/event/ts`, `/event/type`"
    );
    assert_eq!(
        files.refused("paid", Some("/event/ts/0")),
        "E213: `/event/ts` has nothing inside; ask for `/event/ts` itself"
    );
    assert_eq!(
        files.refused("paid", Some("event/ts")),
        "E212: `event/ts` is no JSON pointer; did you mean `/event/ts`?"
    );
    for path in [
        "event.ts",
        "$.event.ts",
        ".event[\"ts\"]",
        "$['event']['ts']",
    ] {
        let refused = files.refused("paid", Some(path));
        assert!(
            refused.ends_with("; did you mean `/event/ts`?"),
            "{refused}"
        );
    }
    assert_eq!(
        files.refused("paid", Some("/event.ts")),
        "E213: the body has nothing called `event.ts`; did you mean `/event/ts`?"
    );
    assert_eq!(
        files.refused("paid", Some("event.tss")),
        "E212: `event.tss` is no JSON pointer; a JSON pointer begins with a slash: `/event/tss`"
    );
    assert_eq!(
        files.refused("paid", Some("/a~2")),
        "E212: `/a~2` is no JSON pointer; write `~0` for a tilde and `~1` for a slash in a name"
    );
    let question = Question {
        vendor: "acne",
        event: "paid",
        pointer: None,
    };
    let options = Options::named("my-events");
    let unknown = explain(
        &files.model(),
        None,
        &SharedDefinitions::default(),
        &options,
        &question,
    )
    .expect_err("no such vendor");
    assert_eq!(unknown.help.as_deref(), Some("did you mean `acme`?"));
}
