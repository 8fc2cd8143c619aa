//! Telling moderators, in their channel, that somebody edited the files so that they cannot be used.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use serenity::all::{ChannelId, Http, MessageId};
use tokio::{
    sync::broadcast::{Receiver, error::RecvError},
    task::JoinHandle,
    time::sleep,
};

use super::{Clock, delivery::Delivery, patience::is_busy};
use crate::{
    advisor::{Advisor, ReloadReport},
    answer::{Composer, Room},
};

/// For so long the message about earlier problems is changed when there are others: who saves while
/// they type fills no channel. Later nobody would see that it has changed.
const RECENT: Duration = Duration::from_secs(10 * 60);
/// How long to wait when Discord could not be reached; longer each time.
const PAUSE: Duration = Duration::from_secs(2);
const PAUSE_MAX: Duration = Duration::from_secs(5 * 60);

/// The moderators' channel.
pub(super) struct Bulletin {
    pub(super) channel: ChannelId,
    pub(super) http: Arc<Http>,
    pub(super) delivery: Arc<Delivery>,
    pub(super) clock: Clock,
}

/// Goes on until it is dropped.
#[derive(Debug)]
pub(super) struct Posting(JoinHandle<()>);

impl Drop for Posting {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// What the channel knows.
#[derive(Debug, Default)]
struct Told {
    /// What is wrong; `None` when all is well.
    standing: Option<Vec<String>>,
    /// The message about it, and when it was sent.
    message: Option<(MessageId, Instant)>,
}

impl Bulletin {
    /// Tells what is wrong now and from now on; `None` when the knowledge does not come from files.
    pub(super) fn post(self, advisor: Arc<Advisor>) -> Option<Posting> {
        let reports = advisor.reports()?;
        Some(Posting(tokio::spawn(self.follow(advisor, reports))))
    }

    /// The reports only wake it up, and what stands is looked at: none is lost when many come at a
    /// time, and what was mended in the meantime is not told any more.
    async fn follow(self, advisor: Arc<Advisor>, mut reports: Receiver<Arc<ReloadReport>>) {
        let mut told = Told::default();
        let mut pause = PAUSE;
        loop {
            let standing = advisor.standing().await;
            let is_told = standing == told.standing || self.tell(&mut told, standing).await;
            if is_told {
                pause = PAUSE;
                if !wake(&mut reports).await {
                    return;
                }
            } else {
                tokio::select! {
                    () = sleep(pause) => pause = PAUSE_MAX.min(pause * 2),
                    goes_on = wake(&mut reports) => if !goes_on {
                        return;
                    },
                }
            }
        }
    }

    /// Tells what stands; `false` when it is worth another try.
    async fn tell(&self, told: &mut Told, standing: Option<Vec<String>>) -> bool {
        let [reply, brief] = match &standing {
            Some(problems) => {
                [Room::Embed, Room::Text].map(|room| Composer::unusable(problems, room))
            }
            None => [Composer::usable_again(), Composer::usable_again()],
        };
        let now = self.clock.now();
        let recent = told.message.filter(|(_, since)| {
            standing.is_some() && now.saturating_duration_since(*since) < RECENT
        });
        if let Some((message, _)) = recent {
            let place = (self.channel, message);
            let anew = self
                .delivery
                .announce_anew(&self.http, place, &reply, &brief);
            if let Ok(true) = anew.await {
                told.standing = standing;
                return true;
            }
        }
        let sent = self
            .delivery
            .announce(&self.http, self.channel, &reply, &brief);
        match sent.await {
            Ok(Some(message)) => {
                told.message = standing.is_some().then_some((message.id, now));
                told.standing = standing;
                true
            }
            // What a channel was not told of is not told to be fixed there.
            Ok(None) => true,
            Err(error) => {
                tracing::warn!(
                    channel = self.channel.get(),
                    "the moderators' channel could not be told: {error}"
                );
                !is_passing(&error)
            }
        }
    }
}

/// Waits until there may be something new; `false` when there will not be.
async fn wake(reports: &mut Receiver<Arc<ReloadReport>>) -> bool {
    !matches!(reports.recv().await, Err(RecvError::Closed))
}

/// Whether an error may be gone the next time: Discord is busy, or could not be reached at all.
fn is_passing(error: &serenity::Error) -> bool {
    use serenity::{Error, http::HttpError};
    match error {
        Error::Http(HttpError::UnsuccessfulRequest(_)) => is_busy(error),
        Error::Http(_) => true,
        _ => false,
    }
}
