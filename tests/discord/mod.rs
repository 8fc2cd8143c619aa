//! The bot in Discord: the real client, over a real gateway connection and real REST calls, in the
//! sandbox.

mod asking;
mod bad_input;
mod bulletin;
mod busy;
mod buttons;
mod calling;
mod commands;
mod conversation;
mod disk;
mod faults;
mod forms;
mod hostile;
mod keeping;
mod knowledge;
mod manners;
mod pace;
mod paging;
mod readership;
mod replies;
mod scene;
mod starting;
mod undoing;
mod votes;
mod watching;
