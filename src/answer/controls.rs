//! The last row of a reply: what can be done with the reply itself.

use super::{
    action::Deed,
    reply::{Button, Reply},
};

/// Who sees a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// Everybody in the channel.
    Everyone,
    /// The person it is for, alone.
    Asker,
}

impl Reply {
    /// The reply as it is sent to a person, by Discord's number: its buttons know the asker, and the
    /// last row offers what this audience can do with it.
    #[must_use]
    pub fn addressed(mut self, asker: u64, audience: Audience) -> Self {
        let subject = self.subject.clone();
        if let Some(subject) = subject.clone().filter(|_| !self.joined) {
            for (label, helpful) in [("👍 Helpful", true), ("👎 Not helpful", false)] {
                let subject = subject.clone();
                self.controls
                    .push(Button::new(label, Deed::Vote { subject, helpful }));
            }
        }
        match (audience, subject) {
            (Audience::Everyone, subject) => self
                .controls
                .push(Button::new("Delete", Deed::Delete { subject })),
            (Audience::Asker, Some(subject)) => self
                .controls
                .push(Button::new("Share", Deed::Share { subject })),
            (Audience::Asker, None) => {}
        }
        let buttons = self.buttons.iter_mut().chain(&mut self.pages);
        let buttons = buttons.chain(&mut self.controls);
        let buttons = buttons.map(|button| &mut button.action);
        let menus = self.menus.iter_mut().map(|menu| &mut menu.action);
        for action in buttons.chain(menus) {
            action.asker = Some(asker);
        }
        self
    }
}
