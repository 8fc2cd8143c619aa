//! `chiefly eval`: measures the answers on labelled questions.

use std::{
    fmt::Write as _,
    fs,
    hint::black_box,
    io::{BufWriter, Write},
    path::Path,
    time::Instant,
};

use anyhow::Context;
use serde::Deserialize;
use serde_json::json;

use super::{Exit, args::EvalOptions, comparison::compare, session::Session, terminal::clean};
use crate::{
    advisor::Snapshot,
    matching::evaluation::{Labelled, Metrics, Trial, by_style, confusions, reliability},
};

/// So many questions are asked before time is taken: a bot has been running for long when it is asked.
const WARM_UP: usize = 256;
/// How many pairs of entries that are mixed up are shown; `--json` has them all.
const CONFUSIONS_SHOWN: usize = 10;

/// A line of the file; further keys are ignored.
#[derive(Debug, Deserialize)]
struct Line {
    q: String,
    #[serde(default)]
    gold: Ids,
    #[serde(default)]
    also: Ids,
    style: Option<String>,
}

/// One id, several, or none.
#[derive(Debug, Default, Deserialize)]
#[serde(untagged)]
enum Ids {
    One(String),
    Several(Vec<String>),
    #[default]
    None,
}

impl From<Ids> for Vec<String> {
    fn from(ids: Ids) -> Self {
        match ids {
            Ids::One(id) => vec![id],
            Ids::Several(ids) => ids,
            Ids::None => Self::new(),
        }
    }
}

pub(super) fn run(session: &Session, options: &EvalOptions) -> anyhow::Result<Exit> {
    let Ok(advisor) = session.config().and_then(|config| session.advisor(&config)) else {
        return Ok(Exit::Problems);
    };
    let snapshot = advisor.whole();
    let (questions, bad) = read(&options.questions)?;
    for labelled in questions.iter().take(WARM_UP) {
        black_box(snapshot.matcher().ask(&labelled.question));
    }
    let trials: Vec<Trial> = questions
        .into_iter()
        .map(|q| measure(&snapshot, q))
        .collect();
    // Read before anything is written: both may be the same file.
    let comparison = match &options.compare {
        Some(old) => Some(compare(old, &trials)?),
        None => None,
    };
    if let Some(out) = &options.predictions {
        write_predictions(out, &trials)
            .with_context(|| format!("cannot write {}", out.display()))?;
    }
    let mut out = anstream::stdout().lock();
    if options.json {
        let mut all = json!(Metrics::of(&trials));
        if let Some(all) = all.as_object_mut() {
            all.insert("reliability".into(), json!(reliability(&trials)));
            all.insert("styles".into(), json!(by_style(&trials)));
            all.insert("confusions".into(), json!(confusions(&trials)));
            if let Some(comparison) = &comparison {
                all.insert("changes".into(), json!(comparison));
            }
        }
        writeln!(out, "{all:#}")?;
    } else {
        write!(out, "{}", to_text(&trials))?;
        if let Some(comparison) = &comparison {
            write!(out, "{}", clean(&comparison.to_text()))?;
        }
    }
    Ok(if bad == 0 { Exit::Fine } else { Exit::Problems })
}

/// The questions of a file; lines that cannot be read are reported and left out.
fn read(path: &Path) -> anyhow::Result<(Vec<Labelled>, usize)> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    let mut questions = Vec::new();
    let mut bad = 0;
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        match serde_json::from_slice::<Line>(line) {
            Ok(line) => questions.push(Labelled {
                question: line.q,
                gold: line.gold.into(),
                also: line.also.into(),
                style: line.style,
            }),
            Err(error) => {
                bad += 1;
                anstream::eprintln!(
                    "{}:{number}:{}: not a labelled question like {{\"q\": \"…\", \"gold\": \"faq:…\"}}: {}",
                    path.display(),
                    error.column(),
                    error
                        .to_string()
                        .split(" at line")
                        .next()
                        .unwrap_or_default(),
                );
            }
        }
    }
    Ok((questions, bad))
}

fn measure(snapshot: &Snapshot, labelled: Labelled) -> Trial {
    let started = Instant::now();
    let verdict = snapshot.matcher().ask(&labelled.question);
    let micros = started.elapsed().as_secs_f64() * 1e6;
    Trial {
        labelled,
        verdict,
        micros,
    }
}

fn write_predictions(path: &Path, trials: &[Trial]) -> std::io::Result<()> {
    let mut out = BufWriter::new(fs::File::create(path)?);
    for trial in trials {
        let candidates = trial.verdict.candidates.iter();
        let candidates = candidates.map(|c| json!({"id": c.id, "score": c.score}));
        let line = json!({
            "q": trial.labelled.question,
            "outcome": trial.verdict.outcome,
            "choices": trial.verdict.choices,
            "candidates": candidates.collect::<Vec<_>>(),
        });
        writeln!(out, "{line}")?;
    }
    out.flush()
}

fn to_text(trials: &[Trial]) -> String {
    let metrics = Metrics::of(trials);
    let mut text = String::new();
    // Writing to a string cannot fail.
    if let serde_json::Value::Object(all) = json!(metrics) {
        for (name, value) in all {
            let value = match (value.as_u64(), value.as_f64()) {
                (Some(count), _) => count.to_string(),
                (_, Some(time)) if name.starts_with("micros") => format!("{time:.1}"),
                (_, share) => format!("{:.3}", share.unwrap_or(0.0)),
            };
            let _ = writeln!(text, "{name:<16} {value:>9}");
        }
    }
    text.push_str("\nscore        questions  mean  right\n");
    for bin in reliability(trials) {
        let _ = writeln!(
            text,
            "{:.1} to {:.1}   {:>9}  {:.2}  {:>5.2}",
            bin.from,
            bin.from + 0.1,
            bin.questions,
            bin.score,
            bin.right
        );
    }
    let styles = by_style(trials);
    if !styles.is_empty() {
        text.push_str(
            "\nstyle          questions  first fits  answered  right  wrong  false answers\n",
        );
    }
    for (style, metrics) in styles {
        let _ = writeln!(
            text,
            "{:<14} {:>9}  {:>10.2}  {:>8.2}  {:>5.2}  {:>5.2}  {:>13.2}",
            clean(style),
            metrics.in_scope + metrics.out_of_scope,
            metrics.top1_ok,
            metrics.answered,
            metrics.right,
            metrics.wrong,
            metrics.false_answers
        );
    }
    let confusions = confusions(trials);
    if !confusions.is_empty() {
        text.push_str("\nmixed up most often (right ← came first)\n");
    }
    for confusion in confusions.iter().take(CONFUSIONS_SHOWN) {
        let (right, first) = (&confusion.right, &confusion.first);
        let _ = writeln!(text, "{:>3}  {right} ← {first}", confusion.questions.len());
        for question in &confusion.questions {
            let _ = writeln!(text, "       {}", clean(question));
        }
    }
    text
}
