//! A headless browser, driven over the pipe of its DevTools protocol.
//!
//! A message is JSON terminated by a zero byte, for which `serde_json` suffices; crates that drive browsers contain types for
//! the whole protocol and take minutes to build. The browser exits when the pipe closes.

use std::collections::VecDeque;
use std::env;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::{NamedTempFile, TempDir};

/// Environment variable with the path of the browser's binary.
pub(crate) const VARIABLE: &str = "WEBHOOK_EVENTS_CHROMIUM";
/// Names searched for on the path if the variable is not set.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
/// Time limit for one answer, generous because the machine may be busy.
const PATIENCE: Duration = Duration::from_secs(120);
/// The protocol uses the browser's descriptors 3 and 4; its stdin and stdout are unused.
const SCRIPT: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;
const ARGUMENTS: [&str; 12] = [
    "--headless",
    "--remote-debugging-pipe",
    // It opens trusted pages only, and a sandbox is unavailable as root or within another sandbox.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
];

/// A browser with one page.
pub(crate) struct Browser {
    process: Child,
    commands: ChildStdin,
    answers: Receiver<Value>,
    /// Events received while waiting for other messages.
    events: VecDeque<Value>,
    last_id: u64,
    session: String,
    /// Folder of the browser's profile and stderr.
    folder: TempDir,
}

/// The path of the binary. Prints that the test is skipped if there is none. The variable's value is not checked, so that a wrong
/// one fails the test.
fn binary(test: &str) -> Option<PathBuf> {
    if let Some(named) = env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
        return Some(named.into());
    }
    let folders = env::var_os("PATH").unwrap_or_default();
    let found = env::split_paths(&folders)
        .flat_map(|folder| NAMES.map(|name| folder.join(name)))
        .find(|path| path.is_file());
    if found.is_none() {
        eprintln!(
            "{test}: skipped, because there is no browser; `apt-get install chromium` brings one, or {VARIABLE} names one"
        );
    }
    found
}

