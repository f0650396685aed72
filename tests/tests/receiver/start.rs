//! Environment variables of the receiver.

use crate::running::{SECRET, TOKEN};
use crate::settings::Settings;

fn settings_from(variables: &[(&str, &str)]) -> Result<Settings, String> {
    Settings::from_variables(|name| {
        let found = variables.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn secrets_and_token_are_read() {
    let settings = settings_from(&[
        ("SLACK_SIGNING_SECRETS", &format!("{SECRET}, new\n")),
        ("REVENUECAT_TOKEN", TOKEN),
    ])
    .expect("all variables are set");
    assert_eq!(settings.slack_secrets.len(), 2);
    assert_eq!(settings.revenuecat_token, TOKEN);
    assert_eq!(settings.listen, "127.0.0.1:3000");
}

#[test]
fn missing_secrets_are_errors() {
    for (secrets, token, message) in [
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
        assert_eq!(
            settings_from(&variables).expect_err("a variable is missing"),
            message
        );
    }
    settings_from(&[]).expect_err("an empty environment");
}
