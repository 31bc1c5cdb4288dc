//! Figures: how long one of our steps takes, beside another program or a bare limit.
//!
//! A figure is shown, never asserted: the machine that measures is busy with other work, which is
//! why each one carries the processor time and the load of its moment.

use std::fmt;
use std::fs;
use std::time::{Duration, Instant};

use schemars::JsonSchema;
use serde::Serialize;

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Microseconds.
    Us,
    /// Milliseconds.
    Ms,
    /// Mebibytes.
    Mib,
    /// Bytes.
    Bytes,
    /// Times a second: the one unit of which more is better.
    PerSecond,
    /// Keys for each answer.
    Keys,
}

/// One line of the output.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Figure {
    /// What was measured (`form.set.50`).
    pub bench: String,
    /// Unit of every number but `load` and `ratio`.
    pub unit: Unit,
    /// Half of the runs stayed below.
    pub median: f64,
    /// 99 of a hundred runs stayed below.
    pub p99: f64,
    /// Processor time of all threads, mean of a run; absent where it means nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu: Option<f64>,
    /// Load of the machine over the last minute.
    pub load: f64,
    /// What it is compared with.
    #[serde(flatten)]
    pub beside: Option<Beside>,
}

/// A comparison, taken in the same call.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Beside {
    /// Another program doing the same.
    Peer {
        /// Its name.
        peer: String,
        /// Its median.
        peer_median: f64,
        /// Theirs to ours, or ours to theirs of a rate: more is better for us.
        ratio: f64,
    },
    /// Another program that did not start; the command then fails.
    Absent {
        /// Its name.
        peer: String,
        /// Why.
        peer_error: String,
    },
    /// A bare limit: the least that the task could cost.
    Baseline {
        /// What it does.
        baseline: String,
        /// Its median.
        baseline_median: f64,
        /// Its to ours: 1 would be the limit itself.
        ratio: f64,
    },
}

impl Figure {
    /// A number that was read, not timed (memory, size).
    #[must_use]
    pub fn read(bench: &str, unit: Unit, value: f64) -> Self {
        let (median, p99) = (value, value);
        Self { bench: bench.into(), unit, median, p99, cpu: None, load: load(), beside: None }
    }

    /// Numbers that were read several times.
    #[must_use]
    pub fn of(bench: &str, unit: Unit, mut values: Vec<f64>) -> Self {
        values.sort_unstable_by(f64::total_cmp);
        let at = |share: f64| {
            let last = values.len().saturating_sub(1);
            values.get((last as f64 * share).ceil() as usize).copied().unwrap_or_default()
        };
        Self { median: at(0.5), p99: at(0.99), ..Self::read(bench, unit, 0.0) }
    }

    /// Times of another program, in this figure's unit: their median.
    #[must_use]
    pub fn median_of(&self, times: Vec<Duration>) -> f64 {
        let times = times.into_iter().map(|time| in_unit(time, self.unit)).collect();
        Self::of(&self.bench, self.unit, times).median
    }

    /// The same figure beside a bare limit measured in this call.
    #[must_use]
    pub fn beside_baseline(mut self, baseline: &Self) -> Self {
        self.beside = Some(Beside::Baseline {
            baseline: baseline.bench.clone(),
            baseline_median: baseline.median,
            ratio: self.ratio(baseline.median),
        });
        self
    }

    /// The same figure beside another program measured in this call, or the reason why not.
    #[must_use]
    pub fn beside_peer(mut self, peer: &str, theirs: Result<f64, String>) -> Self {
        let peer = peer.to_owned();
        self.beside = Some(match theirs {
            Ok(peer_median) => Beside::Peer { peer, peer_median, ratio: self.ratio(peer_median) },
            Err(peer_error) => Beside::Absent { peer, peer_error },
        });
        self
    }

    /// How many times better than `theirs`.
    fn ratio(&self, theirs: f64) -> f64 {
        let rate = self.unit == Unit::PerSecond;
        round(if rate { self.median / theirs } else { theirs / self.median })
    }
}

