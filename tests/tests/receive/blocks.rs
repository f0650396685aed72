//! Blocks of Slack's messages, decoded when they are looked at.

use webhook_events::slack::{self, Block, BlockElement, Event, RichTextElement};

use crate::body::with_event;

#[test]
fn values_and_mentions_are_read_from_blocks() {
    let body = with_event(
        r#"{"type":"message","channel":"C1","ts":"1.2","text":"t","blocks":[
            {"type":"actions","elements":[{"type":"button","value":"v1"},{"type":"overflow"}]},
            {"type":1},
            {},
            {"type":"newer"},
            {"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
                {"type":"user","user_id":"U1"},{"type":"text","text":"a"}]}]}]}"#,
    );
    let delivery = slack::parse(body.as_bytes()).expect("any block fits");
    assert!(delivery.misfits().is_empty());
    let Event::Message(message) = &delivery.event else {
        panic!("not a message: {delivery:?}")
    };
    assert_eq!(message.text(), Some("t"));
    let blocks: Vec<_> = message.blocks().collect();
    let [
        Ok(Block::Actions(actions)),
        Err(error),
        Ok(Block::Unknown(untyped)),
        Ok(Block::Unknown(_)),
        Ok(Block::RichText(text)),
    ] = &blocks[..]
    else {
        panic!("there are five blocks: {blocks:?}")
    };
    let elements = actions.elements.iter().flatten();
    assert_eq!(
        elements.filter_map(BlockElement::value).collect::<Vec<_>>(),
        ["v1"]
    );
    assert_eq!(error.pointer(), "/blocks/1/type");
    assert!(untyped.is_empty());
    let sections = text.elements.iter().flatten();
    let pieces = sections.flat_map(|section| section.elements().unwrap_or_default());
    assert_eq!(
        pieces
            .filter_map(RichTextElement::user_id)
            .collect::<Vec<_>>(),
        ["U1"]
    );
}
