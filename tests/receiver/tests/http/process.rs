//! A receiver in a process of its own.

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use tempfile::TempDir;

use crate::client::{Answer, get, mention, post, signed};

/// Longest wait for anything.
pub(crate) const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) const SECRET: &str = "8f742231b10e8888abcd99yyyzzz85a5";
pub(crate) const TOKEN: &str = "a-token-of-ours";

/// The folder of a queue, which outlives its processes.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    /// Starts a receiver with more settings, as environment variables.
    pub(crate) fn start(&self, settings: &[(&str, &str)]) -> Running {
        let mut command = Command::new(env!("CARGO_BIN_EXE_receiver-with-faults"));
        self.spawn(command.envs(settings.iter().copied()))
    }

    /// Starts a receiver that may open `descriptors` files and connections.
    pub(crate) fn start_with_descriptors(
        &self,
        descriptors: usize,
        settings: &[(&str, &str)],
    ) -> Running {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -n {descriptors} && exec \"$0\"")]);
        command.arg(env!("CARGO_BIN_EXE_receiver-with-faults"));
        self.spawn(command.envs(settings.iter().copied()))
    }

    /// Waits for the end of a receiver that does not start, and returns its status and error.
    pub(crate) fn cannot_start(&self) -> (ExitStatus, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_receiver-with-faults"));
        let ended = self
            .prepare(&mut command)
            .stderr(Stdio::piped())
            .output()
            .expect("it starts");
        (
            ended.status,
            String::from_utf8_lossy(&ended.stderr).into_owned(),
        )
    }

    fn prepare<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("LOG", "debug")
            .env("LISTEN", "127.0.0.1:0")
            .env("DATABASE", self.database())
            .env("SLACK_SECRETS", format!("of-yesterday,{SECRET}"))
            .env("GITHUB_SECRETS", SECRET)
            .env("REVENUECAT_TOKENS", TOKEN)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
    }

    fn spawn(&self, command: &mut Command) -> Running {
        let mut child = self.prepare(command).spawn().expect("it starts");
        let stdout = child.stdout.take().expect("a pipe");
        let (sender, lines) = channel();
        thread::spawn(move || {
            for line in BufReader::new(stdout).lines().map_while(Result::ok) {
                drop(sender.send(line));
            }
        });
        let mut running = Running {
            child,
            address: ([0, 0, 0, 0], 0).into(),
            lines,
            log: Vec::new(),
        };
        let listening = running.wait_for("listening");
        let (_, address) = listening.split_once("address=").expect("the address");
        let address = address.split(' ').next().unwrap_or_default();
        running.address = address.parse().expect("an address");
        running
    }

    fn database(&self) -> std::path::PathBuf {
        self.0.path().join("deliveries.sqlite")
    }

    /// Opens the database, as an operator would.
    pub(crate) fn open(&self) -> Connection {
        let path: &Path = &self.database();
        Connection::open(path).expect("the database opens")
    }

    /// The reasons of the deliveries that are set aside.
    pub(crate) fn reasons(&self) -> Vec<String> {
        let database = self.open();
        let mut found = database
            .prepare("SELECT reason FROM deliveries WHERE state = 'aside' ORDER BY seq")
            .expect("the table is there");
        let rows = found.query_map([], |row| row.get(0)).expect("it is read");
        rows.map(|row| row.expect("a reason")).collect()
    }
}

/// A receiver that runs.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
    lines: Receiver<String>,
    log: Vec<String>,
}

impl Running {
    /// Waits for a line of the log that contains `text`, and returns the first.
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        self.wait_for_several(text, 1).remove(0)
    }

    /// Waits until `number` lines of the log contain `text`, and returns them.
    pub(crate) fn wait_for_several(&mut self, text: &str, number: usize) -> Vec<String> {
        let start = Instant::now();
        loop {
            let found: Vec<String> = self.lines_with(text);
            if found.len() >= number {
                return found;
            }
            let left = PATIENCE.saturating_sub(start.elapsed());
            match self.lines.recv_timeout(left) {
                Ok(line) => self.log.push(line),
                Err(error) => panic!(
                    "{error}: no {number} lines with {text:?} in {:#?}",
                    self.log
                ),
            }
        }
    }

    fn lines_with(&self, text: &str) -> Vec<String> {
        let lines = self.log.iter().filter(|line| line.contains(text));
        lines.cloned().collect()
    }

    /// The ids of handled deliveries in the log so far, in order.
    pub(crate) fn handled(&mut self) -> Vec<String> {
        self.log.extend(self.lines.try_iter());
        self.lines_with(": handled ")
            .iter()
            .map(|line| id(line))
            .collect()
    }

    /// Waits until deliveries with these ids are handled.
    pub(crate) fn wait_for_handled(&mut self, ids: &BTreeSet<String>) {
        let mut missing = ids.clone();
        for number in 1.. {
            let line = self
                .wait_for_several(": handled ", number)
                .remove(number - 1);
            missing.remove(&id(&line));
            if missing.is_empty() {
                return;
            }
        }
    }

    /// Sends a signed body of Slack.
    pub(crate) async fn slack(&self, body: &str) -> Answer {
        post(self.address, "/slack", &signed(body), body.as_bytes()).await
    }

    /// Sends a mention, which is stored.
    pub(crate) async fn mention(&self, id: &str, text: &str) {
        let answer = self.slack(&mention(id, text)).await;
        assert_eq!(answer, (200, "stored".to_owned()), "{id}");
    }

    /// The report of the health route.
    pub(crate) async fn health(&self) -> (u16, Value) {
        let (status, body) = get(self.address, "/health").await;
        (
            status,
            serde_json::from_str(&body).expect("the report is JSON"),
        )
    }

    /// Waits until a number of the health route's report has this value.
    pub(crate) async fn wait_for_health(&self, pointer: &str, value: u64) {
        let start = Instant::now();
        loop {
            let (_, report) = self.health().await;
            if report.pointer(pointer).and_then(Value::as_u64) == Some(value) {
                return;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "no {value} at {pointer} in {report}"
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    pub(crate) fn signal(&self, signal: Signal) {
        let pid = Pid::from_child(&self.child);
        kill_process(pid, signal).expect("the process is there");
    }

    /// Waits for the end of the process, and returns its status with the ids of all handled deliveries.
    pub(crate) fn ended(mut self) -> (ExitStatus, Vec<String>) {
        let start = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the process is ours") {
                // The pipe is closed, so this reads to its end.
                self.log.extend(self.lines.iter());
                return (status, self.handled());
            }
            assert!(
                start.elapsed() < PATIENCE,
                "it does not end: {:#?}",
                self.log
            );
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Ends the process with SIGKILL, and returns the ids of all handled deliveries.
    pub(crate) fn kill(self) -> Vec<String> {
        self.signal(Signal::KILL);
        self.ended().1
    }
}

/// The id in a line of the log.
fn id(line: &str) -> String {
    let (_, rest) = line.split_once("id=Some(\"").expect("the line has an id");
    rest.split('"').next().unwrap_or_default().to_owned()
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