/// Takes the time of the part of a run that counts.
#[derive(Debug, Default)]
pub struct Watch {
    times: Vec<Duration>,
    cpu: Duration,
    beside: Option<u32>,
}

impl Watch {
    /// From now on counts the processor time of process `pid` too: it does the work asked for.
    pub fn follow(&mut self, pid: u32) {
        self.beside = Some(pid);
    }

    /// Runs `work` and takes its time.
    #[expect(clippy::disallowed_methods, reason = "a figure is about the real clock")]
    pub fn run<T>(&mut self, work: impl FnOnce() -> T) -> T {
        let cpu = self.cpu_time();
        let started = Instant::now();
        let result = work();
        self.times.push(started.elapsed());
        self.cpu += self.cpu_time().saturating_sub(cpu);
        result
    }

    fn cpu_time(&self) -> Duration {
        let beside = self.beside.map(|pid| pid.to_string());
        cpu_time("self") + beside.map(|pid| cpu_time(&pid)).unwrap_or_default()
    }
}

/// Repeats `run` and sums up what its watch took; a tenth more runs go before, uncounted.
pub fn figure(bench: &str, unit: Unit, runs: usize, mut run: impl FnMut(&mut Watch)) -> Figure {
    let mut warm_up = Watch::default();
    (0..runs.div_ceil(10)).for_each(|_| run(&mut warm_up));
    let mut watch = Watch::default();
    (0..runs).for_each(|_| run(&mut watch));
    let mean = watch.cpu / u32::try_from(watch.times.len().max(1)).unwrap_or(u32::MAX);
    let times = watch.times.into_iter().map(|time| in_unit(time, unit)).collect();
    Figure { cpu: Some(in_unit(mean, unit)), ..Figure::of(bench, unit, times) }
}

/// A duration as the number that a figure shows.
fn in_unit(time: Duration, unit: Unit) -> f64 {
    let per_second = if unit == Unit::Us { 1e6 } else { 1e3 };
    round(time.as_secs_f64() * per_second)
}

/// Three decimals: more would be noise.
fn round(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

/// Processor time of every thread of a process that still lives, from the scheduler's own account.
fn cpu_time(process: &str) -> Duration {
    let tasks = fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let nanos = tasks.filter_map(|task| {
        let account = fs::read_to_string(task.path().join("schedstat")).ok()?;
        account.split_whitespace().next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanos.sum())
}

fn load() -> f64 {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split_whitespace().next().and_then(|load| load.parse().ok()).unwrap_or(0.0)
}

/// Memory that process `pid` and its children would free on their end (PSS), in MiB.
#[must_use]
pub fn memory_of(pid: u32) -> f64 {
    let rollup = fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).unwrap_or_default();
    let own = rollup.lines().find_map(|line| line.strip_prefix("Pss:"));
    let kib = own.and_then(|pss| pss.split_whitespace().next()?.parse::<f64>().ok());
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children"));
    let below = children.unwrap_or_default();
    let below = below.split_whitespace().filter_map(|pid| pid.parse().ok());
    round(kib.unwrap_or(0.0) / 1024.0 + below.map(memory_of).sum::<f64>())
}

/// Processor time of process `pid` so far, of its threads that ended too; in the kernel's hundredths
/// of a second.
#[must_use]
pub fn cpu_of(pid: u32) -> Duration {
    // User and system time, fields 14 and 15.
    let ticks = stat(pid).into_iter().skip(11).take(2);
    Duration::from_millis(ticks.filter_map(|field| field.parse::<u64>().ok()).sum::<u64>() * 10)
}

/// Memory that process `pid` held at its fullest (RSS), in MiB.
#[must_use]
pub fn peak_of(pid: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = peak.and_then(|peak| peak.split_whitespace().next()?.parse::<f64>().ok());
    round(kib.unwrap_or(0.0) / 1024.0)
}

/// Fields of a process's `stat` from the third on: the name before may hold blanks.
fn stat(pid: u32) -> Vec<String> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let fields = stat.rsplit(')').next().unwrap_or_default();
    fields.split_whitespace().map(str::to_owned).collect()
}