impl Browser {
    /// Starts the browser with an empty page. `None` if there is no browser.
    pub(crate) fn start(test: &str) -> Option<Self> {
        let binary = binary(test)?;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let log = File::create_new(folder.path().join("stderr")).expect("a file for stderr");
        let profile = folder.path().join("profile");
        let mut process = Command::new("sh")
            .args(["-c", SCRIPT])
            .arg(&binary)
            .args(ARGUMENTS)
            .arg(format!("--user-data-dir={}", profile.display()))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("cannot run sh for {}: {error}", binary.display()));
        let commands = process.stdin.take().expect("stdin is piped");
        let stdout = process.stdout.take().expect("stdout is piped");
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            for message in BufReader::new(stdout).split(0).map_while(Result::ok) {
                let message = serde_json::from_slice(&message).expect("the browser writes JSON");
                if sender.send(message).is_err() {
                    return;
                }
            }
        });
        let mut browser = Self {
            process,
            commands,
            answers,
            events: VecDeque::new(),
            last_id: 0,
            session: String::new(),
            folder,
        };
        browser.attach();
        Some(browser)
    }

    /// Creates the page and subscribes to its events.
    fn attach(&mut self) {
        let made = self.command("Target.createTarget", json!({"url": "about:blank"}));
        let attached = self.command(
            "Target.attachToTarget",
            json!({"targetId": made["targetId"], "flatten": true}),
        );
        attached["sessionId"]
            .as_str()
            .expect("a session has an id")
            .clone_into(&mut self.session);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            self.command(&format!("{domain}.enable"), json!({}));
        }
    }

    /// Sends a command and waits for its answer.
    #[track_caller]
    pub(crate) fn command(&mut self, method: &str, parameters: Value) -> Value {
        self.last_id += 1;
        let mut command = json!({"id": self.last_id, "method": method, "params": parameters});
        if !self.session.is_empty() {
            command["sessionId"] = json!(self.session);
        }
        let sent = self.commands.write_all(format!("{command}\0").as_bytes());
        if let Err(error) = sent {
            panic!("cannot send {method}: {error}\n{}", self.stderr());
        }
        let mut answer = self.wait(method, |message| message.get("id").is_some());
        assert_eq!(answer["id"], self.last_id, "answers come in order");
        if let Some(error) = answer.get("error") {
            panic!("{method}: {error}");
        }
        answer["result"].take()
    }

    /// The next message that matches; others are kept as events.
    #[track_caller]
    fn wait(&mut self, what: &str, is_match: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.answers.recv_timeout(left) {
                Ok(message) if is_match(&message) => return message,
                Ok(message) => self.events.push_back(message),
                Err(RecvTimeoutError::Timeout) => panic!("{what}: no answer in {PATIENCE:?}"),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("{what}: the browser has ended\n{}", self.stderr())
                }
            }
        }
    }

    /// Waits for an event, including those received before the last answer.
    #[track_caller]
    fn wait_for(&mut self, method: &str) {
        let is_match = |message: &Value| message["method"] == method;
        if !self.events.iter().any(is_match) {
            let message = self.wait(method, is_match);
            self.events.push_back(message);
        }
    }

    /// Opens a page from disk, at a fragment such as `#top`, and discards earlier events.
    #[track_caller]
    pub(crate) fn open(&mut self, page: &str, place: &str) {
        let mut file = NamedTempFile::with_suffix_in(".html", self.folder.path())
            .expect("a file for the page");
        file.write_all(page.as_bytes())
            .expect("the page is written");
        let (_, path) = file.keep().expect("the file stays");
        let address = format!("file://{}{place}", path.display());
        self.events.clear();
        let opened = self.command("Page.navigate", json!({"url": address}));
        assert_eq!(opened.get("errorText"), None, "{address}");
        self.wait_for("Page.loadEventFired");
    }

    /// The value of a JavaScript expression; promises are awaited.
    #[track_caller]
    pub(crate) fn evaluate(&mut self, expression: &str) -> Value {
        let mut answer = self.command(
            "Runtime.evaluate",
            json!({"expression": expression, "returnByValue": true, "awaitPromise": true}),
        );
        if let Some(thrown) = answer.get("exceptionDetails") {
            panic!("{expression}\n{thrown:#}");
        }
        answer["result"]["value"].take()
    }

    /// Presses and releases a key.
    pub(crate) fn press(&mut self, key: &str, code: u32, text: &str) {
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            self.command(
                "Input.dispatchKeyEvent",
                json!({"type": kind, "key": key, "code": key, "text": text, "windowsVirtualKeyCode": code}),
            );
        }
    }

    /// Emulates a screen width, a media type and media features such as `prefers-color-scheme`.
    pub(crate) fn emulate(&mut self, width: u32, media: &str, features: &[(&str, &str)]) {
        self.command(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}),
        );
        let features: Vec<Value> = features
            .iter()
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
        self.command(
            "Emulation.setEmulatedMedia",
            json!({"media": media, "features": features}),
        );
    }

    /// Console messages since the page was opened: errors and warnings of scripts, the policy and the network.
    pub(crate) fn console(&mut self) -> Vec<String> {
        self.settle();
        let messages = self.events.iter().filter_map(|message| {
            let parameters = &message["params"];
            match message["method"].as_str()? {
                "Log.entryAdded" => Some(parameters["entry"].to_string()),
                "Runtime.consoleAPICalled" => Some(parameters["args"].to_string()),
                "Runtime.exceptionThrown" => Some(parameters["exceptionDetails"].to_string()),
                _ => None,
            }
        });
        messages.collect()
    }

    /// URLs requested since the page was opened, including the page, without requests blocked by its policy.
    pub(crate) fn requests(&mut self) -> Vec<String> {
        self.settle();
        let named = |method: &'static str| {
            let is_match = move |message: &&Value| message["method"] == method;
            self.events
                .iter()
                .filter(is_match)
                .map(|message| &message["params"])
        };
        let stopped: Vec<&Value> = named("Network.loadingFailed")
            .filter(|failed| failed["blockedReason"] == "csp")
            .map(|failed| &failed["requestId"])
            .collect();
        named("Network.requestWillBeSent")
            .filter(|request| !stopped.contains(&&request["requestId"]))
            .map(|request| request["request"]["url"].to_string())
            .collect()
    }

    /// Waits two frames, so that pending work is done and its events have arrived.
    fn settle(&mut self) {
        self.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50, true))))",
        );
    }

    /// The browser's stderr.
    fn stderr(&self) -> String {
        let mut text = String::new();
        let log = File::open(self.folder.path().join("stderr"));
        if let Err(error) = log.and_then(|mut log| log.read_to_string(&mut text)) {
            return format!("its stderr cannot be read: {error}");
        }
        text
    }
}

impl Drop for Browser {
    /// The browser must have exited before its profile is removed, because it still writes there.
    fn drop(&mut self) {
        let _ = self
            .commands
            .write_all(b"{\"id\":0,\"method\":\"Browser.close\"}\0");
        let end = Instant::now() + Duration::from_secs(10);
        while Instant::now() < end {
            match self.process.try_wait() {
                Ok(None) => std::thread::sleep(Duration::from_millis(20)),
                Ok(Some(_)) | Err(_) => return,
            }
        }
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
