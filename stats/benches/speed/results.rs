//! The table at the end of a run, in markdown: what the crate's README shows.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use serde_json::Value;

/// One benchmark.
struct Line {
    name: String,
    /// Rows or repetitions that one iteration works through.
    elements: Option<u64>,
    /// Median and its 95 % interval, seconds.
    median: [f64; 3],
}

/// Where criterion keeps its measurements.
pub(crate) fn folder() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target")).join("criterion")
}

/// Prints what was measured since `begun`.
pub(crate) fn print_table(folder: &Path, begun: SystemTime) {
    let mut lines = Vec::new();
    collect(folder, begun, &mut lines);
    if lines.is_empty() {
        return;
    }
    lines.sort_by(|a, b| a.name.cmp(&b.name));
    println!("{}\n\n| benchmark | median | 95 % interval | each row |\n|---|---|---|---|", load());
    for line in lines {
        let [median, lower, upper] = line.median.map(duration);
        let each = line.elements.map_or(String::new(), |count| duration(line.median[0] / count as f64));
        println!("| {} | {median} | {lower} to {upper} | {each} |", line.name);
    }
}

fn collect(folder: &Path, begun: SystemTime, lines: &mut Vec<Line>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.ends_with("new") {
            lines.extend(read(&path, begun));
        } else if path.is_dir() {
            collect(&path, begun, lines);
        }
    }
}

fn read(folder: &Path, begun: SystemTime) -> Option<Line> {
    let estimates = folder.join("estimates.json");
    if std::fs::metadata(&estimates).ok()?.modified().ok()? < begun {
        return None;
    }
    let json = |path: &Path| -> Option<Value> { serde_json::from_slice(&std::fs::read(path).ok()?).ok() };
    let (estimates, benchmark) = (json(&estimates)?, json(&folder.join("benchmark.json"))?);
    let median = &estimates["median"];
    let interval = &median["confidence_interval"];
    let nanoseconds = [&median["point_estimate"], &interval["lower_bound"], &interval["upper_bound"]];
    Some(Line {
        name: benchmark["full_id"].as_str()?.to_owned(),
        elements: benchmark["throughput"]["Elements"].as_u64(),
        median: nanoseconds.map(|value| value.as_f64().unwrap_or(f64::NAN) * 1e-9),
    })
}

/// Three digits with a unit that keeps them readable.
fn duration(seconds: f64) -> String {
    let (value, unit) = match seconds {
        s if s >= 1.0 => (s, "s"),
        s if s >= 1e-3 => (s * 1e3, "ms"),
        s if s >= 1e-6 => (s * 1e6, "µs"),
        s => (s * 1e9, "ns"),
    };
    let digits = if value < 10.0 { 2 } else { usize::from(value < 100.0) };
    format!("{value:.digits$} {unit}")
}

/// How busy the machine is now: the run itself counts for about 1.
fn load() -> String {
    let average = std::fs::read_to_string("/proc/loadavg").ok();
    let minute = average.as_ref().and_then(|line| line.split(' ').next()?.parse::<f64>().ok());
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    match minute {
        Some(load) if load > 1.5 => format!("\n**Loaded machine: load average {load} on {cores} cores.**"),
        Some(load) => format!("\nLoad average {load} on {cores} cores."),
        None => format!("\n{cores} cores."),
    }
}
