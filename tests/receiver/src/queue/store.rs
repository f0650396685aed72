//! The SQLite database of the queue.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::{Call, Durability, End, Limits, NewDelivery, Put, Reply, Stored, Task};
use crate::vendors::StoredHeaders;

/// `due` is 0 before the first attempt, and the time of the next one after it. Ids of `seen` leave in the order of `number`.
const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS deliveries (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        vendor TEXT NOT NULL,
        id TEXT,
        received_ms INTEGER NOT NULL,
        headers BLOB NOT NULL,
        body BLOB NOT NULL,
        state TEXT NOT NULL DEFAULT 'ready' CHECK (state IN ('ready', 'taken', 'aside')),
        attempts INTEGER NOT NULL DEFAULT 0,
        due_ms INTEGER NOT NULL DEFAULT 0,
        reason TEXT
    );
    CREATE INDEX IF NOT EXISTS ready ON deliveries (due_ms, seq) WHERE state = 'ready';
    CREATE INDEX IF NOT EXISTS aside ON deliveries (seq) WHERE state = 'aside';
    CREATE TABLE IF NOT EXISTS seen (
        number INTEGER PRIMARY KEY,
        vendor TEXT NOT NULL,
        id TEXT NOT NULL,
        UNIQUE (vendor, id)
    );
";

/// Retries that are due come first, so that a long queue does not hold them up; then the oldest.
const TAKE: &str = "
    UPDATE deliveries SET state = 'taken', attempts = attempts + 1 WHERE seq = COALESCE(
        (SELECT seq FROM deliveries WHERE state = 'ready' AND due_ms BETWEEN 1 AND ? ORDER BY due_ms, seq LIMIT 1),
        (SELECT seq FROM deliveries WHERE state = 'ready' AND due_ms = 0 ORDER BY seq LIMIT 1)
    )
    RETURNING seq, vendor, id, received_ms, attempts, headers, body
";

#[derive(Debug)]
pub(super) struct Store {
    connection: Connection,
    limits: Limits,
    /// Number of deliveries that are not aside.
    queued: i64,
    /// Holds a lock until the process ends.
    _lock: Connection,
}

impl Store {
    /// Opens or creates the database, and makes ready what was in hand when the last process ended.
    pub(super) fn open(path: &Path, limits: Limits) -> rusqlite::Result<Self> {
        let lock = lock(path)?;
        let connection = Connection::open(path)?;
        connection.busy_timeout(Duration::from_secs(2))?;
        connection.pragma_update(None, "journal_mode", "wal")?;
        connection.set_prepared_statement_cache_capacity(32);
        connection.execute_batch(SCHEMA)?;
        connection.execute(
            "UPDATE deliveries SET state = 'aside', reason = 'the process ended during the last attempt'
             WHERE state = 'taken' AND attempts >= ?",
            [limits.attempts],
        )?;
        connection.execute(
            "UPDATE deliveries SET state = 'ready' WHERE state = 'taken'",
            [],
        )?;
        let mut store = Self {
            connection,
            limits,
            queued: 0,
            _lock: lock,
        };
        store.count()?;
        Ok(store)
    }

    /// Runs calls in one transaction. If one fails, none is done.
    pub(super) fn transaction(&mut self, calls: Vec<Call>) -> rusqlite::Result<Vec<Reply>> {
        let survives_power = |call: &Call| call.durability == Durability::Power;
        // In both modes a commit survives the process; `full` waits for the disk.
        let synchronous = match calls.iter().any(survives_power) {
            true => "PRAGMA synchronous = full",
            false => "PRAGMA synchronous = normal",
        };
        self.connection.execute_batch(synchronous)?;
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let replies = calls
            .into_iter()
            .map(|call| (call.run)(self))
            .collect::<rusqlite::Result<Vec<Reply>>>()
            .and_then(|replies| self.connection.execute_batch("COMMIT").map(|()| replies));
        if replies.is_err() {
            if !self.connection.is_autocommit() {
                self.connection.execute_batch("ROLLBACK")?;
            }
            self.count()?;
        }
        replies
    }

