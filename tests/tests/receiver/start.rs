//! What a receiver needs to start.

use crate::running::{SECRET, TOKEN};
use crate::settings::Settings;

fn started(variables: &[(&str, &str)]) -> Result<Settings, String> {
    Settings::from_variables(|name| {
        let found = variables.iter().find(|(one, _)| *one == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn secrets_and_a_token() {
    let settings = started(&[
        ("SLACK_SIGNING_SECRETS", &format!("{SECRET}, new\n")),
        ("REVENUECAT_TOKEN", TOKEN),
    ])
    .expect("all of it is there");
    assert_eq!(settings.slack_secrets.len(), 2);
    assert_eq!(settings.revenuecat_token, TOKEN);
    assert_eq!(settings.listen, "127.0.0.1:3000");
}

#[test]
fn nothing_starts_unguarded() {
    for (secrets, token, why) in [
        ("", TOKEN, "the variable SLACK_SIGNING_SECRETS is not set"),
        (
            " , ",
            TOKEN,
            "the variable SLACK_SIGNING_SECRETS holds no secret",
        ),
        (SECRET, " ", "the variable REVENUECAT_TOKEN is not set"),
    ] {
        let variables = [
            ("SLACK_SIGNING_SECRETS", secrets),
            ("REVENUECAT_TOKEN", token),
        ];
        assert_eq!(started(&variables).expect_err("too little"), why);
    }
    started(&[]).expect_err("an empty environment");
}
