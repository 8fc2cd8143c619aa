//! A process that edits without pause, and is killed.

use std::{
    env,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdout, Command, Stdio},
    thread,
    time::Duration,
};

use super::*;

const ENTRIES: usize = 5;
/// Where the process edits that is to be killed; it is this very test, started again.
const FOLDER: &str = "CHIEFLY_TEST_FOLDER";
const KILLS: usize = 300;
/// So many are killed side by side.
const LANES: usize = 3;

#[test]
fn edits_made_one_after_the_other_are_all_there() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    if let Some(folder) = env::var_os(FOLDER) {
        let place = Place(folder.into());
        runtime.block_on(edit(&place, usize::MAX));
    }
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path(), ENTRIES);
    let last = runtime.block_on(edit(&place, 20));
    let knowledge = read(&place.text());
    let numbers: Vec<usize> = (0..ENTRIES)
        .map(|entry| number(&knowledge, entry))
        .collect();
    assert_eq!(numbers, last);
}

/// Edits an entry at random, and says so when it is acknowledged. Returns the last number of each.
async fn edit(place: &Place, edits: usize) -> Vec<usize> {
    let advisor = place.advisor().await;
    let knowledge = read(&place.text());
    let mut last: Vec<usize> = (0..ENTRIES)
        .map(|entry| number(&knowledge, entry))
        .collect();
    let first = last.iter().max().map_or(1, |last| last + 1);
    for next in (first..).take(edits) {
        let entry = fastrand::usize(..ENTRIES);
        let revision = place.publish(&advisor, "ada", &numbered(entry, next)).await;
        last[entry] = next;
        println!("\nacknowledged {entry} {next} {revision}");
        std::io::stdout().flush().unwrap();
    }
    last
}

#[test]
fn a_process_that_is_killed_leaves_a_whole_file_and_everything_it_acknowledged() {
    thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES).map(|_| scope.spawn(lane)).collect();
        let acknowledged: usize = lanes.into_iter().map(|lane| lane.join().unwrap()).sum();
        assert!(acknowledged >= KILLS / 2, "only {acknowledged} edits");
    });
}

/// Starts and kills, and returns how many edits were acknowledged.
fn lane() -> usize {
    let folder = tempfile::tempdir().unwrap();
    let place = Place::new(folder.path(), ENTRIES);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let (mut last, mut total) = ([0; ENTRIES], 0);
    for _ in 0..KILLS / LANES {
        let acknowledged = kill_at_random(&place);
        total += acknowledged.len();
        let text = place.text();
        let knowledge = read(&text);
        assert_comments(&text, ENTRIES);
        for (entry, number, _) in &acknowledged {
            last[*entry] = *number;
        }
        for (entry, last) in last.iter().enumerate() {
            let number = number(&knowledge, entry);
            assert!(
                number >= *last,
                "edit {last} of {entry} is lost, it is at {number}"
            );
        }
        runtime.block_on(async {
            let journal = place.journal().await;
            for (_, _, revision) in &acknowledged {
                journal.revision(revision).await.unwrap();
            }
            journal.close().await;
        });
    }
    runtime.block_on(async {
        // The next start takes up what was written and not recorded, and clears away the rest.
        let advisor = place.advisor().await;
        place.assert_unbroken(advisor.journal().unwrap()).await;
    });
    assert_eq!(
        fs::read_dir(folder.path().join("packs")).unwrap().count(),
        1
    );
    total
}

/// Lets a process edit for a while, kills it, and returns what it had acknowledged by then.
fn kill_at_random(place: &Place) -> Vec<(usize, usize, String)> {
    let mut child = Command::new(env::current_exe().unwrap())
        .args([
            "--exact",
            "durability::crash::edits_made_one_after_the_other_are_all_there",
        ])
        .args(["--nocapture", "--test-threads=1"])
        .env(FOLDER, &place.0)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(child.stdout.take().unwrap());
    let mut said = String::new();
    if fastrand::u8(..5) > 0 {
        await_edits(&mut out, fastrand::usize(..4), &mut said);
        // Somewhere in the next edit.
        thread::sleep(Duration::from_micros(fastrand::u64(..10_000)));
    } else {
        // While it starts.
        thread::sleep(Duration::from_micros(fastrand::u64(..60_000)));
    }
    kill(&mut child);
    out.read_to_string(&mut said).unwrap();
    let lines = said
        .lines()
        .filter_map(|line| line.strip_prefix("acknowledged "));
    lines
        .filter_map(|line| {
            let [entry, number, revision] = line.split(' ').collect::<Vec<_>>()[..] else {
                return None;
            };
            Some((
                entry.parse().unwrap(),
                number.parse().unwrap(),
                revision.to_owned(),
            ))
        })
        .collect()
}

/// Reads until so many edits and one more are acknowledged.
fn await_edits(out: &mut BufReader<ChildStdout>, more: usize, said: &mut String) {
    for _ in 0..=more {
        let before = said.len();
        while !said[before..].contains("acknowledged ") {
            assert_ne!(
                out.read_line(said).unwrap(),
                0,
                "it ended by itself: {said}"
            );
        }
    }
}

/// On Unix, this is SIGKILL.
fn kill(child: &mut Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}