    /// Stores a delivery, unless its id was seen or the queue is full.
    pub(super) fn put(&mut self, new: &NewDelivery) -> rusqlite::Result<Put> {
        if let Some(id) = &new.id {
            let seen = self
                .prepared("SELECT 1 FROM seen WHERE vendor = ? AND id = ?")?
                .exists(params![new.vendor, id])?;
            if seen {
                return Ok(Put::Duplicate);
            }
        }
        if self.queued >= to_i64(self.limits.queued) {
            return Ok(Put::Full);
        }
        if let Some(id) = &new.id {
            self.prepared("INSERT INTO seen (vendor, id) VALUES (?, ?)")?
                .execute(params![new.vendor, id])?;
            let oldest = self.connection.last_insert_rowid() - to_i64(self.limits.seen);
            self.prepared("DELETE FROM seen WHERE number <= ?")?
                .execute([oldest])?;
        }
        self.prepared(
            "INSERT INTO deliveries (vendor, id, received_ms, headers, body) VALUES (?, ?, ?, ?, ?)",
        )?
        .execute(params![
            new.vendor,
            new.id,
            now_ms(),
            header_lines(&new.headers),
            new.body
        ])?;
        self.queued += 1;
        Ok(Put::Stored)
    }

    /// Takes the next delivery that is due.
    pub(super) fn take(&mut self) -> rusqlite::Result<Option<Task>> {
        self.prepared(TAKE)?.query_row([now_ms()], task).optional()
    }

    /// Ends an attempt.
    pub(super) fn end(&mut self, seq: i64, end: &End) -> rusqlite::Result<()> {
        match end {
            End::Done => {
                self.prepared("DELETE FROM deliveries WHERE seq = ?")?
                    .execute([seq])?;
            }
            End::Again(delay) => {
                let delay = i64::try_from(delay.as_millis()).unwrap_or(i64::MAX / 2);
                self.prepared("UPDATE deliveries SET state = 'ready', due_ms = ? WHERE seq = ?")?
                    .execute([now_ms() + delay, seq])?;
                return Ok(());
            }
            End::Aside(reason) => {
                self.prepared("UPDATE deliveries SET state = 'aside', reason = ? WHERE seq = ?")?
                    .execute(params![reason, seq])?;
            }
        }
        self.queued = (self.queued - 1).max(0);
        Ok(())
    }

    /// Numbers of the deliveries. Those that were put back by hand count from the next start.
    pub(super) fn stored(&mut self) -> rusqlite::Result<Stored> {
        let aside = self
            .prepared("SELECT COUNT(*) FROM deliveries WHERE state = 'aside'")?
            .query_row([], |row| row.get(0))?;
        let queued = self.queued;
        Ok(Stored { queued, aside })
    }

    /// Counts the deliveries in the queue.
    fn count(&mut self) -> rusqlite::Result<()> {
        let count = "SELECT COUNT(*) FROM deliveries WHERE state <> 'aside'";
        self.queued = self.connection.query_row(count, [], |row| row.get(0))?;
        Ok(())
    }

    fn prepared(&self, sql: &str) -> rusqlite::Result<rusqlite::CachedStatement<'_>> {
        self.connection.prepare_cached(sql)
    }
}

/// Locks the queue, so that no other process takes what is in hand here for left over. A database of its own leaves the queue's open to
/// people who look into it, and the lock ends with the process, however that ends.
fn lock(path: &Path) -> rusqlite::Result<Connection> {
    let mut name = path.as_os_str().to_owned();
    name.push("-lock");
    let lock = Connection::open(Path::new(&name))?;
    lock.busy_timeout(Duration::ZERO)?;
    lock.execute_batch("BEGIN EXCLUSIVE")?;
    Ok(lock)
}

fn task(row: &Row<'_>) -> rusqlite::Result<Task> {
    let received_ms: i64 = row.get("received_ms")?;
    Ok(Task {
        seq: row.get("seq")?,
        vendor: row.get("vendor")?,
        id: row.get("id")?,
        received_at: UNIX_EPOCH + Duration::from_millis(received_ms.unsigned_abs()),
        attempt: row.get("attempts")?,
        headers: headers_of(row.get_ref("headers")?.as_blob()?),
        body: row.get("body")?,
    })
}

/// Headers as lines `name: value`, which have no line breaks.
fn header_lines(headers: &StoredHeaders) -> Vec<u8> {
    let mut lines = Vec::new();
    for (name, value) in headers {
        lines.extend_from_slice(name.as_bytes());
        lines.extend_from_slice(b": ");
        lines.extend_from_slice(value);
        lines.push(b'\n');
    }
    lines
}

fn headers_of(lines: &[u8]) -> StoredHeaders {
    lines
        .split(|byte| *byte == b'\n')
        .filter_map(|line| {
            let colon = line.windows(2).position(|pair| pair == b": ")?;
            let name = String::from_utf8_lossy(&line[..colon]).into_owned();
            Some((name, line[colon + 2..].to_vec()))
        })
        .collect()
}

fn now_ms() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        i64::try_from(since.as_millis()).unwrap_or(i64::MAX / 2)
    })
}

fn to_i64(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
