//! A headless browser, driven over the pipe of its DevTools protocol.
//!
//! A message is JSON that ends in a zero byte, which takes no more than `serde_json`; the crates that drive browsers
//! bring the whole protocol as types, and take minutes to build. The browser ends by itself when the pipe closes.

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

/// The variable that names the browser's binary.
pub(crate) const VARIABLE: &str = "WEBHOOK_EVENTS_CHROMIUM";
/// What is looked for where the variable is not set.
const NAMES: [&str; 4] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
];
/// How long the browser may take for one answer, on a machine that is busy with other things.
const PATIENCE: Duration = Duration::from_secs(120);
/// The pipe's ends are the browser's descriptors 3 and 4; its own stdin and stdout are nobody's.
const SCRIPT: &str = r#"exec "$0" "$@" 3<&0 4>&1 </dev/null >/dev/null"#;
const ARGUMENTS: [&str; 12] = [
    "--headless",
    "--remote-debugging-pipe",
    // The only pages that it opens are ours, and a sandbox is not to be had as root or within another one.
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
    orders: ChildStdin,
    answers: Receiver<Value>,
    /// What happened and nobody has looked at yet.
    happened: VecDeque<Value>,
    last_id: u64,
    session: String,
    /// Its profile, and what it writes to stderr.
    folder: TempDir,
}

/// The binary; `None`, and word of it, where there is none. What the variable names is taken as it is, so that it fails
/// where it does not work.
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
    /// Starts one, with an empty page; `None` where there is none to start.
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
        let orders = process.stdin.take().expect("stdin is piped");
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
            orders,
            answers,
            happened: VecDeque::new(),
            last_id: 0,
            session: String::new(),
            folder,
        };
        browser.attach();
        Some(browser)
    }

    /// Makes the page, and listens to everything that it does.
    fn attach(&mut self) {
        let made = self.order("Target.createTarget", json!({"url": "about:blank"}));
        let attached = self.order(
            "Target.attachToTarget",
            json!({"targetId": made["targetId"], "flatten": true}),
        );
        attached["sessionId"]
            .as_str()
            .expect("a session has an id")
            .clone_into(&mut self.session);
        for domain in ["Page", "Runtime", "Log", "Network"] {
            self.order(&format!("{domain}.enable"), json!({}));
        }
    }

    /// Sends an order, and waits for its answer.
    #[track_caller]
    pub(crate) fn order(&mut self, method: &str, parameters: Value) -> Value {
        self.last_id += 1;
        let mut order = json!({"id": self.last_id, "method": method, "params": parameters});
        if !self.session.is_empty() {
            order["sessionId"] = json!(self.session);
        }
        let sent = self.orders.write_all(format!("{order}\0").as_bytes());
        if let Err(error) = sent {
            panic!("cannot send {method}: {error}\n{}", self.complaints());
        }
        let mut answer = self.wait(method, |message| message.get("id").is_some());
        assert_eq!(answer["id"], self.last_id, "answers come in order");
        if let Some(error) = answer.get("error") {
            panic!("{method}: {error}");
        }
        answer["result"].take()
    }

    /// The next message that is the one; others are kept.
    #[track_caller]
    fn wait(&mut self, what: &str, is_it: impl Fn(&Value) -> bool) -> Value {
        let end = Instant::now() + PATIENCE;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.answers.recv_timeout(left) {
                Ok(message) if is_it(&message) => return message,
                Ok(message) => self.happened.push_back(message),
                Err(RecvTimeoutError::Timeout) => panic!("{what}: no answer in {PATIENCE:?}"),
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("{what}: the browser has ended\n{}", self.complaints())
                }
            }
        }
    }

    /// Waits until something has happened; what happened before an order was answered counts.
    #[track_caller]
    fn wait_for(&mut self, method: &str) {
        let is_it = |message: &Value| message["method"] == method;
        if !self.happened.iter().any(is_it) {
            let message = self.wait(method, is_it);
            self.happened.push_back(message);
        }
    }

    /// Opens a page from disk, at a place of it such as `#top`, and forgets what the one before did.
    #[track_caller]
    pub(crate) fn open(&mut self, page: &str, place: &str) {
        let mut file = NamedTempFile::with_suffix_in(".html", self.folder.path())
            .expect("a file for the page");
        file.write_all(page.as_bytes())
            .expect("the page is written");
        let (_, path) = file.keep().expect("the file stays");
        let address = format!("file://{}{place}", path.display());
        self.happened.clear();
        let opened = self.order("Page.navigate", json!({"url": address}));
        assert_eq!(opened.get("errorText"), None, "{address}");
        self.wait_for("Page.loadEventFired");
    }

    /// What an expression of JavaScript gives, awaited where it is a promise.
    #[track_caller]
    pub(crate) fn evaluate(&mut self, expression: &str) -> Value {
        let mut given = self.order(
            "Runtime.evaluate",
            json!({"expression": expression, "returnByValue": true, "awaitPromise": true}),
        );
        if let Some(thrown) = given.get("exceptionDetails") {
            panic!("{expression}\n{thrown:#}");
        }
        given["result"]["value"].take()
    }

    /// Presses a key and lets it go.
    pub(crate) fn press(&mut self, key: &str, code: u32, text: &str) {
        for kind in ["keyDown", "keyUp"] {
            let text = if kind == "keyDown" { text } else { "" };
            self.order(
                "Input.dispatchKeyEvent",
                json!({"type": kind, "key": key, "code": key, "text": text, "windowsVirtualKeyCode": code}),
            );
        }
    }

    /// Pretends to have a screen of this size, and what else a page can ask for, such as `prefers-color-scheme`.
    pub(crate) fn pretend(&mut self, width: u32, media: &str, features: &[(&str, &str)]) {
        self.order(
            "Emulation.setDeviceMetricsOverride",
            json!({"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}),
        );
        let features: Vec<Value> = features
            .iter()
            .map(|(name, value)| json!({"name": name, "value": value}))
            .collect();
        self.order(
            "Emulation.setEmulatedMedia",
            json!({"media": media, "features": features}),
        );
    }

    /// What the page complained of since it was opened: errors and warnings of scripts, of its policy, of the network.
    pub(crate) fn console(&mut self) -> Vec<String> {
        self.settle();
        let told = self.happened.iter().filter_map(|message| {
            let parameters = &message["params"];
            match message["method"].as_str()? {
                "Log.entryAdded" => Some(parameters["entry"].to_string()),
                "Runtime.consoleAPICalled" => Some(parameters["args"].to_string()),
                "Runtime.exceptionThrown" => Some(parameters["exceptionDetails"].to_string()),
                _ => None,
            }
        });
        told.collect()
    }

    /// What was asked for since the page was opened, the page itself among it, and what its policy stopped not.
    pub(crate) fn requests(&mut self) -> Vec<String> {
        self.settle();
        let named = |method: &'static str| {
            let is_it = move |message: &&Value| message["method"] == method;
            self.happened
                .iter()
                .filter(is_it)
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

    /// Lets what was begun come to its end: two frames, and what was told meanwhile.
    fn settle(&mut self) {
        self.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50, true))))",
        );
    }

    /// What the browser wrote to stderr.
    fn complaints(&self) -> String {
        let mut text = String::new();
        let log = File::open(self.folder.path().join("stderr"));
        if let Err(error) = log.and_then(|mut log| log.read_to_string(&mut text)) {
            return format!("its stderr cannot be read: {error}");
        }
        text
    }
}

impl Drop for Browser {
    /// Before its profile is removed, the browser must have ended, or it writes into it meanwhile.
    fn drop(&mut self) {
        let _ = self
            .orders
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
