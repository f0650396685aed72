//! Bodies in Slack's format.

/// A delivery with the id `event_id`.
pub(crate) fn delivery(event_id: &str, event: &str) -> String {
    format!(
        r#"{{"token":"t","team_id":"T1","api_app_id":"A1","type":"event_callback","event_id":"{event_id}","event_time":1515449522,"event":{event}}}"#
    )
}

/// A delivery of an `app_mention` event.
pub(crate) fn mention(event_id: &str) -> String {
    let event = r#"{"type":"app_mention","text":"hi, <@U1>","ts":"1515449522.000016","channel":"C1","event_ts":"1515449522.000016"}"#;
    delivery(event_id, event)
}

/// Log line of [`mention`].
pub(crate) fn mentioned(event_id: &str) -> String {
    format!(r#"slack {event_id}: mentioned: "hi, <@U1>""#)
}