/// Milliseconds since process `pid` was started, to the hundredth of a second that the kernel keeps.
#[must_use]
pub fn age_of(pid: u32) -> f64 {
    let started = stat(pid).get(19).and_then(|ticks| ticks.parse::<f64>().ok());
    let uptime = fs::read_to_string("/proc/uptime").unwrap_or_default();
    let now = uptime.split_whitespace().next().and_then(|seconds| seconds.parse::<f64>().ok());
    round(now.unwrap_or(0.0) * 1000.0 - started.unwrap_or(0.0) * 10.0)
}

/// Figures of one call: a table for people, then a JSON line each for programs.
#[derive(Debug, Default)]
pub struct Report(pub Vec<Figure>);

impl Report {
    /// False when a peer did not start.
    #[must_use]
    pub fn complete(&self) -> bool {
        !self.0.iter().any(|figure| matches!(figure.beside, Some(Beside::Absent { .. })))
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{:<28}{:>18}{:>18}{:>16}  beside", "figure", "median", "p99", "cpu")?;
        for figure in &self.0 {
            let unit = serde_json::to_value(figure.unit).unwrap_or_default();
            let unit = unit.as_str().unwrap_or_default().to_owned();
            let shown = |number: f64| format!("{} {unit}", short(number));
            let cpu = figure.cpu.map(shown).unwrap_or_default();
            write!(
                f,
                "{:<28}{:>18}{:>18}{cpu:>16}",
                figure.bench,
                shown(figure.median),
                shown(figure.p99)
            )?;
            match &figure.beside {
                None => writeln!(f)?,
                Some(Beside::Peer { peer, peer_median, ratio }) => {
                    writeln!(f, "  {peer}: {} ({ratio}x)", shown(*peer_median))?;
                }
                Some(Beside::Baseline { baseline, baseline_median, ratio }) => {
                    writeln!(f, "  {baseline}: {} ({ratio}x)", shown(*baseline_median))?;
                }
                Some(Beside::Absent { peer, peer_error }) => {
                    writeln!(f, "  {peer} did not start: {peer_error}")?;
                }
            }
        }
        for figure in &self.0 {
            writeln!(f, "{}", serde_json::to_string(figure).unwrap_or_default())?;
        }
        Ok(())
    }
}

/// A decimal, and more of them below ten.
fn short(number: f64) -> String {
    if number.abs() < 10.0 { format!("{number:.3}") } else { format!("{number:.1}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_counts_only_what_its_watch_saw() {
        let mut runs = 0;
        let figure = figure("test.nothing", Unit::Us, 50, |watch| {
            runs += 1;
            watch.run(|| ());
        });
        assert_eq!(runs, 55);
        assert!(figure.median <= figure.p99);
    }

    #[test]
    fn a_line_is_what_the_schema_says_and_a_missing_peer_makes_the_report_incomplete() {
        let figure = Figure::read("store.size", Unit::Bytes, 12.0);
        let baseline = figure.clone().beside_baseline(&figure);
        let line = serde_json::to_value(&baseline).unwrap();
        assert_eq!(line["baseline"], "store.size");
        assert_eq!(line["ratio"], 1.0);
        assert!(Report(vec![baseline]).complete());
        let rate = Figure::read("sync.push", Unit::PerSecond, 200.0).beside_peer("it", Ok(100.0));
        assert_eq!(serde_json::to_value(&rate).unwrap()["ratio"], 2.0);
        let absent = figure.beside_peer("javarosa", Err("no java".into()));
        assert_eq!(serde_json::to_value(&absent).unwrap()["peer_error"], "no java");
        assert!(!Report(vec![absent]).complete());
    }
}
