//! Processor time and memory of this process, from `/proc`; NaN on systems without it.

/// Seconds of processor time of this process, over all cores.
pub fn cpu_seconds() -> f64 {
    ticks(11)
}

/// Seconds of processor time of the child processes that have exited, and of their descendants.
pub fn children_cpu_seconds() -> f64 {
    ticks(13)
}

/// Maximum resident memory of this process in kilobytes.
pub fn peak_kilobytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .and_then(|line| line.split_whitespace().next());
    line.and_then(|peak| peak.parse().ok()).unwrap_or(f64::NAN)
}

/// Sum of user and system time in seconds; `first` is the index of the user time after the process's name.
fn ticks(first: usize) -> f64 {
    // The name in the second field may contain spaces, so fields are counted after it.
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    let mut ticks = fields
        .split_whitespace()
        .skip(first)
        .map_while(|field| field.parse::<f64>().ok());
    match (ticks.next(), ticks.next()) {
        // Linux reports hundredths of a second here, independently of its clock rate.
        (Some(user), Some(system)) => (user + system) / 100.0,
        _ => f64::NAN,
    }
}
