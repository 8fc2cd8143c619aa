//! How long matching takes beside what else one could use: `cargo bench` in this folder.
//!
//! A table for each pack: the median, the 99th percentile and the maximum over the questions of a
//! kind, and how many times as long each rival takes for some of them (medians). Every question
//! counts with its fastest time of several rounds, in CPU time of the thread: what else the machine
//! does is not measured. Loading uses two threads: it is measured by the clock, and in CPU time of
//! both together, at least three times and for up to a second. The fastest counts here as well; the
//! median is beside it.
#![allow(missing_docs, reason = "a benchmark")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use chiefly::matching::{Matcher, Settings};
use cpu_time::{ProcessTime, ThreadTime};
use peers::{Kind, Osa, Pack, RapidFuzz, Rival, Tantivy, kinds, packs, phrasings};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How often each question is asked.
const ROUNDS: usize = 15;
/// How often each pack is loaded at least.
const LOADS: usize = 3;
/// How many of a kind a rival is asked, plain and hostile.
const RIVAL_PLAIN: usize = 12;
const RIVAL_HOSTILE: usize = 1;

fn main() {
    // `cargo test --benches` only wants to know that it builds.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let clock = (0..1000).map(|_| cpu_time(|| ())).min().unwrap_or_default();
    println!(
        "CPU time of the thread, fastest of {ROUNDS} rounds; the clock's own {} ns are taken off",
        clock.as_nanos()
    );
    let mut medians = Vec::new();
    for pack in packs() {
        medians.push(measure(&pack, clock));
    }
    if let [.., smaller, larger] = medians.as_slice() {
        println!(
            "\nfrom 10,000 to 100,000 entries, a plain question takes {:.1} times as long",
            larger / smaller
        );
    }
}

/// Prints the table of a pack; the median of a plain question.
fn measure(pack: &Pack, clock: Duration) -> f64 {
    let started = Instant::now();
    let mut loads: Vec<[f64; 3]> = Vec::new();
    while loads.len() < LOADS || started.elapsed() < Duration::from_secs(1) {
        loads.push(load(pack));
    }
    let sorted = |of: usize| {
        let mut times: Vec<f64> = loads.iter().map(|load| load[of]).collect();
        times.sort_by(f64::total_cmp);
        times
    };
    let [read, indexed, cpu] = [0, 1, 2].map(sorted);
    let knowledge = pack.read();
    let matcher = Matcher::new(&knowledge, Settings::default());
    let phrasings = phrasings(&knowledge);
    println!(
        "\n{}: {} phrasings, read in {:.1} ms (median {:.1}), indexed in {:.1} ms (median {:.1}; {:.1} ms CPU)\n",
        pack.name,
        phrasings.len(),
        percentile(&read, 0),
        percentile(&read, 50),
        percentile(&indexed, 0),
        percentile(&indexed, 50),
        percentile(&cpu, 0),
    );
    let rivals: [Box<dyn Rival>; 3] = [
        Box::new(Osa::new(&phrasings)),
        Box::new(RapidFuzz::new(&phrasings)),
        Box::new(Tantivy::new(&phrasings)),
    ];
    print!(
        "{:<30} {:>9} {:>9} {:>9}",
        "question", "p50 µs", "p99 µs", "max µs"
    );
    for rival in &rivals {
        print!(" {:>14}", rival.name());
    }
    println!();
    let kinds = kinds(&phrasings);
    let medians: Vec<f64> = kinds
        .iter()
        .map(|kind| row(&matcher, kind, &rivals, clock))
        .collect();
    medians.first().copied().unwrap_or_default()
}

/// Milliseconds for reading the files, for building the index, and the latter's CPU time.
fn load(pack: &Pack) -> [f64; 3] {
    let started = Instant::now();
    let knowledge = pack.read();
    let read = started.elapsed();
    let (started, cpu) = (Instant::now(), ProcessTime::now());
    let matcher = Matcher::new(&knowledge, Settings::default());
    let times = [read, started.elapsed(), cpu.elapsed()];
    drop(black_box(matcher));
    times.map(|time| time.as_secs_f64() * 1e3)
}

/// Prints the line of a kind; our median.
fn row(matcher: &Matcher, kind: &Kind, rivals: &[Box<dyn Rival>], clock: Duration) -> f64 {
    let ask = |question: &str| drop(black_box(matcher.ask(black_box(question))));
    let times = fastest(&kind.questions.iter(), ROUNDS, clock, ask);
    print!(
        "{:<30} {:>9.1} {:>9.1} {:>9.1}",
        kind.name,
        percentile(&times, 50),
        percentile(&times, 99),
        percentile(&times, 100),
    );
    let some = if kind.plain {
        RIVAL_PLAIN
    } else {
        RIVAL_HOSTILE
    };
    let step = (kind.questions.len() / some).max(1);
    let some = || kind.questions.iter().step_by(step).take(some);
    let own = percentile(&fastest(&some(), ROUNDS, clock, ask), 50);
    for rival in rivals {
        if rival.slow() && !kind.plain {
            print!(" {:>14}", "not asked");
            continue;
        }
        let times = fastest(&some(), 1, clock, |question| {
            black_box(rival.best(black_box(question)));
        });
        print!(" {:>13.1}x", percentile(&times, 50) / own);
    }
    println!();
    percentile(&times, 50)
}

/// Each question's fastest time in microseconds, in ascending order.
fn fastest<'a>(
    questions: &(impl Iterator<Item = &'a String> + Clone),
    rounds: usize,
    clock: Duration,
    ask: impl Fn(&str),
) -> Vec<f64> {
    let mut times = vec![Duration::MAX; questions.clone().count()];
    for _ in 0..rounds {
        for (time, question) in times.iter_mut().zip(questions.clone()) {
            *time = cpu_time(|| ask(question)).min(*time);
        }
    }
    let mut micros: Vec<f64> = times
        .into_iter()
        .map(|time| time.saturating_sub(clock).as_secs_f64() * 1e6)
        .collect();
    micros.sort_by(f64::total_cmp);
    micros
}

fn cpu_time(work: impl FnOnce()) -> Duration {
    let started = ThreadTime::now();
    work();
    started.elapsed()
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    let at = (sorted.len() * percent / 100).min(sorted.len().saturating_sub(1));
    sorted.get(at).copied().unwrap_or_default()
}
