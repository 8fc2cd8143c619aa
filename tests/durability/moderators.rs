//! Several people at once.

use chiefly::{
    advisor::Changes,
    knowledge::{ContentHash, Store, StoreError, edit},
};

use super::*;

const MODERATORS: usize = 8;
const EDITS_EACH: usize = 55;
/// Edits of the one who uses an editor.
const EDITS_ON_DISK: usize = 60;

#[tokio::test(flavor = "multi_thread")]
async fn eight_moderators_and_an_editor_on_disk_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let place = Arc::new(Place::new(folder.path(), MODERATORS + 1));
    let advisor = place.advisor().await;
    let watching = advisor.watch(Timestamp::now);
    let mut people = tokio::task::JoinSet::new();
    for moderator in 0..MODERATORS {
        let (place, advisor) = (Arc::clone(&place), Arc::clone(&advisor));
        people.spawn(async move {
            let mut revisions = Vec::new();
            for number in 1..=EDITS_EACH {
                let (who, change) = (moderator.to_string(), numbered(moderator, number));
                revisions.push(place.publish(&advisor, &who, &change).await);
            }
            revisions
        });
    }
    let editor = Arc::clone(&place);
    people.spawn_blocking(move || {
        for number in 1..=EDITS_ON_DISK {
            save(&editor, &numbered(MODERATORS, number));
        }
        Vec::new()
    });
    let acknowledged = people.join_all().await.concat();
    drop(watching);
    advisor.reload(Timestamp::now()).await;

    assert_eq!(acknowledged.len(), MODERATORS * EDITS_EACH);
    let text = place.text();
    assert_comments(&text, MODERATORS + 1);
    let served = advisor.whole();
    for entry in 0..=MODERATORS {
        let last = if entry == MODERATORS {
            EDITS_ON_DISK
        } else {
            EDITS_EACH
        };
        assert_eq!(number(&read(&text), entry), last, "entry {entry}");
        assert_eq!(number(served.knowledge(), entry), last, "entry {entry}");
    }
    let journal = advisor.journal().unwrap();
    place.assert_unbroken(journal).await;
    for revision in journal.history(u32::MAX).await.unwrap() {
        if revision.origin == Origin::Discord {
            assert!(acknowledged.contains(&revision.id));
            let state = async |hash: Option<ContentHash>| {
                let bytes = journal.content(hash.unwrap()).await.unwrap();
                read(&String::from_utf8(bytes).unwrap())
            };
            let file = &revision.files[0];
            let changes = Changes::between(&state(file.before).await, &state(file.after).await);
            assert_eq!(changes.changed, [id(revision.who.parse().unwrap())]);
        }
    }
}

/// Saves as somebody does whose editor sees that the file has changed, and who reads it again then.
fn save(place: &Place, change: &Change) {
    let store = Store::open(&place.paths());
    loop {
        let text = place.text();
        let edited = edit(&text, change).unwrap();
        let base = Some(ContentHash::of(text.as_bytes()));
        match store.replace(&place.file(), base, Some(edited.as_bytes())) {
            Ok(()) => return,
            Err(StoreError::Changed(_)) => {}
            Err(error) => panic!("{error}"),
        }
    }
}
